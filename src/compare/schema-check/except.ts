import type { SchemaFinding } from "./model.ts";
import { CHECK_RULES, type CheckRuleId, isCheckRule } from "./rules.ts";

/** What a project has decided not to be told, as `buf breaking` has it. */
export interface Exceptions {
  /** Rules that are switched off. */
  readonly except: readonly CheckRuleId[];
  /** Types by rule of which it is not told: full names, or `pkg.*` for all types below a package or message. */
  readonly ignore: Readonly<Partial<Record<CheckRuleId, readonly string[]>>>;
}

export const NO_EXCEPTIONS: Exceptions = { except: [], ignore: {} };

/**
 * Reads the exceptions from a parsed config, `{ "except": ["rule"], "ignore": { "rule": ["pkg.Type", "pkg.*"] } }`. A problem is one
 * sentence that names the place.
 */
export function parseExceptions(config: unknown): Exceptions | { readonly problem: string } {
  if (typeof config !== "object" || config === null || Array.isArray(config))
    return { problem: '"check" is an object: {"except": ["RULE"], "ignore": {"RULE": ["pkg.Type", "pkg.*"]}}' };
  const strange = Object.keys(config).find((key) => key !== "except" && key !== "ignore");
  if (strange !== undefined) return { problem: `"check" has no setting ${JSON.stringify(strange)}; there are "except" and "ignore"` };
  const { except = [], ignore = {} } = config as { readonly except?: unknown; readonly ignore?: unknown };
  if (!isTextList(except)) return { problem: '"check.except" is a list of rules' };
  if (typeof ignore !== "object" || ignore === null || Array.isArray(ignore))
    return { problem: '"check.ignore" is an object of rules, each with a list of types' };
  for (const id of [...except, ...Object.keys(ignore)]) if (!isCheckRule(id)) return { problem: unknownRule(id) };
  for (const [id, types] of Object.entries(ignore)) {
    if (!isTextList(types)) return { problem: `"check.ignore.${id}" is a list of types` };
    const wrong = types.find((type) => !/^[\w.]+(\.\*)?$/.test(type));
    if (wrong !== undefined) return { problem: `"check.ignore.${id}": ${JSON.stringify(wrong)} is neither a type nor pkg.*` };
  }
  return { except: except as readonly CheckRuleId[], ignore: ignore as Exceptions["ignore"] };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function unknownRule(id: string): string {
  const alike = CHECK_RULES.filter((rule) => rule.startsWith(id.slice(0, 5)) || rule.endsWith(id.slice(-6)));
  return `"check": there is no rule ${JSON.stringify(id)}; ${alike.length > 0 ? `did you mean ${alike.join(", ")}?` : `there are ${CHECK_RULES.join(", ")}`}`;
}

/** The findings that are left. A type can be named by its name in either release. */
export function withoutExcepted(findings: readonly SchemaFinding[], { except, ignore }: Exceptions): readonly SchemaFinding[] {
  return findings.filter(({ rule, typeName, oldTypeName }) => {
    if (except.includes(rule)) return false;
    const patterns = ignore[rule] ?? [];
    return !patterns.some((pattern) => matches(pattern, typeName) || matches(pattern, oldTypeName));
  });
}

function matches(pattern: string, typeName: string | undefined): boolean {
  if (typeName === undefined) return false;
  return pattern.endsWith(".*") ? typeName.startsWith(pattern.slice(0, -1)) : typeName === pattern.replace(/^\./, "");
}
