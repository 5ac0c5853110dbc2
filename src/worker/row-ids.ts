/** Rows as numbers, so that a set of open ones is asked quickly: a node's own index, and for a group one below zero. */
import { type Decoded, fieldOf, findItem } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { type GroupRef, runsBelow } from "./runs.ts";

/** Groups and nodes share a set of ids: a group's is that of its first node, from the other end. */
export function groupId(first: number): number {
  return -1 - first;
}

/** `a.b.units[16+]` -> parent `a.b`, name `units`, first occurrence 16. */
const GROUP_KEY = /^(?:(.*)\.)?([^.[\]]+)\[(?:(\d+)\+)?\]$/s;

/** The group that a key names, or undefined. Cost: the way to its parent, and the runs of that up to it. */
export function groupOfKey(decoded: Decoded, key: string): GroupRef | undefined {
  const match = GROUP_KEY.exec(key);
  if (!match) return undefined;
  const parent = match[1] === undefined ? undefined : findItem(decoded, match[1], noFields);
  if (match[1] !== undefined && parent?.kind !== "node") return undefined;
  const nth = Number(match[3] ?? 0);
  for (const run of runsBelow(decoded, parent?.kind === "node" ? parent.node : -1))
    if (run.kind === "group" && decoded.nodes.ordinal(run.first) === nth && fieldOf(decoded, run.first)?.name === match[2]) return run;
  return undefined;
}

function noFields(): readonly Field[] {
  return [];
}

/** Id of the row that a key names; undefined when the blob has no such node or group. */
export function rowId(decoded: Decoded, key: string): number | undefined {
  const group = groupOfKey(decoded, key);
  if (group) return groupId(group.first);
  const item = findItem(decoded, key, noFields);
  return item?.kind === "node" ? item.node : undefined;
}

/** Ids of the rows that keys name; keys that the blob does not have are passed over. */
export function rowIds(decoded: Decoded, keys: readonly string[]): Set<number> {
  return new Set(keys.map((key) => rowId(decoded, key)).filter((id) => id !== undefined));
}
