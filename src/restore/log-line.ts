/**
 * Reads what a log says of a failed restore: any error of mesh's decoder and of the restore around it, bare or wrapped, with time stamps
 * and other text before it, over several lines, of many units. What is not such an error is told so.
 */

import { REASONS, readableLog } from "./log-text.ts";

/** What went wrong, as the log has it. */
export type LogReason =
  /** The decoder's own words; `rustType` where it names one. `known` is false for words that are not among mesh's. */
  | { readonly kind: "decode"; readonly message: string; readonly rustType?: string; readonly known: boolean }
  /** A blob of another type than the device expects. */
  | { readonly kind: "type-mismatch"; readonly message: string; readonly expected: string; readonly got: string }
  | { readonly kind: "unit-name"; readonly message: "unknown unit name" | "duplicate unit name"; readonly name?: string }
  /** Said by the device itself after its bytes were read: no schema knows why. */
  | { readonly kind: "device"; readonly message: string; readonly entry?: string };

/** One error of a log. */
export interface LogError {
  /** The state unit that it names. */
  readonly unit?: string;
  /** Devices within the unit, outermost first: `failed to restore child device NAME`. */
  readonly devices: readonly string[];
  /** The message was the servicing state itself, not that of a unit. */
  readonly servicing: boolean;
  readonly reason: LogReason;
  /** The words that were understood. */
  readonly text: string;
}

export type ParsedLog =
  | { readonly kind: "errors"; readonly errors: readonly LogError[]; readonly cut: boolean }
  /** `why`: a sentence. */
  | { readonly kind: "foreign"; readonly why: string };

/** Characters of a log that are looked at, and errors that are kept. */
const MOST_TEXT = 4_000_000;
const MOST_ERRORS = 1_000;

/** What may stand behind a reason: what is wrong with the text, then the end of its line or entry, punctuation, or a logger's next field. */
const END = `(?:: (?:invalid|incomplete) utf-8[\\w -]*?)?(?=\\s*(?:$|[\\n,;}"'\\])]|\\.(?:\\s|$)|[\\w.]+=))`;
// A blob that was never written has no type.
const MISMATCH = "protobuf type mismatch, expected ([\\w.:/]+), got(?: ([\\w.:/]*[\\w]))?";
const PATTERN = new RegExp(
  [
    MISMATCH,
    `decoding failed(?: in (.{1,200}?))?: (${REASONS})${END}`,
    "(unknown unit name|duplicate unit name)(?:[:,]? ?[\"'`]?([\\w.:@/#-]+)[\"'`]?)?",
    "unknown entry id: ?[\"'`]?([^\\s\"'`,;{}]+)",
    "saved state is invalid",
    `(?<=^|: |, |[["'\`])(${REASONS})${END}`,
    "decoding failed(?: in (.{1,200}?))?: ([^\\n,;{}]+)",
  ].join("|"),
  "gm",
);

/** What begins an entry of `{UNIT: …, UNIT: …}`: a name, and one of the ways in which an error goes on. */
const ENTRY =
  /[{,]\s*["'`]?([^\s,{}"'`][^,{}"'`]*?)["'`]?:\s+(?=failed to|decoding failed|unknown |duplicate |saved state|protobuf type|error|invalid|missing|[a-z])/g;
const DEVICE = /failed to restore child device:? ?["'`]?([^\s"'`:,{}]+(?::[^\s"'`:,{}]+)*)["'`]?/g;

/** Reads a text that was copied from a log. Linear in the text, of which the first 4 million characters are looked at. */
export function parseLog(text: string): ParsedLog {
  const all = readableLog(text.slice(0, MOST_TEXT));
  if (all.trim() === "") return { kind: "foreign", why: "There is no text." };
  const errors: LogError[] = [];
  const seen = new Set<string>();
  let cut = text.length > MOST_TEXT;
  for (const stretch of stretches(all)) {
    for (const error of errorsOf(stretch)) {
      const key = JSON.stringify([error.unit, error.devices, error.servicing, error.reason]);
      if (seen.has(key)) continue;
      seen.add(key);
      if (errors.length < MOST_ERRORS) errors.push(error);
      else cut = true;
    }
  }
  return errors.length > 0 ? { kind: "errors", errors, cut } : { kind: "foreign", why: whyForeign(all) };
}

/** Text that belongs together: a line, or all lines of a brace that is opened in one and closed in another. */
function* stretches(text: string): Generator<string> {
  let open = "";
  let depth = 0;
  for (const line of text.split("\n")) {
    // Braces of other programs' lines, never closed, must not swallow what follows.
    const begins = depth === 0 ? /failed|restor|decod/i.test(line) : true;
    open = open === "" ? line : `${open}\n${line}`;
    if (begins) for (const c of line) depth += c === "{" ? 1 : c === "}" && depth > 0 ? -1 : 0;
    if (depth > 0 && open.length < 200_000 && !/^\s*$/.test(line)) continue;
    yield open;
    open = "";
    depth = 0;
  }
  if (open !== "") yield open;
}

/** The errors of one stretch of text, each with the unit and the devices that stand before it. */
function* errorsOf(text: string): Generator<LogError> {
  const entries = entriesOf(text);
  for (const match of text.matchAll(PATTERN)) {
    const entry = entries.findLast(({ from, to }) => from <= match.index && match.index < to);
    const from = entry?.from ?? text.lastIndexOf("\n", match.index) + 1;
    const before = text.slice(from, match.index);
    const reason = reasonOf(match);
    if (!reason) continue;
    const unit = entry?.unit ?? bareUnit(before);
    yield {
      ...(unit !== undefined && { unit }),
      devices: [...before.matchAll(DEVICE)].map(([, name]) => name!),
      servicing: unit === undefined && /failed to decode servicing state/.test(before),
      reason,
      text: match[0].trim(),
    };
  }
}

interface Entry {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

/** The entries of the innermost braces: `{UNIT: …, UNIT: …}`. */
function entriesOf(text: string): readonly Entry[] {
  const open = text.indexOf("{");
  if (open < 0) return [];
  const found: { unit: string; from: number }[] = [];
  const pattern = new RegExp(ENTRY.source, "g");
  pattern.lastIndex = open;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const name = match[1]!.trim();
    // `protobuf type mismatch, expected X, got Y` has commas of its own.
    if (/^(?:expected|got) /.test(name) || /\s(?:failed|to)\s/.test(name)) continue;
    found.push({ unit: name.replace(/\n\s*/g, ""), from: match.index + match[0].length });
  }
  return found.map(({ unit, from }, i) => ({ unit, from, to: found[i + 1]?.from ?? text.length }));
}

/** `UNIT: failed to decode protobuf: …` outside of braces: the word before it, unless it is a part of the wrapping. */
function bareUnit(before: string): string | undefined {
  const found = /(?:^|[\s:=])["'`]?([\w.@/#-]+)["'`]?: (?:failed to decode protobuf|failed to restore child device[^:]*): (?:.*: )?$/.exec(
    before,
  );
  const name = found?.[1];
  return name === undefined || /^(?:failed|restore|error|state|guest|warn|info|ERROR|WARN|INFO)$/i.test(name) ? undefined : name;
}

function reasonOf(match: RegExpMatchArray): LogReason | undefined {
  const [all, expected, got, typeA, reasonA, unitName, name, entry, bare, typeB, reasonB] = match;
  if (expected !== undefined) return { kind: "type-mismatch", message: all, expected: typeName(expected), got: typeName(got ?? "") };
  if (reasonA !== undefined) return { kind: "decode", message: reasonA, known: true, ...(typeA !== undefined && { rustType: typeA }) };
  if (unitName !== undefined)
    return { kind: "unit-name", message: unitName as "unknown unit name" | "duplicate unit name", ...(name !== undefined && { name }) };
  if (entry !== undefined) return { kind: "device", message: all, entry };
  if (bare !== undefined) return { kind: "decode", message: bare, known: true };
  if (reasonB !== undefined)
    return { kind: "decode", message: reasonB.trim(), known: false, ...(typeB !== undefined && { rustType: typeB }) };
  return { kind: "device", message: all };
}

/** A type as a message names it: `type.googleapis.com/a.B` and `a.B` are one. */
function typeName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

function whyForeign(text: string): string {
  if (/failed to restore|restore failed|failed to decode/i.test(text))
    return "It says that a restore failed, but gives no reason that mesh or a state unit would give.";
  return "It has none of the words in which a restore fails, such as “decoding failed: missing required field”.";
}
