import { grouped } from "../base/index.ts";
import type { SchemaProblemCode } from "./model.ts";
import { type Declaration, integerOf, type Outline } from "./outline.ts";
import { type Places, type Tokens, tokenEnd } from "./tokens.ts";

/** A problem of a file whose name is not yet said. */
export interface Finding {
  readonly code: SchemaProblemCode;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** The largest field number that protobuf allows. */
export const LARGEST_NUMBER = 536_870_911;

/** The parser's cost is quadratic in the fields of one message; real ones have some hundreds at most. */
const MOST_FIELDS = 4_000;

/** What one message, enum or file has given away so far. */
interface Taken {
  readonly names: Map<string, Declaration>;
  readonly numbers: Map<bigint, Declaration>;
  readonly reservedNames: Set<string>;
  readonly reserved: [from: bigint, to: bigint][];
  /** `option allow_alias = true`: several values may have one number. */
  aliases: boolean;
  fields: number;
}

interface Clash {
  readonly code: SchemaProblemCode;
  readonly reason: string;
  /** The declaration is no good `.proto`, but harmless. */
  readonly kept?: boolean;
}

/**
 * Finds the declarations that a parser refuses a whole file for, or drops in silence: a second one of a name or number, a number
 * that cannot be, one that is reserved. Gives the text with these blanked out, so that all else keeps its line and still loads.
 */
export function leaveOutClashes(text: string, tokens: Tokens, outline: Outline, places: Places): { text: string; findings: Finding[] } {
  const findings: Finding[] = [];
  const taken = takenByStatements(tokens.texts, outline);
  for (const { kind, owner } of outline.declarations) if (kind === "field" || kind === "group") scopeOf(taken, owner).fields++;
  const lineOf = (one: Declaration): number => places.at(tokens.starts[one.nameToken]!).line;
  const pieces: string[] = [];
  let copied = 0;
  let outTo = 0;
  for (const [index, one] of outline.declarations.entries()) {
    if (one.first < outTo || one.name === "") continue;
    const clash = misfit(one, taken.get(index)?.fields ?? 0) ?? clashOf(one, tokens.texts, scopeOf(taken, one.owner), lineOf);
    if (!clash) continue;
    const message = `${clash.reason}; ${clash.kept ? "it is kept" : "it is left out"}`;
    findings.push({ code: clash.code, ...places.at(tokens.starts[one.nameToken]!), message });
    if (clash.kept) continue;
    outTo = one.last;
    const from = tokens.starts[one.first]!;
    const to = tokenEnd(tokens, Math.min(one.last, tokens.texts.length) - 1);
    pieces.push(text.slice(copied, from), text.slice(from, to).replace(/[^\n]/g, " "));
    copied = to;
  }
  return { text: pieces.join("") + text.slice(copied), findings };
}

function scopeOf(taken: Map<number, Taken>, owner: number): Taken {
  const known = taken.get(owner);
  if (known) return known;
  const made: Taken = { names: new Map(), numbers: new Map(), reservedNames: new Set(), reserved: [], aliases: false, fields: 0 };
  taken.set(owner, made);
  return made;
}

/** Reads `reserved` and `allow_alias`, which hold for what stands before them too. */
function takenByStatements(texts: readonly string[], outline: Outline): Map<number, Taken> {
  const taken = new Map<number, Taken>();
  for (const { word, owner, first, last } of outline.statements) {
    if (word === "option" && texts[first + 1] === "allow_alias" && texts[first + 3] === "true") scopeOf(taken, owner).aliases = true;
    if (word !== "reserved") continue;
    const scope = scopeOf(taken, owner);
    for (let i = first + 1; i < last; i++) {
      const text = texts[i]!;
      const from = integerOf(text);
      if (/^["']/.test(text)) scope.reservedNames.add(text.slice(1, -1));
      else if (from === undefined) {
        if (text !== ",") scope.reservedNames.add(text);
      } else if (texts[i + 1] === "to") {
        scope.reserved.push([from, integerOf(texts[i + 2]) ?? BigInt(Number.MAX_SAFE_INTEGER)]);
        i += 2;
      } else scope.reserved.push([from, from]);
    }
  }
  return taken;
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
function misfit(one: Declaration, fields: number): Clash | undefined {
  if (one.name === "__proto__") return { code: "unsupported", reason: `the name "__proto__" cannot be read` };
  if (fields > MOST_FIELDS) return { code: "unsupported", reason: `message "${one.name}" has more than ${grouped(MOST_FIELDS)} fields` };
  // Extensions of options declare options; those of messages are fields, for which the model has no place.
  if (one.kind !== "extend" || /^\.?google\.protobuf\.\w+Options$/.test(one.name)) return undefined;
  return { code: "unsupported", reason: `"extend ${one.name}" cannot be read, its fields will show as unknown` };
}

/** Every name that the parser gives away for a declaration. */
function namesOf(one: Declaration, texts: readonly string[]): readonly string[] {
  if (one.kind === "extend") return [];
  if (one.kind === "group") return [one.name, one.name.charAt(0).toLowerCase() + one.name.slice(1)];
  // An `optional` field of proto3 stands in a oneof that the parser makes up.
  return texts[one.first] === "optional" && one.kind === "field" ? [one.name, `_${one.name}`] : [one.name];
}

/** Checks a declaration against what its scope has given away, and takes its names and number. */
function clashOf(one: Declaration, texts: readonly string[], scope: Taken, lineOf: (other: Declaration) => number): Clash | undefined {
  const called = `${nouns[one.kind]} "${one.name}"`;
  const names = namesOf(one, texts);
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
  if (scope.reservedNames.has(one.name)) return { code: "bad-field-number", reason: `${called} has a name that is reserved` };
  const number = integerOf(one.number);
  if (number === undefined) return undefined;
  const reserved = scope.reserved.some(([from, to]) => from <= number && number <= to);
  if (reserved) return { code: "bad-field-number", reason: `${called} has the number ${number}, which is reserved` };
  const other = scope.numbers.get(number);
  if (other && !(one.kind === "value" && scope.aliases)) {
    return { code: "duplicate-field", reason: `${called} has the number ${number} of "${other.name}" in line ${lineOf(other)}` };
  }
  if (one.kind !== "value" && (number < 1n || number > LARGEST_NUMBER)) {
    return { code: "bad-field-number", reason: `${called} has the number ${number}, which is not from 1 to ${LARGEST_NUMBER}` };
  }
  scope.numbers.set(number, one);
  if (one.kind === "value" || number < 19_000n || number > 19_999n) return undefined;
  return { code: "bad-field-number", reason: `${called} has the number ${number}, which protobuf keeps for itself`, kept: true };
}
