import type { SchemaProblemCode } from "./model.ts";
import type { Declaration, NumberRange, Outline } from "./outline.ts";
import type { Place } from "./tokens.ts";

/** A problem of a file whose name is not yet said. */
export interface Finding {
  readonly code: SchemaProblemCode;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** The largest field number that protobuf allows. */
export const LARGEST_NUMBER = 536_870_911;

/** The largest number of an enum's value. */
export const LARGEST_ENUM_NUMBER = 2_147_483_647;

/** What one message, enum or file has given away so far. */
interface Taken {
  readonly names: Map<string, Declaration>;
  readonly numbers: Map<number, Declaration>;
  readonly reservedNames: ReadonlySet<string>;
  readonly reserved: readonly NumberRange[];
  /** `option allow_alias = true`: several values may have one number. */
  readonly aliases: boolean;
}

interface Clash {
  readonly code: SchemaProblemCode;
  readonly reason: string;
  /** The declaration is no good `.proto`, but harmless. */
  readonly kept?: boolean;
}

/**
 * Finds the declarations that make a file no good: a second one of a name or number, a number that cannot be, one that is reserved.
 * Gives those that are left, so that a clash costs one declaration, with what is in it, and not the file. `placeOf` tells where a token
 * stands. Cost: linear, but for reserved ranges.
 */
export function leaveOutClashes(
  outline: Outline,
  placeOf: (token: number) => Place,
): { kept: readonly Declaration[]; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const kept: Declaration[] = [];
  const out = new Set<number>();
  const taken = new Map<number, Taken>();
  const scopeOf = (owner: number): Taken => {
    const known = taken.get(owner) ?? nothingTaken(outline.declarations[owner]);
    taken.set(owner, known);
    return known;
  };
  for (const [index, one] of outline.declarations.entries()) {
    if (out.has(one.within)) {
      out.add(index);
      continue;
    }
    const clash = misfit(one) ?? clashOf(one, scopeOf(one.owner), (other) => placeOf(other.nameToken).line);
    if (clash) {
      const message = `${clash.reason}; ${clash.kept ? "it is kept" : "it is left out"}`;
      findings.push({ code: clash.code, ...placeOf(one.nameToken), message });
    }
    if (!clash || clash.kept) kept.push(one);
    else out.add(index);
  }
  return { kept, findings };
}

/** What `reserved` and `allow_alias` say holds for what stands before them too. */
function nothingTaken(owner: Declaration | undefined): Taken {
  const reserved = owner?.reserved ?? [];
  return {
    names: new Map(),
    numbers: new Map(),
    reservedNames: new Set(reserved.filter((one) => typeof one === "string")),
    reserved: reserved.filter((one) => typeof one !== "string"),
    aliases: owner?.options.some(({ name, value }) => name === "allow_alias" && value.kind === "word" && value.text === "true") ?? false,
  };
}

const nouns = {
  message: "message",
  group: "group",
  enum: "enum",
  oneof: "oneof",
  extend: "extend",
  field: "field",
  extension: "extension",
  value: "enum value",
} as const;

/** What cannot be read at all, whatever else the scope holds. */
function misfit(one: Declaration): Clash | undefined {
  // Extensions of options declare options; those of messages are fields, for which the model has no place.
  if (one.kind !== "extend" || /^\.?google\.protobuf\.\w+Options$/.test(one.name)) return undefined;
  return { code: "unsupported", reason: `"extend ${one.name}" cannot be read, its fields will show as unknown` };
}

/** Every name that a declaration takes in its scope. */
function namesOf(one: Declaration): readonly string[] {
  if (one.kind === "extend") return [];
  return one.kind === "group" ? [one.name, one.name.toLowerCase()] : [one.name];
}

/** Checks a declaration against what its scope has given away, and takes its names and number. */
function clashOf(one: Declaration, scope: Taken, lineOf: (other: Declaration) => number): Clash | undefined {
  const called = `${nouns[one.kind]} "${one.name}"`;
  const names = namesOf(one);
  const namesake = names.map((name) => scope.names.get(name)).find((other) => other);
  if (namesake) {
    const code = one.kind === "message" || one.kind === "enum" ? "duplicate-type" : "duplicate-field";
    const other =
      namesake.name === one.name
        ? `has the name of the ${nouns[namesake.kind]}`
        : `clashes with ${nouns[namesake.kind]} "${namesake.name}"`;
    return { code, reason: `${called} ${other} in line ${lineOf(namesake)}` };
  }
  const clash = one.kind === "field" || one.kind === "group" || one.kind === "value" ? numberClash(one, called, scope, lineOf) : undefined;
  if (clash && !clash.kept) return clash;
  for (const name of names) scope.names.set(name, one);
  return clash;
}

function numberClash(one: Declaration, called: string, scope: Taken, lineOf: (other: Declaration) => number): Clash | undefined {
  if (scope.reservedNames.has(one.kind === "group" ? one.name.toLowerCase() : one.name))
    return { code: "bad-field-number", reason: `${called} has a name that is reserved` };
  const { number } = one;
  if (number === undefined) return undefined;
  const reserved = scope.reserved.some(({ from, to }) => from <= number && number <= to);
  if (reserved) return { code: "bad-field-number", reason: `${called} has the number ${number}, which is reserved` };
  const other = scope.numbers.get(number);
  if (other && !(one.kind === "value" && scope.aliases)) {
    return { code: "duplicate-field", reason: `${called} has the number ${number} of "${other.name}" in line ${lineOf(other)}` };
  }
  const [least, most] = one.kind === "value" ? [-LARGEST_ENUM_NUMBER - 1, LARGEST_ENUM_NUMBER] : [1, LARGEST_NUMBER];
  if (number < least || number > most) {
    return { code: "bad-field-number", reason: `${called} has the number ${number}, which is not from ${least} to ${most}` };
  }
  scope.numbers.set(number, one);
  if (one.kind === "value" || number < 19_000 || number > 19_999) return undefined;
  return { code: "bad-field-number", reason: `${called} has the number ${number}, which protobuf keeps for itself`, kept: true };
}
