import { counted, escaped, inQuotes } from "../base/index.ts";
import {
  childrenOf,
  contentType,
  type Decoded,
  type DisplayValue,
  defaultValue,
  displayAbsent,
  displayNode,
  fieldOf,
  isPacked,
  type JsonValue,
  previewText,
  scalarValue,
} from "../decode/index.ts";
import { type Comparison, Flag, RowForm } from "./model.ts";
import { fieldOfRow, numberOf, statusOfRow } from "./rows.ts";
import { unitName } from "./units.ts";

/** The occurrences of the list, or of the growing bytes, whose first one a node is, at most so many. Cost: the siblings that follow. */
export function occurrencesFrom(decoded: Decoded, node: number, most = Number.POSITIVE_INFINITY): readonly number[] {
  const { nodes } = decoded;
  const parent = nodes.parent(node);
  const end = parent < 0 ? nodes.length : nodes.end(parent);
  const found: number[] = [];
  const number = numberOf(decoded, node);
  for (let at = node; at < end && found.length < most; at = nodes.end(at))
    if (nodes.ref(at) === nodes.ref(node) && (nodes.ref(node) >= 0 || numberOf(decoded, at) === number)) found.push(at);
  return found;
}

/** True for bytes that grow by each occurrence: all of them together are the value. */
export function isAppended(decoded: Decoded, node: number): boolean {
  const field = fieldOf(decoded, node);
  return field !== undefined && !field.repeated && field.type.kind === "scalar" && field.type.scalar === "bytes";
}

/** Value of a node as the contract has it; of bytes in several occurrences the whole. Undefined for messages. */
function nodeValue(decoded: Decoded, node: number): JsonValue | undefined {
  if (isAppended(decoded, node)) {
    const nodes = occurrencesFrom(decoded, node);
    if (nodes.length > 1) return nodes.map((each) => scalarValue(decoded, each) ?? "").join("");
  }
  return scalarValue(decoded, node);
}

/** The numbers of a list whose first occurrence a node is; undefined for a list of messages. */
function listValue(decoded: Decoded, node: number): JsonValue | undefined {
  const out: JsonValue[] = [];
  for (const each of occurrencesFrom(decoded, node)) {
    if (!isPacked(decoded, each)) {
      const value = scalarValue(decoded, each);
      if (value === undefined) return undefined;
      out.push(value);
    } else for (const element of childrenOf(decoded, each)) out.push(scalarValue(decoded, element) ?? null);
  }
  return out;
}

/** Value of a row on one side, as the contract has it: on the wire, or the default that stands for it; undefined for messages and for nothing. */
export function rowValue(comparison: Comparison, row: number, side: "a" | "b"): JsonValue | undefined {
  const { rows } = comparison;
  const { decoded } = comparison[side];
  const node = rows[side].at(row);
  if (node >= 0) {
    if (rows.form[row] === RowForm.LIST || isPacked(decoded, node)) return listValue(decoded, node);
    return nodeValue(decoded, node);
  }
  if (statusOfRow(comparison, row, side) !== "defaulted") return undefined;
  return defaultValue(decoded, fieldOfRow(comparison, row, side)!);
}

/** Value of a row on one side for people: on the wire, or the default that stands for it; undefined where that side has nothing. */
export function rowDisplay(comparison: Comparison, row: number, side: "a" | "b"): DisplayValue | undefined {
  const { rows } = comparison;
  const { decoded } = comparison[side];
  const node = rows[side].at(row);
  if (node >= 0) {
    if (rows.form[row] !== RowForm.LIST || isPacked(decoded, node)) return displayNode(decoded, node);
    const count = comparison.lists[rows.extra[row]!]?.[side === "a" ? "countA" : "countB"] ?? occurrencesFrom(decoded, node).length;
    return { kind: "summary", text: counted(count, "element") };
  }
  return statusOfRow(comparison, row, side) === "defaulted" ? displayAbsent(decoded, fieldOfRow(comparison, row, side)!) : undefined;
}

/**
 * Type of a row's field on one side for people: `uint32`, `repeated pool.Slot`, the rest of the package left out; with B's name before
 * it where that is another one, `mtrrs: x86.Mtrrs`. `unknown` where the side's release does not have the field.
 */
export function rowType(comparison: Comparison, row: number, side: "a" | "b"): string {
  const field = fieldOfRow(comparison, row, side);
  if (!field) return "unknown";
  const type = field.typeText.replace(/\.(?:\w+\.)*(\w+\.\w+)/g, "$1");
  return side === "b" && comparison.rows.flags[row]! & Flag.RENAMED ? `${field.name}: ${type}` : type;
}

/** The key of a list element, `name "uefi"`, when its list was matched by one; undefined for all else. */
export function keyLabel(comparison: Comparison, row: number): string | undefined {
  const { rows } = comparison;
  const list = rows.parent[row]!;
  if (rows.form[row] !== RowForm.ELEMENT || rows.form[list] !== RowForm.LIST) return undefined;
  const side = rows.a.has(row) ? "a" : "b";
  return elementLabel(comparison, list, side, rows[side].at(row));
}

/** As `keyLabel`, for an element of a `LIST` row that may have no row: one of a run. */
export function elementLabel(comparison: Comparison, listRow: number, side: "a" | "b", node: number): string | undefined {
  const list = comparison.lists[comparison.rows.extra[listRow]!];
  if (!list || list.by === "content" || list.by === "index") return undefined;
  const { decoded } = comparison[side];
  if (list.units && list.label === "name") return `name ${inQuotes(escaped(unitName(decoded, node) ?? ""))}`;
  const number = list.by.startsWith("field:") ? Number(list.by.slice(6)) : 1;
  for (const child of childrenOf(decoded, node))
    if (fieldOf(decoded, child)?.number === number) return `${list.label} ${previewText(decoded, child)}`;
  const field = contentType(decoded, node)?.byNumber.get(number);
  const absent = field && defaultValue(decoded, field);
  return absent === undefined
    ? list.label
    : `${list.label} ${typeof absent === "string" && !/^\d+$/.test(absent) ? JSON.stringify(absent) : absent}`;
}

/** The name of a state unit, however its list was matched; undefined for all else. Takes what `elementLabel` takes. */
export function unitLabel(comparison: Comparison, listRow: number, side: "a" | "b", node: number): string | undefined {
  if (!comparison.lists[comparison.rows.extra[listRow]!]?.units) return undefined;
  const name = unitName(comparison[side].decoded, node);
  return name ? escaped(name) : undefined;
}

/** The key of the nearest element that a row is or stands in. Cost: the depth. */
export function nearestKey(comparison: Comparison, row: number): string | undefined {
  for (let at = row; at >= 0; at = comparison.rows.parent[at]!) {
    const label = keyLabel(comparison, at);
    if (label !== undefined) return label;
  }
  return undefined;
}
