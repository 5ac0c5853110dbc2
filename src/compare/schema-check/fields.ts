import { describeField, type Field, isAnotherField, type MessageType, type SchemaSet } from "../../schema/index.ts";
import type { Absence, Defaults } from "./defaults.ts";
import { failing, type Judge } from "./judge.ts";
import { type Direction, type Outcome, rankOf, type SchemaFinding, type Severity } from "./model.ts";
import type { CheckRuleId } from "./rules.ts";

/** One type of both releases, and what judges its fields in either direction. */
export interface TypePair {
  readonly old: MessageType;
  readonly now: MessageType;
}

/** Both releases, old and new, with what their readers hold for absent fields and what each makes of the other's bytes. */
export interface Releases {
  readonly old: SchemaSet;
  readonly now: SchemaSet;
  readonly oldDefaults: Defaults;
  readonly newDefaults: Defaults;
  /** OLD writes, NEW reads. */
  readonly forth: Judge;
  /** NEW writes, OLD reads. */
  readonly back: Judge;
}

/** Inner places that a message names. */
const MOST_NAMED = 3;

/** The findings of the fields of one type, by number. */
export function fieldFindings(releases: Releases, pair: TypePair): SchemaFinding[] {
  const numbers = new Set([...pair.old.byNumber.keys(), ...pair.now.byNumber.keys()]);
  return [...numbers]
    .sort((a, b) => a - b)
    .flatMap((number) => {
      const old = pair.old.byNumber.get(number);
      const now = pair.now.byNumber.get(number);
      if (old && now) return keptField(releases, pair, old, now);
      return old ? removedField(releases, pair, old) : addedField(releases, pair, now!);
    });
}

/** What every finding of a field carries. */
/** What a finding stands at, before it is known what it says. */
type FieldPlace = Omit<SchemaFinding, "rule" | "severity" | "direction" | "message">;

function placeOf(pair: TypePair, old: Field | undefined, now: Field | undefined): FieldPlace {
  const field = (now ?? old)!;
  return {
    typeName: pair.now.typeName,
    field: field.name,
    number: field.number,
    ...(old && { old: declared(old) }),
    ...(now && { new: declared(now) }),
    ...(pair.old.typeName !== pair.now.typeName && { oldTypeName: pair.old.typeName }),
    ...(old && now && old.name !== now.name && { oldField: old.name }),
  };
}

function declared(field: Field): string {
  return describeField(field).replace(/;$/, "");
}

function keptField(releases: Releases, pair: TypePair, old: Field, now: Field): SchemaFinding[] {
  const place = placeOf(pair, old, now);
  const forth = releases.forth.field(old, now);
  const back = releases.back.field(now, old);
  if (isReused(releases, pair, old, now, forth, back)) return reused(place, old, now, forth, back);
  const findings = bothWays(place, [now.name, old.name], byRule(forth), byRule(back));
  if (old.name !== now.name)
    findings.push({
      ...place,
      rule: "field-renamed",
      severity: "info",
      direction: "both",
      message: `${old.name} is now ${now.name}; no byte changes, so what was ${old.name} is read as ${now.name}`,
    });
  if (old.oneof !== now.oneof && pair.old.isEnum === pair.now.isEnum && !pair.now.isEnum) findings.push(movedOneof(place, old, now));
  if (isMeaningChanged(old, now) && findings.length === 0)
    findings.push({
      ...place,
      rule: "default-meaning",
      severity: "risk",
      direction: "both",
      message: `the comment on what an empty or absent value means changed: “${lastLine(old.comment)}”, then “${lastLine(now.comment)}”`,
    });
  return findings;
}

function movedOneof(place: FieldPlace, old: Field, now: Field): SchemaFinding {
  const words = (field: Field): string => (field.oneof === undefined ? "stands alone" : `is one of ${field.oneof}`);
  return {
    ...place,
    rule: "oneof-changed",
    severity: "risk",
    direction: "both",
    message: `it ${words(old)} in the one release and ${words(now)} in the other: of the members of a oneof a reader keeps the last only`,
  };
}

/** A number given to another field: another name, and another type, or a name that still stands or stood elsewhere. */
function isReused(
  releases: Releases,
  pair: TypePair,
  old: Field,
  now: Field,
  forth: readonly Outcome[],
  back: readonly Outcome[],
): boolean {
  if (old.name === now.name) return false;
  if (isAnotherField(pair.old, pair.now, old.number)) return true;
  const isTypeChanged = [...forth, ...back].some(
    ({ rule, path, severity }) => severity === "breaks" || path.length > 0 || TYPE_RULES.has(rule),
  );
  return isTypeChanged || isOtherMessage(releases, old, now);
}

const TYPE_RULES: ReadonlySet<CheckRuleId> = new Set(["wire-type", "type-changed", "list-changed", "text-changed", "sequence-wrapped"]);

/** True when both hold a message, and not one and the same. */
function isOtherMessage({ old: older, now: newer, forth }: Releases, old: Field, now: Field): boolean {
  const from = old.type.kind === "message" ? older.types[old.type.typeId] : undefined;
  const to = now.type.kind === "message" ? newer.types[now.type.typeId] : undefined;
  return from !== undefined && to !== undefined && !from.mapEntry && !forth.route.isSame(from, to);
}

function reused(place: FieldPlace, old: Field, now: Field, forth: readonly Outcome[], back: readonly Outcome[]): SchemaFinding[] {
  const asReused = (outcomes: readonly Outcome[]): ReadonlyMap<CheckRuleId, readonly Outcome[]> => {
    const bad = outcomes.filter(({ severity }) => severity === "breaks" || severity === "risk");
    const silent: Outcome = { rule: "number-reused", severity: "risk", path: [], text: "same wire type: reads a wrong value in silence" };
    return new Map([["number-reused", bad.length > 0 ? bad : [silent]]]);
  };
  const findings = bothWays(place, [now.name, old.name], asReused(forth), asReused(back));
  return findings.map((finding) => ({ ...finding, message: `${old.name} became ${now.name}: ${finding.message}` }));
}

/** Outcomes by rule; what an inner field of another type brings is one change of the field's type. */
function byRule(outcomes: readonly Outcome[]): ReadonlyMap<CheckRuleId, readonly Outcome[]> {
  const groups = new Map<CheckRuleId, Outcome[]>();
  for (const outcome of outcomes) {
    const isInner = outcome.path.length > 0 && !ABSENCE_RULES.has(outcome.rule);
    const rule = isInner || outcome.rule === "required-added" ? "type-changed" : outcome.rule;
    const group = groups.get(rule);
    if (group) group.push(outcome);
    else groups.set(rule, [outcome]);
  }
  return groups;
}

const ABSENCE_RULES: ReadonlySet<CheckRuleId> = new Set(["option-changed", "default-lost"]);

interface Told {
  readonly severity: Severity;
  readonly message: string;
}

/** The findings of both directions, those that are alike joined to one. */
function bothWays(
  place: FieldPlace,
  [nameThere, nameHere]: readonly [string, string],
  there: ReadonlyMap<CheckRuleId, readonly Outcome[]>,
  here: ReadonlyMap<CheckRuleId, readonly Outcome[]>,
): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  for (const rule of new Set([...there.keys(), ...here.keys()])) {
    const one = told(nameThere, there.get(rule));
    const other = told(nameHere, here.get(rule));
    const finding = (direction: Direction, { severity, message }: Told): SchemaFinding => ({
      ...place,
      rule,
      severity,
      direction,
      message,
    });
    if (one && other && one.severity === other.severity) {
      const message = one.message === other.message ? one.message : `${one.message}; back: ${other.message}`;
      findings.push(finding("both", { severity: one.severity, message }));
    } else {
      if (one) findings.push(finding("old-to-new", one));
      if (other) findings.push(finding("new-to-old", other));
    }
  }
  return findings;
}

/** The worst of some outcomes, the others of that severity named with it. */
function told(name: string, outcomes: readonly Outcome[] | undefined): Told | undefined {
  if (!outcomes || outcomes.length === 0) return undefined;
  const severity = outcomes.map((one) => one.severity).reduce((a, b) => (rankOf(a) <= rankOf(b) ? a : b));
  const worst = outcomes.filter((one) => one.severity === severity);
  const texts = [...new Set(worst.map((one) => placed(name, one)))];
  const more = texts.length - MOST_NAMED;
  const message = `${texts.slice(0, MOST_NAMED).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
  return { severity, message };
}

/** What happens, behind the path of the inner field where it is one. */
function placed(name: string, { path, text }: Outcome): string {
  return path.length > 0 ? `${[name, ...path].join(".")}: ${text}` : text;
}

function addedField(releases: Releases, pair: TypePair, now: Field): SchemaFinding[] {
  const { old, now: newer, newDefaults } = releases;
  const place = placeOf(pair, undefined, now);
  if (pair.old.isEnum && pair.now.isEnum) {
    const message = `missing enum variant: ${old.release} does not know the variant ${now.name}`;
    return [{ ...place, rule: "variant-added", severity: "breaks", direction: "new-to-old", message }];
  }
  const findings: SchemaFinding[] = [
    ...needed(place, now.name, "required-added", newDefaults.of(now), `${old.release} does not write it`),
    skipped(place, old.release, "field-added", origin(pair.old, pair.now, now.name, old)),
  ];
  const isKept = pair.old.reserved.some(({ from: first, to }) => first <= now.number && now.number <= to);
  if (isKept || pair.old.reservedNames.includes(now.name)) {
    const what = isKept ? `the number ${now.number}` : `the name ${now.name}`;
    findings.push({
      ...place,
      rule: "reserved-reused",
      severity: "risk",
      direction: "old-to-new",
      message: `${old.release} keeps ${what} reserved: state from before may hold another field under it, which ${newer.release} reads as this one`,
    });
  }
  return findings;
}

function removedField(releases: Releases, pair: TypePair, old: Field): SchemaFinding[] {
  const { now, old: older, oldDefaults } = releases;
  const place = placeOf(pair, old, undefined);
  if (pair.old.isEnum && pair.now.isEnum) {
    const message = `missing enum variant: ${now.release} does not know the variant ${old.name}`;
    return [{ ...place, rule: "variant-removed", severity: "breaks", direction: "old-to-new", message }];
  }
  const findings: SchemaFinding[] = [
    skipped(place, now.release, "field-removed", origin(pair.now, pair.old, old.name, now)),
    ...needed(place, old.name, "required-removed", oldDefaults.of(old), `${now.release} no longer writes it`),
  ];
  const isReserved = pair.now.reserved.some(({ from, to: last }) => from <= old.number && old.number <= last);
  if (!isReserved) {
    const message = `${now.release} does not reserve the number ${old.number}: a later field could take it and read what ${older.release} wrote`;
    findings.push({ ...place, rule: "not-reserved", severity: "info", direction: "both", message });
  }
  return findings;
}

/** That the release which has a field cannot do without it, where that is so. */
function needed(
  place: FieldPlace,
  name: string,
  rule: "required-added" | "required-removed",
  absence: Absence,
  why: string,
): readonly SchemaFinding[] {
  if (absence.kind !== "fails" && absence.kind !== "depends") return [];
  const { severity, message } = told(name, [failing(rule, absence, why)])!;
  return [{ ...place, rule, severity, direction: rule === "required-added" ? "old-to-new" : "new-to-old", message }];
}

/** That the other release skips a field. `elsewhere` is where the field's name stands there. */
function skipped(place: FieldPlace, release: string, rule: "field-added" | "field-removed", elsewhere: string | undefined): SchemaFinding {
  return {
    ...place,
    rule: elsewhere === undefined ? rule : "field-moved",
    severity: "loses",
    direction: rule === "field-added" ? "new-to-old" : "old-to-new",
    message: `${release} skips it${elsewhere === undefined ? "" : `; there the name stands ${elsewhere}`}`,
  };
}

/** Where a name stands in a type that does not have it at its old place: at another number, or inside a field that only it has. */
function origin(type: MessageType, other: MessageType, name: string, set: SchemaSet): string | undefined {
  const same = type.fields.find((field) => field.name === name);
  if (same) return `at number ${same.number}`;
  for (const field of type.fields) {
    if (field.type.kind !== "message" || field.repeated || other.fields.some((one) => one.name === field.name)) continue;
    const inner = set.types[field.type.typeId]!.fields.find((one) => one.name === name);
    if (inner) return `in ${field.name}`;
  }
  return undefined;
}

/** Words by which a comment says what is read when nothing was written. */
const DEFAULT_WORDS = /\b(empty|absent|missing|default|none|zero|0|unset|not (?:saved|tracked|set|known))\b/i;

function isMeaningChanged(old: Field, now: Field): boolean {
  if (old.comment === now.comment || old.comment === "" || now.comment === "") return false;
  const sayings = (comment: string): string =>
    comment
      .split(/(?<=[.;])\s+|\n/)
      .filter((text) => DEFAULT_WORDS.test(text))
      .join(" ");
  return sayings(old.comment) !== sayings(now.comment);
}

function lastLine(comment: string): string {
  return (
    comment
      .split("\n")
      .filter((line) => DEFAULT_WORDS.test(line))
      .at(-1) ?? comment.split("\n").at(-1)!
  );
}
