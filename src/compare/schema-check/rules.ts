import { CHANGE_RULES } from "./rules-changes.ts";
import { NAME_RULES } from "./rules-names.ts";
import { VALUE_RULES } from "./rules-values.ts";

/** One rule, as `docs/rules.md` and the app explain it. Texts are plain sentences; names of code stand in backquotes. */
export interface Rule {
  readonly title: string;
  /** What happens to a restore. */
  readonly what: string;
  /** Why the reader does that. */
  readonly why: string;
  /** The change, as `.proto` lines. */
  readonly change: string;
  /** Bytes that show it, in wire text, and what becomes of them. */
  readonly example: string;
  /** The safe way to make the change. */
  readonly safe: string;
}

const RULES = { ...CHANGE_RULES, ...VALUE_RULES, ...NAME_RULES };

/** Kebab-case: the anchor of the rule in `docs/rules.md`, and what a config file names it by. */
export type RuleId = keyof typeof RULES;

/** All rules, in the order in which they are explained. */
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[];

/** The explanation of a rule. */
export function rule(id: RuleId): Rule {
  return RULES[id];
}

/** True for the id of a rule. */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(RULES, text);
}
