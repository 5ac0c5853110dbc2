import { firstFrom } from "../base/index.ts";
import { type Decoded, type FieldStatus, fieldOf, isElement, keyOf, NoteBit, pathOf, STATUSES, segmentOf } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { isForeignTo } from "./foreign.ts";
import { CHANGE_KINDS, type ChangeKind, type Comparison, FIRST_CHANGE, RowForm, RowKind } from "./model.ts";

/** The kind of change that a row is; undefined for a parent and a run. */
export function changeKind(comparison: Comparison, row: number): ChangeKind | undefined {
  return CHANGE_KINDS[comparison.rows.kind[row]! - FIRST_CHANGE];
}

/** Index of the first change at or after a row. Cost: logarithmic. */
export function changeFrom(comparison: Comparison, row: number): number {
  return firstFrom(comparison.changes, row);
}

/** How many changes stand at a row and below it. Cost: logarithmic. */
export function changesWithin(comparison: Comparison, row: number): number {
  return changeFrom(comparison, comparison.rows.end[row]!) - changeFrom(comparison, row);
}

/** The message node of a row's parent on one side: -1 for the root, undefined where that side has none. */
export function parentNode(comparison: Comparison, row: number, side: "a" | "b"): number | undefined {
  const { rows } = comparison;
  let parent = rows.parent[row]!;
  while (parent >= 0 && rows.form[parent] === RowForm.LIST) parent = rows.parent[parent]!;
  if (parent < 0) return -1;
  const node = rows[side].at(parent);
  return node < 0 ? undefined : node;
}

/** The field of a row on one side, as that side's release knows it, whether it is on that side's wire or not. */
export function fieldOfRow(comparison: Comparison, row: number, side: "a" | "b"): Field | undefined {
  const { rows } = comparison;
  const own = comparison[side].decoded;
  const node = rows[side].at(row);
  if (node >= 0) return fieldOf(own, node);
  const other = side === "a" ? "b" : "a";
  const there = rows[other].at(row);
  if (there < 0) return undefined;
  const decoded = comparison[other].decoded;
  const number = numberOf(decoded, there);
  const parent = parentNode(comparison, row, side);
  if (number === undefined || parent === undefined || (parent >= 0 && isForeignTo(own, parent))) return undefined;
  const type = parent < 0 ? own.root : own.nodes.shape(parent) < 0 ? undefined : own.guide.typeOf(own.nodes.shape(parent));
  return type?.byNumber.get(number);
}

/** The field number of a node, of an element that of its list; undefined for raw bytes. */
export function numberOf(decoded: Decoded, node: number): number | undefined {
  const at = isElement(decoded, node) ? decoded.nodes.parent(node) : node;
  return kindAt(decoded.nodes, at) === NodeKind.RAW ? undefined : numberAt(decoded.nodes, decoded.bytes, at);
}

/**
 * Status of a row on one side: `defaulted` where only the wire lacks it; undefined where the release lacks the field too, or its
 * message, and for elements, members of a oneof and further occurrences, which have no default.
 */
export function statusOfRow(comparison: Comparison, row: number, side: "a" | "b"): FieldStatus | undefined {
  const { rows } = comparison;
  const node = rows[side].at(row);
  const other = side === "a" ? "b" : "a";
  const there = rows[other].at(row);
  if (node >= 0) {
    const status = STATUSES[comparison[side].decoded.nodes.status(node)];
    // The content of an `Any` whose type this side's release lacks: the field is known, what it holds is not.
    const isForeign = there >= 0 && status === "known" && rows.kind[row] === (side === "b" ? RowKind.REMOVED : RowKind.ADDED);
    return isForeign ? "unknown" : status;
  }
  if (rows.form[row] === RowForm.ELEMENT) return undefined;
  if (there >= 0 && comparison[other].decoded.nodes.notes(there) & (NoteBit.SUPERSEDED | NoteBit.MERGED)) return undefined;
  const field = fieldOfRow(comparison, row, side);
  return field && field.oneof === undefined ? "defaulted" : undefined;
}

/** Path of a list without an index: `units` of `units[3]`. */
export function withoutIndex(path: string): string {
  return path.replace(/(\["(?:[^"\\]|\\.)*"\])?(\[\d+\])*$/, "");
}

/** Path of a row on one side, as the contract has it; undefined where that side has no node there. Cost: the depth. */
export function sidePath(comparison: Comparison, row: number, side: "a" | "b"): string | undefined {
  const { rows } = comparison;
  const node = rows[side].at(row);
  const { decoded } = comparison[side];
  if (node >= 0) return rows.form[row] === RowForm.LIST ? withoutIndex(pathOf(decoded, node)) : pathOf(decoded, node);
  if (rows.form[row] === RowForm.ELEMENT) return undefined;
  const field = fieldOfRow(comparison, row, side);
  const parent = parentNode(comparison, row, side);
  if (!field || parent === undefined) return undefined;
  return parent < 0 ? field.name : `${pathOf(decoded, parent)}.${field.name}`;
}

/** The paths of a row, as the contract has them: A's (B's for what A lacks), and B's where it differs. Cost: the depth. */
export function rowPath(comparison: Comparison, row: number): { readonly path: string; readonly pathB?: string } {
  const { rows } = comparison;
  const a = sidePath(comparison, row, "a");
  const b = sidePath(comparison, row, "b");
  if (!rows.a.has(row) && rows.b.has(row)) return { path: b! };
  if (a === undefined) return { path: b ?? "" };
  return b === undefined || b === a ? { path: a } : { path: a, pathB: b };
}

/** Key of a row that is unlike that of any other row and the same after the same comparison is made again. Cost: the depth. */
export function rowKey(comparison: Comparison, row: number): string {
  const { rows } = comparison;
  const a = !rows.a.has(row) ? "" : keyOf(comparison.a.decoded, rows.a.at(row));
  const b = !rows.b.has(row) ? "" : keyOf(comparison.b.decoded, rows.b.at(row));
  return `${["", "*", "", "="][rows.form[row]!]}${a}|${b === a ? "" : b}`;
}

/** The step of a row in its path, by A's names (B's for what A lacks): `cfg_space`, `units`, `units[3]`, `[4]`. A key is `keyLabel`. */
export function rowLabel(comparison: Comparison, row: number): string {
  const { rows } = comparison;
  const side = rows.a.has(row) ? "a" : "b";
  const segment = segmentOf(comparison[side].decoded, rows[side].at(row));
  return rows.form[row] === RowForm.LIST ? withoutIndex(segment) : segment;
}

/** What a row is called: its step, with the name that one release alone has for its field. `numbered` is then what the other one has: `#8`. */
export function rowName(comparison: Comparison, row: number): { readonly label: string; readonly numbered?: string } {
  const label = rowLabel(comparison, row);
  const numbered = /^#\d+/.exec(label)?.[0];
  const { rows } = comparison;
  const field = numbered === undefined ? undefined : fieldOfRow(comparison, row, rows.a.has(row) ? "b" : "a");
  if (numbered === undefined || !field) return { label };
  const isFirst = field.repeated && rows.form[row] === RowForm.ELEMENT && label === numbered;
  return { label: `${field.name}${isFirst ? "[0]" : label.slice(numbered.length)}`, numbered };
}

/** Path of a `LIST` row for `CompareOptions.matchBy`: A's, B's for what A lacks. Cost: the depth. */
export function listPath(comparison: Comparison, row: number): string {
  return rowPath(comparison, row).path;
}
