/** What of a row a text is looked for in, for find and for the filter: the exact tests, which build paths and values as they are shown. */
import {
  type Decoded,
  displayAbsent,
  displayNode,
  fieldOf,
  type Item,
  isElement,
  itemKey,
  itemPath,
  keyEnds,
  NoteBit,
  STATUSES,
  segmentOf,
  typeTextOf,
  wireName,
} from "../decode/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";

/** A text that rows are looked through for. */
export interface Wanted {
  /** In lower case, without blanks around it, not empty. */
  readonly text: string;
  /**
   * - `names`: by name, type or status of a row, or its path to the end where the text has a dot or a bracket
   * - `values`: by the value as it is shown, with or without the commas between digits, a backslash once or doubled
   * - `numbers`: by the field number (`17`, `#17`) or the offset (`0x1f2`) that is the row's own
   * - `filter`: by anything that its path, type, field number or value as it is shown contains
   */
  readonly by: Readonly<Record<"names" | "values" | "numbers" | "filter", boolean>>;
}

/** True for a row in which the text is found. Cost: the depth where a path is looked at, and the value as it is shown. */
export function rowHas(decoded: Decoded, item: Item, { text, by }: Wanted): boolean {
  if (by.filter)
    return (
      itemPath(decoded, item).toLowerCase().includes(text) ||
      typeHas(decoded, item, text) ||
      lentHas(decoded, item, text) ||
      String(numberOf(decoded, item) ?? "").includes(text) ||
      valueHas(decoded, item, text)
    );
  return (
    (by.names && (nameHas(decoded, item, text) || pathEnds(decoded, item, text))) ||
    (by.values && valueHas(decoded, item, text)) ||
    (by.numbers && numberIs(decoded, item, text))
  );
}

function nameHas(decoded: Decoded, item: Item, text: string): boolean {
  if (item.kind === "absent") return item.field.name.toLowerCase().includes(text) || typeHas(decoded, item, text);
  const { node } = item;
  if (isElement(decoded, node)) return false;
  const name = fieldOf(decoded, node)?.name ?? segmentOf(decoded, node);
  return (
    name.toLowerCase().includes(text) ||
    lentHas(decoded, item, text) ||
    typeHas(decoded, item, text) ||
    (STATUSES[decoded.nodes.status(node)] === text && !(decoded.nodes.notes(node) & (NoteBit.GUESS | NoteBit.BORROWED)))
  );
}

function typeHas(decoded: Decoded, item: Item, text: string): boolean {
  const type = item.kind === "absent" ? item.field.typeText : (typeTextOf(decoded, item.node) ?? wireName(decoded, item.node) ?? "raw");
  return type.toLowerCase().includes(text);
}

/** By the field that another release lends an unknown one. */
function lentHas(decoded: Decoded, item: Item, text: string): boolean {
  const lent = item.kind === "node" ? decoded.loans.get(item.node)?.field : undefined;
  return lent !== undefined && (lent.name.toLowerCase().includes(text) || lent.typeText.toLowerCase().includes(text));
}

/** A message's own line repeats what its fields hold: they match by themselves. */
export function valueHas(decoded: Decoded, item: Item, text: string): boolean {
  if (item.kind === "node" && decoded.nodes.end(item.node) > item.node + 1) return false;
  const value = (item.kind === "absent" ? displayAbsent(decoded, item.field) : displayNode(decoded, item.node)).text.toLowerCase();
  if (value.includes(text) || value.replaceAll(",", "").includes(text)) return true;
  return text.includes("\\") && value.replaceAll("\\\\", "\\").includes(text);
}

function numberOf(decoded: Decoded, item: Item): number | undefined {
  if (item.kind === "absent") return item.field.number;
  return kindAt(decoded.nodes, item.node) <= NodeKind.RESOURCE ? numberAt(decoded.nodes, decoded.bytes, item.node) : undefined;
}

/** The field number or the offset that a text names. */
export function namedNumber(text: string): { readonly number?: number; readonly offset?: number } {
  const named = /^#?(\d+)$|^(0x[0-9a-f]+)$/.exec(text);
  if (!named) return {};
  return named[2] ? { offset: Number(named[2]) } : { number: Number(named[1]) };
}

function numberIs(decoded: Decoded, item: Item, text: string): boolean {
  const { number, offset } = namedNumber(text);
  if (offset !== undefined) return item.kind === "node" && decoded.nodes.from(item.node) === offset;
  return number !== undefined && numberOf(decoded, item) === number;
}

/** A path as the user types it: with a dot or a bracket. */
function pathEnds(decoded: Decoded, item: Item, text: string): boolean {
  if (!/[.[]/.test(text)) return false;
  return item.kind === "node" ? keyEnds(decoded, item.node, text) : itemKey(decoded, item).toLowerCase().endsWith(text);
}
