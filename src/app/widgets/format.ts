/** How numbers, offsets and names are written everywhere on the screen: one fact, one form. */
import type { ByteRange } from "../../base/index.ts";
import { counted, offsetText } from "../../base/index.ts";

export { counted, escaped, grouped, offsetText } from "../../base/index.ts";

/** A half-open byte range as it is shown: `0x009f – 0x00c8`. */
export function rangeText(range: ByteRange): string {
  return `${offsetText(range[0])} – ${offsetText(range[1])}`;
}

/** A size in words: `1 byte`, `2,405 bytes`. Sizes are never rounded to KB, so that they can be compared with offsets. */
export function bytesText(count: number): string {
  return counted(count, "byte");
}

const brief = new Intl.NumberFormat("en", { notation: "compact" });

/** A count where there is little room, from a thousand on in two digits: `952`, `2.8K`, `19K`. What it is to the last digit must stand in a title. */
export function briefText(count: number): string {
  return brief.format(count);
}

/** The offset of a hex row: eight digits, more when the blob needs them. */
export function rowOffsetText(offset: number): string {
  return offset.toString(16).padStart(8, "0");
}

/**
 * Reads an offset typed by a person: `0x9f`, `9f`, `009fh` are hex; a text of decimal digits only is decimal, unless it starts
 * with a zero (`0090`), as the offsets of the pane do. Gives undefined for anything else.
 */
export function parseOffset(text: string): number | undefined {
  const plain = text.trim().toLowerCase().replaceAll(/[_,]/g, "");
  const hex = /^0x([0-9a-f]+)$/.exec(plain) ?? /^([0-9a-f]+)h$/.exec(plain) ?? /^(0[0-9a-f]+|[0-9a-f]*[a-f][0-9a-f]*)$/.exec(plain);
  const value = hex ? Number.parseInt(hex[1]!, 16) : /^[0-9]+$/.test(plain) ? Number.parseInt(plain, 10) : undefined;
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

/**
 * A type as the narrow columns show it, without `repeated`, which the row's label says already: a name keeps its last segment and
 * the package segment before it, which tells the many `SavedState` apart. Types of the package `home` and of `google.protobuf`
 * lose it. `.underhill.Vmgs` at home -> `Vmgs`, `.virt.x86.CacheControl` -> `x86.CacheControl`, `map<string, .a.b.C>` ->
 * `map<string, b.C>`.
 */
export function shortType(type: string, home = ""): string {
  return type
    .replace(/^(repeated|optional|required) /, "")
    .replaceAll(/\.?[A-Za-z_]\w*(?:\.\w+)+|\.\w+/g, (name) => shortName(name.replace(/^\./, ""), home));
}

function shortName(name: string, home: string): string {
  const parts = name.split(".");
  const last = parts.at(-1)!;
  const before = parts.at(-2);
  // A segment in capitals is the message that the type is nested in.
  if (before === undefined || /^[A-Z]/.test(before)) return last;
  const inPackage = parts.slice(0, -1).join(".");
  return inPackage === home || inPackage === "google.protobuf" ? last : `${before}.${last}`;
}

/** Where the values of a summary begin: `rtc.RtcState { cmos: … }` is prose up to the brace; -1 when all of it is prose. */
export function summaryValuesAt(summary: string): number {
  return /^["“[]/.test(summary) ? 0 : summary.indexOf("{");
}

/**
 * Cuts the middle of a text to at most `limit` characters, for the end of a path is what differs. The tail gets two thirds.
 * Never cuts inside a surrogate pair.
 */
export function middleCut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tail = Math.ceil(((limit - 1) * 2) / 3);
  let head = limit - 1 - tail;
  let from = text.length - tail;
  if (isLowSurrogate(text.charCodeAt(from))) from++;
  if (head > 0 && isLowSurrogate(text.charCodeAt(head))) head--;
  return `${text.slice(0, head)}…${text.slice(from)}`;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
