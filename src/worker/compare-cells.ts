import { counted, grouped } from "../base/index.ts";
import {
  type Comparison,
  changeKind,
  changesWithin,
  diffBytes,
  elementLabel,
  Flag,
  fieldOfRow,
  openPlace,
  RowForm,
  rowDisplay,
  rowName,
  rowType,
  statusOfRow,
  unitLabel,
  withoutIndex,
} from "../compare/index.ts";
import {
  type Decoded,
  type DisplayValue,
  displayAbsent,
  displayNode,
  fieldOf,
  isOpened,
  STATUSES,
  segmentOf,
  valueRange,
} from "../decode/index.ts";
import { absentField, type Place } from "./compare-places.ts";
import type { CompareCell, CompareRow, SideName } from "./compare-protocol.ts";

type Marks = CompareCell["marks"];
const none: Marks = [];
const SHOWN_BYTES = 12;
/** Bytes before the first difference that are shown with it. */
const LEAD = 4;

/** A common start or end shorter than this says nothing: the words are then unlike as a whole. */
const ALIKE = 3;

/** What differs in two values: the middle between common start and end of texts, the end of numbers of one length, else all of it. */
function textMarks(a: DisplayText, b: DisplayText): { readonly a: Marks; readonly b: Marks } {
  if (a.text === b.text) return { a: none, b: none };
  const shortest = Math.min(a.text.length, b.text.length);
  let from = 0;
  while (from < shortest && a.text[from] === b.text[from]) from++;
  let end = 0;
  while (end < shortest - from && a.text[a.text.length - 1 - end] === b.text[b.text.length - 1 - end]) end++;
  const isNumber = a.kind === "number" && b.kind === "number";
  if (a.kind === "enum" || b.kind === "enum" || (isNumber && a.text.length !== b.text.length)) from = end = 0;
  if (isNumber) end = 0;
  else if (from + end < ALIKE) from = end = 0;
  const mark = (text: string): Marks => (text.length - end > from ? [[from, text.length - end]] : none);
  return { a: mark(a.text), b: mark(b.text) };
}

type DisplayText = Pick<CompareCell, "text" | "kind">;

/** The bytes of a node's value, when it is a plain `bytes`. */
function plainBytes(decoded: Decoded, node: number): Uint8Array | undefined {
  const field = node < 0 ? undefined : fieldOf(decoded, node);
  if (field?.type.kind !== "scalar" || field.type.scalar !== "bytes" || isOpened(decoded, node)) return undefined;
  const [from, to] = valueRange(decoded, node);
  return decoded.bytes.subarray(from, to);
}

/** Some bytes from `from` on in hex, those of `edits` marked. */
function bytesCell(bytes: Uint8Array, from: number, edits: readonly (readonly [number, number])[]): CompareCell {
  const to = Math.min(bytes.length, from + SHOWN_BYTES);
  const lead = from > 0 ? "… " : "";
  const hex = Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const marks: [number, number][] = [];
  for (const [start, end] of edits) {
    const [first, past] = [Math.max(start, from), Math.min(end, to)];
    if (first < past) marks.push([lead.length + 3 * (first - from), lead.length + 3 * (past - from) - 1]);
  }
  const text = `${lead}${hex}${to < bytes.length ? " …" : ""}`;
  return { text: text || "0 bytes", kind: "bytes", marks, aside: counted(bytes.length, "byte") };
}

function bytesCells(a: Uint8Array, b: Uint8Array): { readonly a: CompareCell; readonly b: CompareCell } {
  const { edits } = diffBytes(a, b);
  const first = edits[0];
  const start = (at: number | undefined): number => (at === undefined || at < SHOWN_BYTES ? 0 : at - LEAD);
  return {
    a: bytesCell(
      a,
      start(first?.fromA),
      edits.map(({ fromA, toA }) => [fromA, toA]),
    ),
    b: bytesCell(
      b,
      start(first?.fromB),
      edits.map(({ fromB, toB }) => [fromB, toB]),
    ),
  };
}

function shown({ text, kind, aside }: DisplayValue): CompareCell {
  return { text, kind, marks: none, ...(aside !== undefined && { aside }) };
}

const gone = (text: string): CompareCell => ({ text, kind: "none", marks: none, gone: true });

/** Why a side has nothing in a row of the table. */
function goneText(comparison: Comparison, row: number, side: SideName): string {
  const { rows, lists } = comparison;
  const list = rows.form[row] === RowForm.ELEMENT ? lists[rows.extra[rows.parent[row]!]!] : undefined;
  const name = side.toUpperCase();
  if (list?.units) return `unit not in ${name}`;
  if (rows.form[row] === RowForm.ELEMENT) return `not in ${name}`;
  const { release } = comparison[side].decoded.set;
  return fieldOfRow(comparison, row, side) === undefined && release !== "" ? `not in ${release}` : `absent in ${name}`;
}

/** What one side of a row of the table shows, before it is held against the other. */
function cellOfRow(comparison: Comparison, row: number, side: SideName): CompareCell {
  const { rows } = comparison;
  const value = rowDisplay(comparison, row, side);
  if (!value) return gone(goneText(comparison, row, side));
  const kind = changeKind(comparison, row);
  const status = statusOfRow(comparison, row, side);
  const field = fieldOfRow(comparison, row, side);
  const node = rows[side].at(row);
  const { release } = comparison[side].decoded.set;
  const asides: string[] = [];
  if (kind === "retyped") asides.push(rowType(comparison, row, side));
  else if (rows.flags[row]! & Flag.RENAMED && field) asides.push(field.name);
  if (status === "unknown" && release !== "") asides.push(`unknown to ${release}`);
  // A message that is absent has no value to show but that.
  if (status === "defaulted" && value.text === "absent") return gone(`absent in ${side.toUpperCase()}`);
  if (status === "defaulted") asides.push(kind === "wire-only" ? "absent" : "absent, the default");
  else if (kind === "wire-only") asides.push("written");
  if (status === "mismatched" || status === "malformed") asides.push(status);
  if (kind === "moved" && node >= 0)
    return { ...shown(value), text: segmentOf(comparison[side].decoded, node), kind: "number", aside: value.text };
  const aside = asides.length > 0 ? asides.join(", ") : value.aside;
  return { ...shown(value), ...(aside !== undefined && { aside }), ...(status && status !== "known" && { status }) };
}

/** What a side that lacks a field on the wire reads for it, or why it has none. */
function absentCell(comparison: Comparison, place: Place, side: SideName): CompareCell {
  const field = absentField(comparison, place, side);
  const { decoded } = comparison[side];
  if (!field) {
    const { a, b } = place.message!;
    const isThere = place.message![side] >= 0 || (a < 0 && b < 0);
    return gone(isThere && decoded.set.release !== "" ? `not in ${decoded.set.release}` : "");
  }
  const value = displayAbsent(decoded, field);
  if (value.kind === "none") return gone([value.text, value.aside].filter(Boolean).join(", "));
  return { ...shown(value), status: "defaulted" };
}

/** Both cells of a place, with what differs marked. */
function cellsOf(comparison: Comparison, place: Place): { readonly a: CompareCell; readonly b: CompareCell } {
  const { row, form } = place;
  if (form === RowForm.RUN) return { a: gone(""), b: gone("") };
  if (form === RowForm.ABSENT) return { a: absentCell(comparison, place, "a"), b: absentCell(comparison, place, "b") };
  if (row < 0) {
    const cell = (side: SideName): CompareCell => {
      const node = place[side];
      if (node < 0) return gone("");
      const { decoded } = comparison[side];
      if (form === RowForm.LIST) {
        const elements = side === "a" ? openPlace(comparison, form, node, -1) : openPlace(comparison, form, -1, node);
        return { text: counted(elements.length, "element"), kind: "summary", marks: none };
      }
      const status = STATUSES[decoded.nodes.status(node)]!;
      return { ...shown(displayNode(decoded, node)), ...(status !== "known" && { status }) };
    };
    return { a: cell("a"), b: cell("b") };
  }
  const kind = changeKind(comparison, row);
  const a = cellOfRow(comparison, row, "a");
  const b = cellOfRow(comparison, row, "b");
  // A GUID is a value, though its message has fields.
  const isGuid = a.kind === "number" && b.kind === "number";
  if (kind === undefined && form !== RowForm.LIST && !isGuid) return { a: gone(""), b: gone("") };
  if (kind !== "changed" && kind !== "renamed" && !(kind === undefined && isGuid)) return { a, b };
  const bytesA = plainBytes(comparison.a.decoded, place.a);
  const bytesB = plainBytes(comparison.b.decoded, place.b);
  if (bytesA && bytesB) return bytesCells(bytesA, bytesB);
  if (a.gone || b.gone) return { a, b };
  const marks = textMarks(a, b);
  return { a: { ...a, marks: marks.a }, b: { ...b, marks: marks.b } };
}

/** True for a row that is a state unit. */
export function isUnit({ rows, lists }: Comparison, row: number): boolean {
  return rows.form[row] === RowForm.ELEMENT && lists[rows.extra[rows.parent[row]!]!]?.units === true;
}

/** What a row is called: a unit by its name, else its step of the path, with its key beside it. */
export function labelOf(comparison: Comparison, place: Place): Pick<CompareRow, "label" | "hint"> {
  const { row, form } = place;
  const names = (["a", "b"] as const).flatMap((side) => absentField(comparison, place, side)?.name ?? []);
  if (names.length > 0) return { label: names[0]!, ...(names[1] !== undefined && names[1] !== names[0] && { hint: `${names[1]} in B` }) };
  if (row < 0) {
    const side = place.a >= 0 ? "a" : "b";
    const segment = segmentOf(comparison[side].decoded, place[side]);
    if (place.list !== undefined) return elementNamed(comparison, place.list, side, place[side], segment);
    return { label: form === RowForm.LIST ? withoutIndex(segment) : segment };
  }
  const { rows } = comparison;
  const list = rows.parent[row]!;
  const side = rows.a.has(row) ? "a" : "b";
  const { label, numbered } = rowName(comparison, row);
  if (form === RowForm.ELEMENT && rows.form[list] === RowForm.LIST) return elementNamed(comparison, list, side, rows[side].at(row), label);
  return { label, ...(numbered !== undefined && { hint: `${numbered} in ${side.toUpperCase()}` }) };
}

/** An element with its key beside it; a state unit is called by its name, whatever it was matched by. */
function elementNamed(
  comparison: Comparison,
  listRow: number,
  side: SideName,
  node: number,
  segment: string,
): Pick<CompareRow, "label" | "hint"> {
  const name = unitLabel(comparison, listRow, side, node);
  if (name !== undefined) return { label: name, hint: segment };
  const key = elementLabel(comparison, listRow, side, node);
  return { label: segment, ...(key !== undefined && { hint: key }) };
}

/** Equal siblings behind a run. */
export function countOfRun({ rows, runs }: Comparison, row: number): number {
  return runs[rows.extra[row]!]!.count;
}

/** What a fold says: `… 214 equal`. */
export function foldText(count: number): string {
  return `… ${grouped(count)} equal`;
}

/** The facts of a row that do not hang on the view. */
export function factsOf(
  comparison: Comparison,
  place: Place,
  within: CompareRow["kind"],
): Pick<CompareRow, "kind" | "label" | "hint" | "changes" | "folded" | "matched" | "coarse" | "absent" | "also" | "a" | "b"> {
  const { row, form } = place;
  const cells = cellsOf(comparison, place);
  if (form === RowForm.RUN) {
    const folded = countOfRun(comparison, row);
    return { kind: "fold", label: foldText(folded), changes: 0, folded, ...cells };
  }
  const absent = form === RowForm.ABSENT && { absent: true };
  if (row < 0) return { kind: within, ...labelOf(comparison, place), changes: 0, ...absent, ...cells };
  const kind = changeKind(comparison, row) ?? "parent";
  const flags = comparison.rows.flags[row]!;
  const list = form === RowForm.LIST ? comparison.lists[comparison.rows.extra[row]!] : undefined;
  const also = [
    ...(flags & Flag.MOVED && kind !== "moved" ? (["moved"] as const) : []),
    ...(flags & Flag.RENAMED && kind !== "renamed" ? (["renamed"] as const) : []),
  ];
  return {
    kind,
    ...labelOf(comparison, place),
    changes: changesWithin(comparison, row),
    ...(list && { matched: `matched by ${list.label}` }),
    ...(flags & Flag.COARSE && { coarse: true }),
    ...(also.length > 0 && { also }),
    ...cells,
  };
}
