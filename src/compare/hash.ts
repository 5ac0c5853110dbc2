import { type Decoded, isElement, NoteBit } from "../decode/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt, WireType } from "../wire/index.ts";
import { HeldKind, HeldValues } from "./held.ts";

/** What the hash of an empty text or of no bytes starts with. */
const NO_BYTES = 0x5bd1e995;
/** Key of the value that a reader holds for an absent integer. */
export const ZERO_KEY = 0;
/** Key of an absent text or absent bytes. */
export const EMPTY_KEY: number = key53(scramble(Math.imul(NO_BYTES, 0x27d4eb2f)), scramble(NO_BYTES ^ 0x51ed));

/** Hash of a message that holds nothing but defaults. */
const BLANK: number = key53(scramble(0x3c6ef372), scramble(0x1b873593));

/** True for a message whose fields all hold their defaults, written out or not. Cost: as `make`. */
export function isBlank(hashes: Hashes, node: number): boolean {
  hashes.make(node);
  return hashes.keyOf(node) === BLANK;
}

function scramble(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}

/** 53 of the 64 bits as one number, for a `Map`. */
export function key53(lo: number, hi: number): number {
  return (hi & 0x1fffff) * 2 ** 32 + (lo >>> 0);
}

/** What hashing needs of the fields of a set, by field id. */
interface FieldTable {
  readonly numbers: Float64Array;
  /** Bit 0: elements have an order; bit 2: elements count for the message that holds the list. */
  readonly traits: Uint8Array;
}

const tables = new WeakMap<SchemaSet, FieldTable>();

function tableOf(set: SchemaSet): FieldTable {
  let table = tables.get(set);
  if (!table) {
    const numbers = Float64Array.from(set.fields, (field) => field.number);
    const traits = Uint8Array.from(set.fields, (field) => (field.repeated && !field.map ? 1 : 0) | (field.bare && field.repeated ? 0 : 4));
    table = { numbers, traits };
    tables.set(set, table);
  }
  return table;
}

/**
 * 64 bits of what a node's value restores to: the order of fields in a message, packing,
 * overlong varints, explicit defaults and what is superseded do not count; the order of elements does. Equal values of two releases
 * hash alike where their types are those of numbers that hold the same. For matching only: equal hashes are a match, never a proof.
 */
export class Hashes {
  /** Of the nodes from `#first` on: what is below the node that was hashed last. */
  #lo = new Int32Array(256);
  #hi = new Int32Array(256);
  #first = 0;
  readonly #decoded: Decoded;
  readonly #held: HeldValues;
  readonly #numbers: Float64Array;
  readonly #traits: Uint8Array;

  constructor(decoded: Decoded) {
    this.#decoded = decoded;
    this.#held = new HeldValues(decoded);
    const { numbers, traits } = tableOf(decoded.set);
    this.#numbers = numbers;
    this.#traits = traits;
  }

  /** Hashes a node and all below it; returns how many they are. What was hashed before is forgotten. Cost: linear in its bytes. */
  make(node: number): number {
    const count = this.#decoded.nodes.end(node) - node;
    if (count > this.#lo.length) {
      const room = Math.max(count, this.#lo.length * 2);
      this.#lo = new Int32Array(room);
      this.#hi = new Int32Array(room);
    } else {
      this.#lo.fill(0, 0, count);
      this.#hi.fill(0, 0, count);
    }
    this.#first = node;
    // From the last node to the first, so that parts come before wholes.
    for (let at = node + count - 1; at >= node; at--) this.#one(at, node);
    return count;
  }

  /** Low and high word, and both as a key, of the node that was hashed last or one below it. */
  lo(node: number): number {
    return this.#lo[node - this.#first]!;
  }

  hi(node: number): number {
    return this.#hi[node - this.#first]!;
  }

  keyOf(node: number): number {
    return key53(this.lo(node), this.hi(node));
  }

  /** Key of a node's value, by which an element of a list is found again. Cost: as `make`. */
  valueKey(node: number): number {
    const { nodes, bytes } = this.#decoded;
    const shape = nodes.shape(node);
    if (shape < -1 || shape >= 0) {
      this.make(node);
      return this.keyOf(node);
    }
    this.#held.read(node);
    return keyOfHeld(this.#held, bytes, nodes.from(node) + nodes.head(node), nodes.to(node), kindAt(nodes, node) === NodeKind.LEN);
  }

  /** Hashes a node whose parts are summed up, and adds it to its parent's sum, unless it is the top one. */
  #one(node: number, top: number): void {
    const { nodes } = this.#decoded;
    const first = this.#first;
    const lo = this.#lo;
    const hi = this.#hi;
    const shape = nodes.shape(node);
    const list = shape < -1;
    const sumLo = lo[node - first]!;
    const sumHi = hi[node - first]!;
    if (list || shape >= 0) {
      lo[node - first] = scramble(sumLo ^ 0x3c6ef372);
      hi[node - first] = scramble(sumHi ^ 0x1b873593 ^ sumLo);
    } else this.#leaf(node);
    if (node === top || nodes.notes(node) & (NoteBit.SUPERSEDED | NoteBit.EXPLICIT_DEFAULT)) return;
    const up = nodes.parent(node);
    const field = nodes.ref(node);
    if (list && (field < 0 || this.#traits[field]! & 4)) {
      lo[up - first] = (lo[up - first]! + sumLo) | 0;
      hi[up - first] = (hi[up - first]! + sumHi) | 0;
    } else this.#add(up, node, field);
  }

  /** Adds a node's value to its parent's sum, with its number and, in a list, its index. */
  #add(up: number, node: number, field: number): void {
    const decoded = this.#decoded;
    const first = this.#first;
    const lo = this.#lo;
    const hi = this.#hi;
    const element = isElement(decoded, node);
    const kind = kindAt(decoded.nodes, node);
    const number = field >= 0 ? this.#numbers[field]! : kind > NodeKind.RESOURCE ? -1 : numberAt(decoded.nodes, decoded.bytes, node);
    const index = element
      ? decoded.nodes.ordinal(up) + node - up
      : field < 0 || this.#traits[field]! & 1
        ? decoded.nodes.ordinal(node) + 1
        : 0;
    const tag = scramble(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b));
    lo[up - first] = (lo[up - first]! + scramble(lo[node - first]! ^ tag)) | 0;
    hi[up - first] = (hi[up - first]! + scramble(hi[node - first]! ^ Math.imul(tag, 0xc2b2ae35))) | 0;
  }

  #leaf(node: number): void {
    const { nodes, bytes } = this.#decoded;
    const held = this.#held;
    held.read(node);
    hashHeld(held, bytes, nodes.from(node) + nodes.head(node), nodes.to(node), kindAt(nodes, node) === NodeKind.LEN);
    this.#lo[node - this.#first] = hashed.lo;
    this.#hi[node - this.#first] = hashed.hi;
  }
}

/** What the last hash came to. */
const hashed = { lo: 0, hi: 0 };

/** Hashes what a reader holds of a value that stands at `[from, to)`. */
function hashHeld(held: HeldValues, bytes: Uint8Array, from: number, to: number, isLen: boolean): void {
  let { lo, hi } = held;
  const isBytes = held.kind === HeldKind.BYTES || (held.kind === HeldKind.RAW && isLen);
  if (isBytes) {
    hashBytes(bytes, from, to);
    lo = hashed.lo;
    hi = hashed.hi;
  }
  // Raw integers hash as unsigned ones, so that what only one release knows can still match.
  const kind = held.kind === HeldKind.RAW ? (isBytes ? HeldKind.BYTES : HeldKind.INTEGER) : held.kind;
  hashed.lo = scramble(lo ^ Math.imul(hi, 0x27d4eb2f) ^ kind);
  hashed.hi = scramble(hi ^ Math.imul(lo, 0x165667b1) ^ 0x51ed ^ kind);
}

/** Key of the value of a known field that stands at `[from, to)` in wire type `wire`: the same as that of its node. */
export function keyOnWire(held: HeldValues, bytes: Uint8Array, field: number, wire: number, from: number, to: number): number {
  held.readKnown(field, wire, from, to);
  return keyOfHeld(held, bytes, from, to, wire === WireType.LEN);
}

/** A number up to 32 bits is its own key, so that keys rise as the numbers do; others are hashed. */
function keyOfHeld(held: HeldValues, bytes: Uint8Array, from: number, to: number, isLen: boolean): number {
  if (held.kind === HeldKind.INTEGER && held.hi === 0) return held.lo >>> 0;
  hashHeld(held, bytes, from, to, isLen);
  return key53(hashed.lo, hashed.hi);
}

/** Key of bytes as they stand. Cost: linear, by words. */
export function roughHash(bytes: Uint8Array, from: number, to: number): number {
  hashBytes(bytes, from, to);
  return key53(scramble(hashed.lo ^ hashed.hi), scramble(hashed.hi ^ 0x51ed));
}

function hashBytes(bytes: Uint8Array, from: number, to: number): void {
  let lo = (to - from) | 0;
  let hi = NO_BYTES;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    lo = Math.imul(lo ^ word, 0x01000193);
    lo ^= lo >>> 15;
    hi = Math.imul(hi + word, 0x9e3779b1);
    hi ^= hi >>> 13;
  }
  for (; at < to; at++) {
    lo = Math.imul(lo ^ bytes[at]!, 0x01000193);
    hi = Math.imul(hi + bytes[at]!, 0x9e3779b1);
  }
  hashed.lo = lo;
  hashed.hi = hi;
}
