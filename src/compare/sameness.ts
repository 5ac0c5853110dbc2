import { contentType, type Decoded, isOpened, NoteBit, Status, scalarValue } from "../decode/index.ts";
import { OVERLONG } from "../wire/index.ts";
import type { Elements } from "./elements.ts";
import { isForeignTo } from "./foreign.ts";
import { sameValue } from "./held.ts";
import { anyTypeName } from "./keys.ts";
import { RowKind } from "./model.ts";
import type { Pace } from "./pace.ts";
import type { Relations } from "./relate.ts";
import { sameLength } from "./same-bytes.ts";
import { SameReading } from "./same-reading.ts";
import { anyOf, type SideData } from "./side-data.ts";
import { isUnread, valueAt } from "./spots.ts";

/** In which ways two nodes, one of either side, are the same. */
export class Sameness {
  readonly #a: SideData;
  readonly #b: SideData;
  readonly #relations: Relations;
  readonly #reading: SameReading;
  readonly #pace: Pace;
  /** What the last comparison of bytes found: `[sameFrom, sameTo)` of A is the same so far ahead in B, and whether the next byte differs. */
  #shift = 0;
  #sameFrom = 0;
  #sameTo = -1;
  #isDifferent = false;

  constructor(a: SideData, b: SideData, relations: Relations) {
    this.#a = a;
    this.#b = b;
    this.#relations = relations;
    this.#reading = new SameReading(a.decoded.set, b.decoded.set, relations);
    this.#pace = a.pace;
  }

  /** True when as many occurrences stand on both sides, the same bytes one by one, and mean the same. */
  allSame(as: readonly number[], bs: readonly number[]): boolean {
    return as.length === bs.length && as.every((a, i) => this.sameOnWire(a, bs[i]!) && this.readAlike(a, bs[i]!));
  }

  /** True when two elements are the same bytes, tag and length included. */
  sameElementOnWire(a: Elements, i: number, b: Elements, j: number): boolean {
    const left = a.spots[i]!;
    const right = b.spots[j]!;
    if (!isUnread(left) && !isUnread(right)) return this.sameOnWire(left, right);
    const from = a.from(i);
    const other = b.from(j);
    const to = a.to(i);
    return to - from === b.to(j) - other && this.#sameRange(from, to, other);
  }

  /** True when two elements are the same bytes and mean the same. What is unread is not looked at. */
  sameElement(a: Elements, i: number, b: Elements, j: number): boolean {
    if (!this.sameElementOnWire(a, i, b, j)) return false;
    const left = a.spots[i]!;
    const right = b.spots[j]!;
    if (!isUnread(left) && !isUnread(right)) return this.readAlike(left, right);
    // A node of the one side and a place on the wire of the other: that is a message of which the type is known.
    if (!isUnread(left) && isForeignTo(a.decoded, left)) return false;
    if (!isUnread(right) && isForeignTo(b.decoded, right)) return false;
    return this.#reading.readAlike(a.type, b.type, a.decoded.bytes, valueAt(a.decoded, left), a.to(i));
  }

  /** Single values, or bytes in several occurrences. */
  sameLeaf(as: readonly number[], bs: readonly number[]): boolean {
    const left = this.#a.decoded;
    const right = this.#b.decoded;
    if (as.length === 1 && bs.length === 1) return sameValue(left, as[0]!, this.#a.held, right, bs[0]!, this.#b.held);
    const known = (decoded: Decoded, nodes: readonly number[]): boolean =>
      nodes.every((node) => decoded.nodes.status(node) === Status.KNOWN || decoded.nodes.notes(node) & NoteBit.BORROWED);
    if (!known(left, as) || !known(right, bs)) return false;
    const whole = (decoded: Decoded, nodes: readonly number[]): string => nodes.map((node) => scalarValue(decoded, node)).join("");
    return whole(left, as) === whole(right, bs);
  }

  /** True when both are the same bytes, tag and length included; `valueOnly` looks past the tag. Each byte is compared once over all calls for nested pairs. */
  sameOnWire(a: number, b: number, valueOnly = false): boolean {
    const { nodes } = this.#a.decoded;
    const other = this.#b.decoded;
    if ((nodes.kind(a) ^ other.nodes.kind(b)) & (valueOnly ? OVERLONG : 0xff)) return false;
    const fromA = nodes.from(a) + (valueOnly ? nodes.head(a) : 0);
    const fromB = other.nodes.from(b) + (valueOnly ? other.nodes.head(b) : 0);
    const toA = nodes.to(a);
    return toA - fromA === other.nodes.to(b) - fromB && this.#sameRange(fromA, toA, fromB);
  }

  /** Compares ranges of one length, from what the last comparison found when it was of a range around them. */
  #sameRange(fromA: number, toA: number, fromB: number): boolean {
    const shift = fromA - fromB;
    if (shift === this.#shift && fromA >= this.#sameFrom && fromA <= this.#sameTo) {
      if (toA <= this.#sameTo) return true;
      if (this.#isDifferent) return false;
    }
    const at = fromA + sameLength(this.#a.decoded.bytes, fromA, this.#b.decoded.bytes, fromB, toA - fromA);
    this.#shift = shift;
    this.#sameFrom = fromA;
    this.#sameTo = at;
    this.#isDifferent = at < toA;
    this.#pace.spendBytes(at - fromA);
    return at === toA;
  }

  /** True when the same bytes at both nodes mean the same, with the same names. */
  readAlike(a: number, b: number): boolean {
    const left = this.#a.decoded;
    const right = this.#b.decoded;
    if (left.nodes.status(a) !== right.nodes.status(b)) return false;
    if (isForeignTo(left, a) && isForeignTo(right, b)) return true;
    const opened = isOpened(left, a);
    if (opened !== isOpened(right, b)) return false;
    if (!opened) return true;
    const { bytes, nodes } = left;
    return this.#reading.readAlike(contentType(left, a), contentType(right, b), bytes, nodes.from(a) + nodes.head(a), nodes.to(a));
  }

  /** True for two `Any`s whose contents have nothing to do with each other. */
  isOtherAny(a: number, b: number): boolean {
    const nameA = anyTypeName(this.#a.decoded, a) ?? "";
    const nameB = anyTypeName(this.#b.decoded, b) ?? "";
    return nameA !== nameB && nameA !== "" && nameB !== "" && !this.#relations.renamed(nameA, nameB);
  }

  /** Two state units whose states are of unlike types, or two such `Any`s: never one that became the other. */
  isOtherUnit(a: number, b: number): boolean {
    const anyA = anyOf(this.#a.decoded, a);
    const anyB = anyOf(this.#b.decoded, b);
    return anyA >= 0 && anyB >= 0 && this.isOtherAny(anyA, anyB);
  }

  /** The content of an `Any` whose type only one release has: what kind of change that is. */
  contentOfOne(a: number, b: number): RowKind | undefined {
    const left = isOwn(this.#a.decoded, a);
    const right = isOwn(this.#b.decoded, b);
    return left === right ? undefined : left ? RowKind.REMOVED : RowKind.ADDED;
  }

  /** True for two `Any`s of one type under two names. */
  followsRename(as: readonly number[], bs: readonly number[]): boolean {
    const nameA = as[0]! < 0 ? undefined : anyTypeName(this.#a.decoded, as[0]!);
    const nameB = bs[0]! < 0 ? undefined : anyTypeName(this.#b.decoded, bs[0]!);
    return nameA !== undefined && nameB !== undefined && nameA !== nameB && this.#relations.renamed(nameA, nameB);
  }
}

/** True for a node whose content has a type of the reader's own. */
function isOwn(decoded: Decoded, node: number): boolean {
  return isOpened(decoded, node) && !isForeignTo(decoded, node);
}
