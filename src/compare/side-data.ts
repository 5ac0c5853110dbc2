import { hexOf, type Steps } from "../base/index.ts";
import { childrenOf, contentType, type Decoded, fieldOf, isOpened, isPacked, valueRange } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { Elements } from "./elements.ts";
import { Hashes, isBlank } from "./hash.ts";
import { HeldValues } from "./held.ts";
import { anyTypeName, keysByField } from "./keys.ts";
import type { Side } from "./model.ts";
import type { Pace } from "./pace.ts";
import type { Spot } from "./spots.ts";
import { isUnitType, sortsOf } from "./traits.ts";

export const ANY = "google.protobuf.Any";

/** What is known of one side. */
export interface SideData extends Side {
  readonly hashes: Hashes;
  readonly held: HeldValues;
  readonly sorts: Uint8Array;
  readonly pace: Pace;
}

/** What a comparison needs of one side. */
export function dataOf(side: Side, pace: Pace): SideData {
  const { decoded } = side;
  return { ...side, hashes: new Hashes(decoded), held: new HeldValues(decoded), sorts: sortsOf(decoded.set), pace };
}

/** True when a node (-1: none), or one below it, does not fit or does not parse. Cost: the nodes below it. */
export function isBroken({ decoded: { nodes } }: SideData, node: number): boolean {
  for (let at = node; at >= 0 && at < nodes.end(node); at++) if (nodes.problem(at) !== 0) return true;
  return false;
}

/** Elements of a list of numbers: occurrences, and what is in packed ones. Cost: their number. */
export function numbersIn({ decoded }: SideData, nodes: readonly number[]): ArrayLike<number> {
  const { nodes: all } = decoded;
  if (!nodes.some((node) => isPacked(decoded, node))) return nodes;
  if (nodes.length === 1) return Int32Array.from({ length: all.end(nodes[0]!) - nodes[0]! - 1 }, (_, i) => nodes[0]! + 1 + i);
  const out: number[] = [];
  for (const node of nodes) {
    if (!isPacked(decoded, node)) out.push(node);
    else for (let element = node + 1; element < all.end(node); element++) out.push(element);
  }
  return out;
}

/** Map entries that count, and those that a later one of the same key supersedes. */
export function* lastOfKeys(side: SideData, nodes: readonly Spot[]): Steps<readonly [readonly Spot[], readonly Spot[]]> {
  const keys = yield* keysByField(new Elements(side, nodes), 1);
  const last = new Map<number, number>();
  for (let i = 0; i < nodes.length; i++) if (!Number.isNaN(keys[i])) last.set(keys[i]!, i);
  if (last.size === nodes.length) return [nodes, []];
  const counts = (i: number): boolean => Number.isNaN(keys[i]) || last.get(keys[i]!) === i;
  return [nodes.filter((_, i) => counts(i)), nodes.filter((_, i) => !counts(i))];
}

/** What several occurrences of an `Any` make: the last type URL, and the values appended. */
export function joinedAny(decoded: Decoded, nodes: readonly number[]): string {
  let name: string | undefined;
  let value = "";
  for (const node of nodes) {
    name = anyTypeName(decoded, node) ?? name;
    for (const child of childrenOf(decoded, node))
      if (fieldOf(decoded, child)?.number === 2) value += hexOf(decoded.bytes, ...valueRange(decoded, child));
  }
  return `${name ?? ""} ${value}`;
}

/** The `Any` that an element is, or that is the state of the unit that it is; -1 for neither. */
export function anyOf(decoded: Decoded, node: number): number {
  if (!isOpened(decoded, node)) return -1;
  const type = contentType(decoded, node);
  if (type?.typeName === ANY) return node;
  if (!isUnitType(decoded.set, type)) return -1;
  const { nodes } = decoded;
  let found = -1;
  for (let child = node + 1; child < nodes.end(node); child = nodes.end(child))
    if (isOpened(decoded, child) && contentType(decoded, child)?.typeName === ANY) found = child;
  return found;
}

/**
 * True when a message that is there holds what a reader takes when it is not: as far as an exact schema tells, a plain message whose
 * fields all hold their defaults.
 */
export function isDefault(side: SideData, field: Field, nodes: readonly number[]): boolean {
  const { set } = side.decoded;
  const owner = set.types[field.parent]!;
  // The value of a map is no `Option`: such a map is printed as a list of pairs.
  if (field.type.kind !== "message" || !(owner.exact || owner.mapEntry) || set.types[field.type.typeId]!.isEnum) return false;
  const { nullable, required } = field.facts;
  return !nullable && !required && !field.bare && field.oneof === undefined && nodes.every((node) => isBlank(side.hashes, node));
}
