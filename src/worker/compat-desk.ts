import {
  checkMarkdown,
  checkSchemas,
  findingMarkdown,
  inDirection,
  RULE_GROUPS,
  rule,
  type SchemaFinding,
  severityCounts,
} from "../compare/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import type { CompatCell, CompatFinding, CompatReport, CompatRequests, RuleGroup } from "./compat.ts";
import type { HandlersOf } from "./handlers.ts";
import type { Registry } from "./registry.ts";

const MOST_FINDINGS = 5_000;

/**
 * Answers the requests about compatibility. Findings are kept as long as both schema sets are, so a release that was changed or renamed
 * is compared anew and all others are not.
 */
export class CompatDesk {
  readonly #registry: Registry;
  readonly #known = new WeakMap<SchemaSet, WeakMap<SchemaSet, readonly SchemaFinding[]>>();

  readonly handlers: HandlersOf<CompatRequests> = {
    compatCell: ({ old, new: now }) => this.#cell(old, now),
    compat: ({ old, new: now }) => this.#report(old, now),
    compatMarkdown: (asked) => this.#markdown(asked),
    rules,
  };

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** The counts of two releases. Parses both at the first call. */
  #cell(old: string, now: string): CompatCell {
    const findings = this.#findings(this.#registry.set(old), this.#registry.set(now));
    return {
      old,
      new: now,
      forth: severityCounts(inDirection(findings, "old-to-new")),
      back: severityCounts(inDirection(findings, "new-to-old")),
    };
  }

  /** All findings of two releases. */
  #report(old: string, now: string): CompatReport {
    const sets = [this.#registry.set(old), this.#registry.set(now)] as const;
    const findings = this.#findings(...sets);
    return {
      ...this.#cell(old, now),
      findings: withIds(findings.slice(0, MOST_FINDINGS)),
      total: findings.length,
      exact: [exactOf(sets[0]), exactOf(sets[1])],
    };
  }

  #markdown({ old, new: now, what }: CompatRequests["compatMarkdown"]["in"]): string {
    const all = this.#findings(this.#registry.set(old), this.#registry.set(now));
    if ("id" in what) {
      const found = withIds(all).findIndex(({ id }) => id === what.id);
      return found < 0 ? "" : findingMarkdown(all[found]!, old, now);
    }
    const { direction, severity } = what;
    const shown = inDirection(all, direction).filter((one) => severity === undefined || one.severity === severity);
    return checkMarkdown(shown, old, now, all.length);
  }

  #findings(old: SchemaSet, now: SchemaSet): readonly SchemaFinding[] {
    let of = this.#known.get(old);
    if (!of) {
      of = new WeakMap();
      this.#known.set(old, of);
    }
    let findings = of.get(now);
    if (!findings) {
      findings = checkSchemas(old, now);
      of.set(now, findings);
    }
    return findings;
  }
}

/** Every rule, explained. */
function rules(): readonly RuleGroup[] {
  return RULE_GROUPS.map(({ title, rules }) => ({
    title,
    rules: rules.map((id) => {
      const { example, ...texts } = rule(id);
      const [bytes, result] = example.split(/ {3}(.*)/s) as [string, string];
      return { id, ...texts, example: [bytes, result] as const };
    }),
  }));
}

function withIds(findings: readonly SchemaFinding[]): readonly CompatFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { rule: id, direction, typeName = "", number, field = "" } = finding;
    const key = [id, direction, typeName, number ?? field].join(":");
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return { id: times === 1 ? key : `${key}:${times}`, ...finding };
  });
}

function exactOf(set: SchemaSet): readonly [number, number] {
  const types = set.types.filter((type) => !type.builtin && !type.mapEntry);
  return [types.filter(({ exact }) => exact).length, types.length];
}
