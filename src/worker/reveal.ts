import { absentFields, type Decoded, findItem, type Item, isOpened, isPacked, keyOf } from "../decode/index.ts";
import type { ViewSpec } from "./protocol.ts";
import { groupId, rowId } from "./row-ids.ts";
import { groupAround } from "./runs.ts";
import { innerPlace } from "./verdict-place.ts";

/** The spec with all open down to the row `to`. What lies on the way is no longer closed. */
function openedTo(decoded: Decoded, spec: ViewSpec, to: string, above: ReadonlySet<number>): ViewSpec {
  const others = (spec.to ?? []).filter((key) => key !== to && !isAbove(key, to));
  const closed = spec.closed.filter((key) => !above.has(rowId(decoded, key) ?? Number.NaN));
  return { ...spec, to: [...others, to], closed };
}

/** Whether `key` is that of a row above `below`, told from the text alone. */
function isAbove(key: string, below: string): boolean {
  return below.startsWith(key) && (below[key.length] === "." || below[key.length] === "[");
}

/** Adds keys to the open ones and takes them out of the closed. */
function opened(spec: ViewSpec, keys: readonly string[]): ViewSpec {
  const open = new Set([...spec.open, ...keys]);
  return { ...spec, open: [...open], closed: spec.closed.filter((key) => !open.has(key)) };
}

/**
 * Ids of the rows that must be open for the row of an item to be seen: its ancestors and the groups that hold it or them.
 * Cost: the depth, and in a repeated field the runs beside it.
 */
export function rowsAbove(decoded: Decoded, item: Item): ReadonlySet<number> {
  const ids = new Set<number>();
  const { nodes } = decoded;
  const start = item.kind === "node" ? item.node : -1;
  for (let node: number = item.node; node >= 0; node = nodes.parent(node)) {
    if (node !== start) ids.add(node);
    const group = groupAround(decoded, node);
    if (group) ids.add(groupId(group.first));
  }
  return ids;
}

/**
 * The specs under which a row may be seen, the nearest to the given one first: as it is; with the row's ancestors opened; then
 * without the filter.
 */
export function reveal(decoded: Decoded, spec: ViewSpec, key: string): readonly ViewSpec[] {
  const item = findItem(decoded, key, (node) => absentFields(decoded, node));
  const { status: _, text: __, ...plain } = spec;
  const filtered = spec.status !== undefined || spec.text !== undefined;
  const specs = filtered ? [spec, plain] : [spec];
  if (!item) {
    const inner = innerPlace(decoded, key);
    if (!inner) return [spec, plain];
    const around = rowsAbove(decoded, inner.item);
    return [spec, ...specs.map((one) => opened(openedTo(decoded, one, inner.open[0]!, around), inner.open))];
  }
  const above = rowsAbove(decoded, item);
  return [spec, ...specs.map((one) => openedTo(decoded, one, key, above))];
}

/** Rows that are opened beside one. */
const MOST_BESIDE = 1000;

/** The spec with the row and the rows beside it open: up to 1,000, from the first on, or from the row on where it comes after those. */
export function openSiblings(decoded: Decoded, spec: ViewSpec, key: string): ViewSpec {
  const item = findItem(decoded, key, (node) => absentFields(decoded, node));
  if (!item) return opened(spec, [key]);
  const { nodes } = decoded;
  const parent = item.kind === "node" ? nodes.parent(item.node) : item.node;
  const end = parent < 0 ? nodes.length : nodes.end(parent);
  let beside = siblingsFrom(decoded, parent + 1, end);
  if (item.kind === "node" && item.node > beside[beside.length - 1]!) beside = siblingsFrom(decoded, item.node, end);
  return opened(
    spec,
    beside.filter((node) => isOpened(decoded, node) || isPacked(decoded, node)).map((node) => keyOf(decoded, node)),
  );
}

function siblingsFrom({ nodes }: Decoded, first: number, end: number): number[] {
  const out: number[] = [];
  for (let node = first; node < end && out.length < MOST_BESIDE; node = nodes.end(node)) out.push(node);
  return out;
}
