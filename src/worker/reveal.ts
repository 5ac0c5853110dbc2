import {
  absentFields,
  childrenOf,
  type Decoded,
  fieldOf,
  findItem,
  type Item,
  isElement,
  isOpened,
  isPacked,
  isPackedField,
  keyOf,
} from "../decode/index.ts";
import type { ViewSpec } from "./protocol.ts";
import { groupId, rowId } from "./row-ids.ts";
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

/** First node of the group in which the node stands when a run of its field is drawn together; undefined for a lone one. */
function groupOf(decoded: Decoded, node: number): number | undefined {
  const field = fieldOf(decoded, node);
  if (!field?.repeated || isElement(decoded, node) || (!field.bare && isPackedField(decoded, node))) return undefined;
  const { nodes } = decoded;
  let first = node;
  let count = 0;
  let before = -1;
  for (const child of childrenOf(decoded, nodes.parent(node))) {
    const same = nodes.ref(child) === field.id;
    if (same && before !== field.id) {
      if (child > node) break;
      first = child;
      count = 0;
    }
    if (same) count++;
    else if (child > node) break;
    before = nodes.ref(child);
  }
  return count > 1 ? first : undefined;
}

/**
 * Ids of the rows that must be open for the row of an item to be seen: its ancestors and the groups that hold it or them.
 * Cost: the depth, and in a repeated field the siblings.
 */
export function rowsAbove(decoded: Decoded, item: Item): ReadonlySet<number> {
  const ids = new Set<number>();
  const { nodes } = decoded;
  const start = item.kind === "node" ? item.node : -1;
  for (let node: number = item.node; node >= 0; node = nodes.parent(node)) {
    if (node !== start) ids.add(node);
    const group = groupOf(decoded, node);
    if (group !== undefined) ids.add(groupId(group));
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

/** The spec with the row and the rows beside it open. */
export function openSiblings(decoded: Decoded, spec: ViewSpec, key: string): ViewSpec {
  const item = findItem(decoded, key, (node) => absentFields(decoded, node));
  if (!item) return opened(spec, [key]);
  const parent = item.kind === "node" ? decoded.nodes.parent(item.node) : item.node;
  const keys: string[] = [];
  let beside = 0;
  for (const child of childrenOf(decoded, parent)) {
    if (++beside > 1000) break;
    if (isOpened(decoded, child) || isPacked(decoded, child)) keys.push(keyOf(decoded, child));
  }
  return opened(spec, keys);
}
