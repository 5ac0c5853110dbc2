import type { RuleId as VerdictRuleId } from "../../restore/index.ts";
import { CHANGE_RULES } from "./rules-changes.ts";
import { NAME_RULES } from "./rules-names.ts";
import { RESTORE_RULES } from "./rules-restore.ts";
import { VALUE_RULES } from "./rules-values.ts";

/** One rule, as `docs/rules.md` and the app explain it. Texts are plain sentences; names of code stand in backquotes. */
export interface Rule {
  readonly title: string;
  /** What happens to a restore. */
  readonly what: string;
  /** Why the reader does that. */
  readonly why: string;
  /** The change, as `.proto` lines; "" for what is met in a blob, whatever changed. */
  readonly change: string;
  /** Bytes that show it, in wire text, then what becomes of them, behind three spaces. */
  readonly example: string;
  /** The safe way to make the change. */
  readonly safe: string;
}

const CHECKED = { ...CHANGE_RULES, ...VALUE_RULES, ...NAME_RULES };

/** A rule of schema compatibility, in kebab-case: what a config file names it by. */
export type CheckRuleId = keyof typeof CHECKED;

/** A rule of `check` or of a verdict: its anchor in `docs/rules.md`. */
export type AnyRuleId = CheckRuleId | VerdictRuleId;

const RULES: Readonly<Record<AnyRuleId, Rule>> = { ...CHECKED, ...RESTORE_RULES };

/** Rules, in the order in which they are explained. */
export const RULE_GROUPS: readonly { readonly title: string; readonly rules: readonly AnyRuleId[] }[] = [
  { title: "Fields that come, go and move", rules: Object.keys(CHANGE_RULES) as CheckRuleId[] },
  { title: "Fields that hold something else", rules: Object.keys(VALUE_RULES) as CheckRuleId[] },
  { title: "Names", rules: Object.keys(NAME_RULES) as CheckRuleId[] },
  { title: "What a reader meets in a blob", rules: Object.keys(RESTORE_RULES) as AnyRuleId[] },
];

/** The rules of `check`. */
export const CHECK_RULES = Object.keys(CHECKED) as readonly CheckRuleId[];

/** The explanation of a rule. */
export function rule(id: AnyRuleId): Rule {
  return RULES[id];
}

/** True for the id of a rule of `check`. */
export function isCheckRule(text: string): text is CheckRuleId {
  return Object.hasOwn(CHECKED, text);
}
