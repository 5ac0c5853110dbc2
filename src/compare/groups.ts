import { accepts, type Decoded } from "../decode/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { isForeignTo } from "./foreign.ts";
import { longestAscending } from "./lis.ts";
import { plain, readPlain } from "./plain.ts";
import { SpotList } from "./spot-list.ts";
import { nodesOf, type Spot, toOf, unread, valueAt } from "./spots.ts";
import { Sort, sortsOf } from "./traits.ts";

/** The occurrences of one field number in a message on one side. */
interface Occurrences {
  readonly field: Field | undefined;
  /** Those that count for the value, in wire order. */
  spots: Spot[];
  /** Those that a later one supersedes. */
  lost: Spot[];
  bytes: number;
}

/** One field number of a pair of messages. Negative numbers: raw bytes (-1), the end of a group (-2). */
export interface Group {
  readonly number: number;
  readonly fieldA: Field | undefined;
  readonly fieldB: Field | undefined;
  readonly a: readonly Spot[];
  readonly b: readonly Spot[];
  readonly lostA: readonly Spot[];
  readonly lostB: readonly Spot[];
  /** On both wires, in another order among the fields. */
  readonly misplaced: boolean;
  /** Bytes of all occurrences on both sides. */
  readonly bytes: number;
}

const NOTHING: readonly Spot[] = [];
const NONE: ReadonlySet<number> = new Set();

/** A message on one side: its occurrences merged, -1 for the root, and its type. */
export interface Message {
  readonly decoded: Decoded;
  readonly content: readonly number[];
  readonly type: MessageType | undefined;
}

type Found = Map<number, Occurrences>;

/** The occurrences of one number, as they are met. */
interface Met {
  readonly field: Field | undefined;
  readonly spots: SpotList;
  bytes: number;
}

/** The fields of a message by number, in the order of their first occurrence. Cost: its direct children. */
function occurrencesOf(message: Message, unread?: Unread): Found {
  const { decoded, type } = message;
  const found = unread?.found() ?? readFields(message);
  if (type) decideWinners(decoded, type, found);
  return found;
}

/** Reads the direct fields of a message as they stand on the wire, without their nodes. */
class Unread {
  readonly #decoded: Decoded;
  readonly #type: MessageType;
  readonly #to: number;
  #at: number;
  #number = 0;
  #group: Met | undefined;
  readonly #groups = new Map<number, Met>();
  #isPlain = true;

  private constructor(decoded: Decoded, type: MessageType, from: number, to: number) {
    this.#decoded = decoded;
    this.#type = type;
    this.#at = from;
    this.#to = to;
  }

  /** Undefined where the nodes have to tell, and for a message of less than so many bytes. */
  static of({ decoded, content, type }: Message, unreadFrom: number): Unread | undefined {
    if (!type || content.length > 1 || decoded.rereads.size > 0) return undefined;
    const message = content[0]!;
    const from = message < 0 ? 0 : valueAt(decoded, message);
    const to = message < 0 ? decoded.bytes.length : toOf(decoded, message);
    return to - from < unreadFrom || (message >= 0 && isForeignTo(decoded, message)) ? undefined : new Unread(decoded, type, from, to);
  }

  /** Reads one field; false when there is no more, or what only nodes can tell. */
  step(): boolean {
    const at = this.#at;
    if (at >= this.#to || !this.#isPlain) return false;
    this.#isPlain = readPlain(this.#decoded.bytes, at, this.#to) && this.#take(at);
    return this.#isPlain;
  }

  #take(at: number): boolean {
    const { number, wire, to } = plain;
    if (number !== this.#number || !this.#group) {
      this.#number = number;
      this.#group = this.#groups.get(number);
      if (!this.#group) {
        this.#group = { field: this.#type.byNumber.get(number), spots: new SpotList(), bytes: 0 };
        this.#groups.set(number, this.#group);
      }
    }
    const group = this.#group;
    if (group.field && !accepts(group.field, wire)) return false;
    group.spots.push(unread(at));
    group.bytes += to - at;
    this.#at = to;
    return true;
  }

  /** The fields by number, once all are read: lists are left unread. Undefined where the nodes have to tell. */
  found(): Found | undefined {
    if (!this.#isPlain) return undefined;
    const decoded = this.#decoded;
    const read: Found = new Map();
    for (const [number, { field, spots, bytes }] of this.#groups) {
      const list = spots.list();
      const isLeft = field && staysUnread(decoded.set, field);
      read.set(number, { field, spots: isLeft ? list : [...nodesOf(decoded, list)], lost: [], bytes });
    }
    return read;
  }
}

/** True for lists of messages, texts and bytes, and maps. */
function staysUnread(set: SchemaSet, field: Field): boolean {
  const sort = sortsOf(set)[field.id]!;
  return (sort === Sort.LIST && !field.bare && field.type.kind !== "group") || sort === Sort.MAP;
}

function readFields({ decoded, content, type }: Message): Found {
  const { nodes, bytes, set } = decoded;
  const found: Found = new Map();
  for (const node of content) {
    const end = node < 0 ? nodes.length : nodes.end(node);
    for (let child = node + 1; child < end; child = nodes.end(child)) {
      const kind = kindAt(nodes, child);
      const ref = nodes.ref(child);
      const number =
        kind === NodeKind.RAW ? -1 : kind === NodeKind.EGROUP ? -2 : ref >= 0 ? set.fields[ref]!.number : numberAt(nodes, bytes, child);
      const size = nodes.to(child) - nodes.from(child);
      const group = found.get(number);
      if (group) {
        group.spots.push(child);
        group.bytes += size;
      } else found.set(number, { field: type?.byNumber.get(number), spots: [child], lost: [], bytes: size });
    }
  }
  return found;
}

/** Keeps of each field what its reader keeps: the last of one value, the last member of a oneof, the last packed array. */
function decideWinners(decoded: Decoded, type: MessageType, found: Found): void {
  const sorts = sortsOf(decoded.set);
  for (const each of found.values()) {
    if (!each.field || each.spots.length < 2) continue;
    const sort = sorts[each.field.id]!;
    if (sort === Sort.SINGLE || sort === Sort.LAST_MESSAGE || sort === Sort.ARRAY) each.lost = each.spots.splice(0, each.spots.length - 1);
  }
  if (type.oneofs.length === 0) return;
  // The last member wins, and starts afresh: a member before it, or in an enum's message an unknown number, clears what came before.
  const members = [...found.values()].filter(({ field }) => field?.oneof !== undefined);
  const all = members.map(({ field, spots }) => ({ oneof: field!.oneof, last: spots[spots.length - 1]! }));
  const unknown = type.isEnum ? lastUnknown(found) : -1;
  members.forEach((member, i) => {
    const cleared = all.reduce((most, { oneof, last }, j) => (j !== i && oneof === all[i]!.oneof ? Math.max(most, last) : most), unknown);
    member.lost.push(...member.spots.filter((node) => node < cleared));
    member.spots = member.spots.filter((node) => node > cleared);
  });
}

function lastUnknown(found: Found): number {
  let last = -1;
  for (const { field, spots } of found.values()) if (!field) last = Math.max(last, spots[spots.length - 1]!);
  return last;
}

/** Number of the variant that a Rust enum's message holds; undefined for none. */
export function variantOf(message: Message): number | undefined {
  for (const [number, { field, spots }] of occurrencesOf(message)) if (field && spots.length > 0) return number;
  return undefined;
}

/**
 * Every field number that either side has, in A's order; what only B has follows what stands before it in B. The lists of messages of
 * `unreadFrom` bytes and more are left unread, where the bytes are plain. Cost: the direct children.
 */
export function groupsOf(a: Message, b: Message, unreadFrom: number): Group[] {
  const [unreadA, unreadB] = [Unread.of(a, unreadFrom), Unread.of(b, unreadFrom)];
  // By turns: the one's memory comes while the other is read.
  for (let isMore = true; isMore; ) {
    const isMoreA = unreadA?.step() ?? false;
    isMore = (unreadB?.step() ?? false) || isMoreA;
  }
  const foundA = occurrencesOf(a, unreadA);
  const foundB = occurrencesOf(b, unreadB);
  const numbersA = [...foundA.keys()];
  const numbersB = [...foundB.keys()];
  const alike = numbersA.length === numbersB.length && numbersA.every((number, i) => number === numbersB[i]);
  const misplaced = alike ? NONE : misplacedOf(numbersA, numbersB);
  const groups: Group[] = [];
  const add = (number: number): void => {
    const left = foundA.get(number);
    const right = foundB.get(number);
    groups.push({
      number,
      fieldA: left?.field ?? a.type?.byNumber.get(number),
      fieldB: right?.field ?? b.type?.byNumber.get(number),
      a: left?.spots ?? NOTHING,
      b: right?.spots ?? NOTHING,
      lostA: left?.lost ?? NOTHING,
      lostB: right?.lost ?? NOTHING,
      misplaced: misplaced.has(number),
      bytes: (left?.bytes ?? 0) + (right?.bytes ?? 0),
    });
  };
  for (const number of alike ? numbersA : mergedOrder(numbersA, numbersB)) add(number);
  return groups;
}

/** The numbers of both: A's in their order; what only B has behind what stands before it in B, among A's own ones by number. */
function mergedOrder(numbersA: readonly number[], numbersB: readonly number[]): number[] {
  const inA = new Set(numbersA);
  const inB = new Set(numbersB);
  const followers = new Map<number | undefined, number[]>();
  let before: number | undefined;
  for (const number of numbersB) {
    if (inA.has(number)) before = number;
    else if (followers.has(before)) followers.get(before)!.push(number);
    else followers.set(before, [number]);
  }
  const order: number[] = [];
  let waiting = [...(followers.get(undefined) ?? [])];
  for (const number of numbersA) {
    if (inB.has(number)) {
      order.push(...waiting, number);
      waiting = [...(followers.get(number) ?? [])];
    } else {
      while (waiting.length > 0 && waiting[0]! < number) order.push(waiting.shift()!);
      order.push(number);
    }
  }
  order.push(...waiting);
  return order;
}

/** Numbers of both that are not in a longest common order; the same set whichever list comes first. */
function misplacedOf(numbersA: readonly number[], numbersB: readonly number[]): ReadonlySet<number> {
  const commonA = commonOf(numbersA, new Set(numbersB));
  const commonB = commonOf(numbersB, new Set(numbersA));
  const at = commonA.findIndex((number, i) => number !== commonB[i]);
  if (at < 0) return NONE;
  const [first, second] = commonA[at]! < commonB[at]! ? [commonA, commonB] : [commonB, commonA];
  const place = new Map(second.map((number, i) => [number, i]));
  const kept = longestAscending(first.map((number) => place.get(number)!));
  return new Set(first.filter((_, i) => !kept[i]));
}

function commonOf(numbers: readonly number[], others: ReadonlySet<number>): number[] {
  return numbers.filter((number) => others.has(number));
}
