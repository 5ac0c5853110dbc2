import { assertNever, type ByteRange, counted, grouped, type NodeIndex } from "../base/index.ts";
import {
  type Comparison,
  changeFrom,
  changeKind,
  diffBytes,
  fieldOfRow,
  matchChoices,
  nearestKey,
  parentNode,
  RowForm,
  rowPath,
  rowType,
} from "../compare/index.ts";
import { absentFields, fieldOf, type Item, isOpened, itemKey, pathOf, scalarValue, valueRange } from "../decode/index.ts";
import { factsOf } from "./compare-cells.ts";
import { absentField, type Place } from "./compare-places.ts";
import type { CompareCell, CompareDetails, CompareRow, SideName } from "./compare-protocol.ts";
import { detailsOf } from "./details.ts";
import type { Knowledge } from "./knowledge.ts";
import type { RowRef } from "./rows.ts";
import { groupAround } from "./runs.ts";

/** Everything about a row, on both sides. `within` is the kind of what holds a row that the table lacks. */
export function compareDetailsOf(
  comparison: Comparison,
  place: Place,
  within: CompareRow["kind"],
  key: string,
  knowledge: Readonly<Record<SideName, Knowledge>>,
): CompareDetails {
  const { row, form } = place;
  const facts = factsOf(comparison, place, within);
  const [itemA, itemB] = [itemOf(comparison, place, "a"), itemOf(comparison, place, "b")];
  const a = itemA && detailsOf(comparison.a.decoded, refOf(comparison, place, "a", itemA), knowledge.a);
  const b = itemB && detailsOf(comparison.b.decoded, refOf(comparison, place, "b", itemB), knowledge.b);
  const paths = row >= 0 ? rowPath(comparison, row) : pathsOf(comparison, itemA, itemB);
  const isChange = row >= 0 && changeKind(comparison, row) !== undefined;
  const matchedBy = row >= 0 ? nearestKey(comparison, row) : undefined;
  const list = row >= 0 && form === RowForm.LIST ? comparison.lists[comparison.rows.extra[row]!] : undefined;
  const differs = facts.kind === "changed" ? differsOf(comparison, place) : undefined;
  const bits = facts.kind === "changed" ? bitsOf(comparison, place) : undefined;
  return {
    key,
    label: facts.label,
    ...paths,
    kind: facts.kind,
    ...(matchedBy !== undefined && { matchedBy }),
    ...(isChange && { at: changeFrom(comparison, row) }),
    says: saysOf(comparison, place, facts),
    cells: { a: facts.a, b: facts.b },
    ...(a && { a }),
    ...(b && { b }),
    ...(differs && { differs }),
    ...(bits && { bits }),
    ...(list && {
      match: { path: paths.path, by: list.by, choices: matchChoices(comparison, row).map(({ by, label }) => ({ by, label })) },
    }),
  };
}

/** What one side has at a place: a node, or a field of a message of its own that is not on its wire. */
function itemOf(comparison: Comparison, place: Place, side: SideName): Item | undefined {
  const { row, form } = place;
  if (form === RowForm.RUN) return undefined;
  const absent = absentField(comparison, place, side);
  if (absent) return { kind: "absent", node: place.message![side], field: absent };
  if (form === RowForm.ABSENT) return undefined;
  if (place[side] >= 0) return { kind: "node", node: place[side] as NodeIndex };
  const node = row < 0 ? undefined : parentNode(comparison, row, side);
  const number = row < 0 ? undefined : fieldOfRow(comparison, row, side)?.number;
  if (node === undefined || number === undefined || form === RowForm.ELEMENT) return undefined;
  const field = absentFields(comparison[side].decoded, node).find((one) => one.number === number);
  return field && { kind: "absent", node, field };
}

/** The row that one side has for it: a list is all occurrences that follow each other, not the first. */
function refOf(comparison: Comparison, { form }: Place, side: SideName, item: Item): RowRef {
  const group = form === RowForm.LIST && item.kind === "node" ? groupAround(comparison[side].decoded, item.node) : undefined;
  return group ?? { kind: "item", item };
}

function pathsOf(comparison: Comparison, a: Item | undefined, b: Item | undefined): Pick<CompareDetails, "path" | "pathB"> {
  const path = (side: SideName, item: Item): string =>
    item.kind === "node" ? pathOf(comparison[side].decoded, item.node) : itemKey(comparison[side].decoded, item);
  const [own, other] = [a && path("a", a), b && path("b", b)];
  return { path: own ?? other ?? "", ...(own !== undefined && other !== undefined && other !== own && { pathB: other }) };
}

function releaseOf(comparison: Comparison, side: SideName): string {
  return comparison[side].decoded.set.release || "no schema";
}

/** Why the side that lacks something has none of it, from what its cell says. */
function onlySays(has: string, lacks: string, cell: CompareCell): string {
  if (!cell.gone) return `Only ${has} has it; ${lacks} reads ${cell.text}.`;
  if (cell.text === `absent in ${lacks}`) return `Only ${has} has it: the field is absent in ${lacks}.`;
  const release = /^not in (.*)$/s.exec(cell.text)?.[1];
  return release === undefined || release === lacks ? `Only ${has} has it.` : `Only ${has} has it: ${release} has no such field.`;
}

/** What of a field that is on no wire; a side that has no value lacks the field or its message. */
function absentSays(a: CompareCell, b: CompareCell): string {
  const isSame = a.text === b.text || a.gone === true || b.gone === true;
  return isSame ? "On neither wire." : "On neither wire, and the two releases read another default.";
}

function saysOf(
  comparison: Comparison,
  place: Place,
  { kind, changes, folded, a, b }: Pick<CompareRow, "kind" | "changes" | "folded" | "a" | "b">,
): string {
  const { form } = place;
  const [left, right] = [releaseOf(comparison, "a"), releaseOf(comparison, "b")];
  switch (kind) {
    case "changed":
      return a.gone || b.gone ? "One side has a value here and the other has none." : "Both sides have the field, with different values.";
    case "added":
      return place.a < 0 ? onlySays("B", "A", a) : `A has these bytes too, but ${left} does not know the field: its reader skips them.`;
    case "removed":
      return place.b < 0 ? onlySays("A", "B", b) : `B has these bytes too, but ${right} does not know the field: its reader skips them.`;
    case "moved":
      return `The element stands at another place in its list: ${a.text} in A, ${b.text} in B.`;
    case "retyped":
      return `${left} reads it as ${rowType(comparison, place.row, "a")}, ${right} as ${rowType(comparison, place.row, "b")}.`;
    case "renamed":
      return "The two releases call the field differently. The bytes and what they restore to are the same.";
    case "wire-only":
      return "Both sides restore to the same value; only the bytes on the wire differ.";
    case "parent":
      return `${counted(changes, "change")} inside.`;
    case "fold":
      return `${grouped(folded ?? 0)} siblings in a row are equal on both sides. Enter opens them.`;
    case "equal":
      return form === RowForm.ABSENT ? absentSays(a, b) : "Equal on both sides.";
    default:
      return assertNever(kind);
  }
}

/** Which bytes of two values differ: of `bytes`, text and what is not opened. */
function differsOf({ a, b }: Comparison, place: Place): CompareDetails["differs"] {
  if (place.a < 0 || place.b < 0 || isOpened(a.decoded, place.a) || isOpened(b.decoded, place.b)) return undefined;
  const [fromA, toA] = valueRange(a.decoded, place.a);
  const [fromB, toB] = valueRange(b.decoded, place.b);
  const { edits, coarse } = diffBytes(a.decoded.bytes.subarray(fromA, toA), b.decoded.bytes.subarray(fromB, toB));
  if (edits.length === 0) return undefined;
  const ranges = (from: number, of: (edit: (typeof edits)[number]) => ByteRange): ByteRange[] =>
    edits.map(of).flatMap(([start, end]) => (end > start ? [[from + start, from + end] as const] : []));
  const count = edits.reduce((sum, edit) => sum + Math.max(edit.toA - edit.fromA, edit.toB - edit.fromB), 0);
  const length = Math.max(toA - fromA, toB - fromB);
  return {
    a: ranges(fromA, (edit) => [edit.fromA, edit.toA]),
    b: ranges(fromB, (edit) => [edit.fromB, edit.toB]),
    says: `${coarse ? "At most " : ""}${grouped(count)} of ${counted(length, "byte")} ${count === 1 ? "differs" : "differ"}${
      coarse ? "; the two are too unlike to say it byte by byte" : ""
    }.`,
  };
}

const MASK = (1n << 64n) - 1n;

/** Both values in hex and the bits that differ, of two whole numbers. */
function bitsOf({ a, b }: Comparison, place: Place): CompareDetails["bits"] {
  if (place.a < 0 || place.b < 0) return undefined;
  const number = ({ decoded }: Comparison["a"], node: number): bigint | undefined => {
    const field = fieldOf(decoded, node);
    if (field?.type.kind !== "scalar" || !/int|fixed/.test(field.type.scalar)) return undefined;
    const value = scalarValue(decoded, node);
    return typeof value === "number" || (typeof value === "string" && /^-?\d+$/.test(value)) ? BigInt(value) & MASK : undefined;
  };
  const [left, right] = [number(a, place.a), number(b, place.b)];
  if (left === undefined || right === undefined) return undefined;
  const wide = left > 0xffffffffn || right > 0xffffffffn ? 16 : 8;
  const differ = left ^ right;
  const flipped: number[] = [];
  for (let bit = 0; bit < 64; bit++) if ((differ >> BigInt(bit)) & 1n) flipped.push(bit);
  return { a: left.toString(16).padStart(wide, "0"), b: right.toString(16).padStart(wide, "0"), flipped };
}
