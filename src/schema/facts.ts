import type { StatedOption } from "./declare.ts";
import type { ExactFacts } from "./model.ts";

/** What the options of a field are checked against. */
export interface FactTarget {
  readonly repeated: boolean;
  readonly map: boolean;
  readonly integer: boolean;
  readonly bytes: boolean;
  readonly message: boolean;
  /** Its type is a message with one repeated number field, `field1`, and no other. */
  readonly wrapper: boolean;
  /** Its type is not known, so nothing is said about what fits it. */
  readonly unresolved: boolean;
}

interface Rule {
  readonly value: "bool" | "bits" | "amount";
  readonly on: string;
  readonly fits: (target: FactTarget) => boolean;
}

const rules: Readonly<Record<keyof ExactFacts, Rule>> = {
  nullable: { value: "bool", on: "a message field that does not repeat", fits: (t) => t.message && !t.repeated },
  required: { value: "bool", on: "a field", fits: () => true },
  bits: { value: "bits", on: "an integer field", fits: (t) => t.integer },
  size: { value: "amount", on: "a bytes field", fits: (t) => t.bytes },
  count: { value: "amount", on: "a repeated field", fits: (t) => t.repeated && !t.map },
  bare: { value: "bool", on: "a field of a message with one repeated number field1", fits: (t) => t.wrapper },
  nonzero: { value: "bool", on: "an integer field", fits: (t) => t.integer },
};

const valueWords = { bool: "true or false", bits: "8, 16 or 32", amount: "a whole number" } as const;

function isValue(kind: Rule["value"], value: unknown): boolean {
  if (kind === "bool") return typeof value === "boolean";
  if (kind === "bits") return value === 8 || value === 16 || value === 32;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

/** Reads the exact facts of a field. An option that is unknown, out of place or of a wrong value is reported and left out. */
export function factsOf(
  stated: readonly StatedOption[],
  target: FactTarget,
  report: (option: StatedOption, reason: string) => void,
): ExactFacts {
  const facts: Record<string, unknown> = {};
  for (const option of stated) {
    const rule = Object.hasOwn(rules, option.name) ? rules[option.name as keyof ExactFacts] : undefined;
    if (!rule) report(option, `there is no field option (savestate.${option.name})`);
    else if (!isValue(rule.value, option.value)) {
      report(option, `(savestate.${option.name}) takes ${valueWords[rule.value]}, not ${JSON.stringify(option.value)}`);
    } else if (!target.unresolved && !rule.fits(target)) report(option, `(savestate.${option.name}) stands on ${rule.on} only`);
    else facts[option.name] = option.value;
  }
  return facts;
}

/** Whether a message states that it is exact; wrong options are reported likewise. */
export function exactOf(stated: readonly StatedOption[], report: (option: StatedOption, reason: string) => void): boolean {
  let exact = false;
  for (const option of stated) {
    if (option.name !== "exact") report(option, `there is no message option (savestate.${option.name})`);
    else if (typeof option.value !== "boolean") {
      report(option, `(savestate.exact) takes ${valueWords.bool}, not ${JSON.stringify(option.value)}`);
    } else exact = option.value;
  }
  return exact;
}
