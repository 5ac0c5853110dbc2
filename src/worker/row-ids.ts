/** Rows as numbers, so that a set of open ones is asked quickly: a node's own index, and for a group one below zero. */
import type { NodeIndex } from "../base/index.ts";
import { childrenOf, type Decoded, fieldOf, findItem } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";

/** Groups and nodes share a set of ids: a group's is that of its first node, from the other end. */
export function groupId(first: number): number {
  return -1 - first;
}

/** `a.b.units[16+]` -> parent `a.b`, name `units`, first occurrence 16. */
const GROUP_KEY = /^(?:(.*)\.)?([^.[\]]+)\[(?:(\d+)\+)?\]$/s;

/** First node of the group that a key names, or undefined. Cost: the siblings on the way. */
function groupOf(decoded: Decoded, key: string): NodeIndex | undefined {
  const match = GROUP_KEY.exec(key);
  if (!match) return undefined;
  const parent = match[1] === undefined ? undefined : findItem(decoded, match[1], noFields);
  if (match[1] !== undefined && parent?.kind !== "node") return undefined;
  const nth = Number(match[3] ?? 0);
  for (const child of childrenOf(decoded, parent?.kind === "node" ? parent.node : -1)) {
    if (fieldOf(decoded, child)?.name === match[2] && decoded.nodes.ordinal(child) === nth) return child;
  }
  return undefined;
}

function noFields(): readonly Field[] {
  return [];
}

/** Id of the row that a key names; undefined when the blob has no such node or group. */
export function rowId(decoded: Decoded, key: string): number | undefined {
  const first = groupOf(decoded, key);
  if (first !== undefined) return groupId(first);
  const item = findItem(decoded, key, noFields);
  return item?.kind === "node" ? item.node : undefined;
}

/** Ids of the rows that keys name; keys that the blob does not have are passed over. */
export function rowIds(decoded: Decoded, keys: readonly string[]): Set<number> {
  return new Set(keys.map((key) => rowId(decoded, key)).filter((id) => id !== undefined));
}
