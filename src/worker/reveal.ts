import { absentFields, childrenOf, type Decoded, fieldOf, findItem, isElement, isOpened, isPacked, keyOf } from "../decode/index.ts";
import type { ViewSpec } from "./protocol.ts";
import { rowKey } from "./rows.ts";

/** Adds keys to the open ones and takes them out of the closed. */
function opened(spec: ViewSpec, keys: readonly string[]): ViewSpec {
  const open = new Set([...spec.open, ...keys]);
  return { ...spec, open: [...open], closed: spec.closed.filter((key) => !open.has(key)) };
}

/** Key of the group in which the node stands when a run of its field is drawn together; undefined for a lone one. */
function groupKeyOf(decoded: Decoded, node: number): string | undefined {
  const field = fieldOf(decoded, node);
  if (!field?.repeated || isElement(decoded, node) || (!field.bare && isPacked(decoded, node))) return undefined;
  const { parent, ref } = decoded.wire;
  let first = node;
  let count = 0;
  let before = -1;
  for (const child of childrenOf(decoded, parent[node]!)) {
    const same = ref[child] === field.id;
    if (same && before !== field.id) {
      if (child > node) break;
      first = child;
      count = 0;
    }
    if (same) count++;
    else if (child > node) break;
    before = ref[child]!;
  }
  return count > 1 ? rowKey(decoded, { kind: "group", first: first as never, count }) : undefined;
}

/**
 * The specs under which a row may be seen, the nearest to the given one first: as it is; with the row's ancestors opened; then
 * without the filter.
 */
export function reveal(decoded: Decoded, spec: ViewSpec, key: string): readonly ViewSpec[] {
  const item = findItem(decoded, key, (node) => absentFields(decoded, node));
  const { status: _, text: __, ...plain } = spec;
  if (!item) return [spec, plain];
  const keys: string[] = [];
  let node = item.node as number;
  if (item.kind === "node") {
    const group = groupKeyOf(decoded, node);
    if (group) keys.push(group);
    node = decoded.wire.parent[node]!;
  }
  for (; node >= 0; node = decoded.wire.parent[node]!) {
    keys.push(keyOf(decoded, node));
    const group = groupKeyOf(decoded, node);
    if (group) keys.push(group);
  }
  const filtered = spec.status !== undefined || spec.text !== undefined;
  return filtered ? [spec, opened(spec, keys), opened(plain, keys)] : [spec, opened(spec, keys)];
}

/** The spec with the row and the rows beside it open. */
export function openSiblings(decoded: Decoded, spec: ViewSpec, key: string): ViewSpec {
  const item = findItem(decoded, key, (node) => absentFields(decoded, node));
  if (!item) return opened(spec, [key]);
  const parent = item.kind === "node" ? decoded.wire.parent[item.node]! : item.node;
  const keys: string[] = [];
  let beside = 0;
  for (const child of childrenOf(decoded, parent)) {
    if (++beside > 1000) break;
    if (isOpened(decoded, child) || isPacked(decoded, child)) keys.push(keyOf(decoded, child));
  }
  return opened(spec, keys);
}
