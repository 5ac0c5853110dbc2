import { type Decoded, isElement, NoteBit } from "../decode/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { HeldKind, HeldValues } from "./held.ts";

/**
 * 64 bits of what a node's value restores to, by node index, made when first asked for: the order of fields in a message, packing,
 * overlong varints, explicit defaults and what is superseded do not count; the order of elements does. Equal values of two releases
 * hash alike where their types are those of numbers that hold the same. For matching only: equal hashes are a match, never a proof.
 */
export interface Hashes {
  /** Valid for nodes of which `ensure` was called, and what is below them. */
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  /** Makes the hash of a node; returns how many nodes were hashed for it. Cost: linear in its bytes at the first call, nothing after it. */
  ensure(node: number): number;
}

/** What the hash of an empty text or of no bytes starts with. */
const NO_BYTES = 0x5bd1e995;
/** Key of the value that a reader holds for an absent integer. */
export const ZERO_KEY: number = key53(scramble(HeldKind.INTEGER), scramble(0x51ed ^ HeldKind.INTEGER));
/** Key of an absent text or absent bytes. */
export const EMPTY_KEY: number = key53(scramble(Math.imul(NO_BYTES, 0x27d4eb2f)), scramble(NO_BYTES ^ 0x51ed));

/** Hash of a message that holds nothing but defaults. */
const BLANK_LO: number = scramble(0x3c6ef372);
const BLANK_HI: number = scramble(0x1b873593);

/** True for a message whose fields all hold their defaults, written out or not. Cost: as `ensure`. */
export function isBlank(hashes: Hashes, node: number): boolean {
  hashes.ensure(node);
  return hashes.lo[node] === BLANK_LO && hashes.hi[node] === BLANK_HI;
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

const known = new WeakMap<Decoded, Hashes>();

/** The hashes of a side, kept as long as the decode is: 9 bytes a node. */
export function hashesOf(decoded: Decoded): Hashes {
  let hashes = known.get(decoded);
  if (!hashes) {
    hashes = new HashColumns(decoded);
    known.set(decoded, hashes);
  }
  return hashes;
}

class HashColumns implements Hashes {
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  readonly #done: Uint8Array;
  readonly #decoded: Decoded;
  readonly #held: HeldValues;
  readonly #numbers: Float64Array;
  /** Bit 0: elements have an order; bit 2: elements count for the message that holds the list. */
  readonly #traits: Uint8Array;
  #bytesLo = 0;
  #bytesHi = 0;

  constructor(decoded: Decoded) {
    const { nodes } = decoded;
    const { length } = nodes;
    this.#decoded = decoded;
    this.#held = new HeldValues(decoded);
    this.lo = new Int32Array(length);
    this.hi = new Int32Array(length);
    this.#done = new Uint8Array(length);
    this.#numbers = Float64Array.from(decoded.set.fields, (field) => field.number);
    this.#traits = Uint8Array.from(
      decoded.set.fields,
      (field) => (field.repeated && !field.map ? 1 : 0) | (field.bare && field.repeated ? 0 : 4),
    );
  }

  ensure(node: number): number {
    if (this.#done[node]) return 0;
    const end = this.#decoded.nodes.end(node);
    if (end === node + 1) this.#one(node, node);
    else {
      this.lo.fill(0, node, end);
      this.hi.fill(0, node, end);
      // From the last node to the first, so that parts come before wholes.
      for (let at = end - 1; at >= node; at--) this.#one(at, node);
    }
    this.#done.fill(1, node, end);
    return end - node;
  }

  /** Hashes a node whose parts are summed up, and adds it to its parent's sum, unless it is the top one. */
  #one(node: number, top: number): void {
    const { nodes } = this.#decoded;
    const shape = nodes.shape(node);
    const list = shape < -1;
    const sumLo = this.lo[node]!;
    const sumHi = this.hi[node]!;
    if (list || shape >= 0) {
      this.lo[node] = scramble(sumLo ^ 0x3c6ef372);
      this.hi[node] = scramble(sumHi ^ 0x1b873593 ^ sumLo);
    } else this.#leaf(node);
    if (node === top || nodes.notes(node) & (NoteBit.SUPERSEDED | NoteBit.EXPLICIT_DEFAULT)) return;
    const up = nodes.parent(node);
    const field = nodes.ref(node);
    if (list && (field < 0 || this.#traits[field]! & 4)) {
      this.lo[up] = (this.lo[up]! + sumLo) | 0;
      this.hi[up] = (this.hi[up]! + sumHi) | 0;
    } else this.#add(up, node, field);
  }

  /** Adds a node's value to its parent's sum, with its number and, in a list, its index. */
  #add(up: number, node: number, field: number): void {
    const decoded = this.#decoded;
    const element = isElement(decoded, node);
    const kind = kindAt(decoded.nodes, node);
    const number = field >= 0 ? this.#numbers[field]! : kind > NodeKind.RESOURCE ? -1 : numberAt(decoded.nodes, decoded.bytes, node);
    const index = element
      ? decoded.nodes.ordinal(up) + node - up
      : field < 0 || this.#traits[field]! & 1
        ? decoded.nodes.ordinal(node) + 1
        : 0;
    const tag = scramble(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b));
    this.lo[up] = (this.lo[up]! + scramble(this.lo[node]! ^ tag)) | 0;
    this.hi[up] = (this.hi[up]! + scramble(this.hi[node]! ^ Math.imul(tag, 0xc2b2ae35))) | 0;
  }

  #leaf(node: number): void {
    const { nodes, bytes } = this.#decoded;
    const held = this.#held;
    held.read(node);
    const isBytes = held.kind === HeldKind.BYTES || (held.kind === HeldKind.RAW && kindAt(nodes, node) === NodeKind.LEN);
    if (isBytes) {
      this.#bytes(bytes, nodes.from(node) + nodes.head(node), nodes.to(node));
      held.lo = this.#bytesLo;
      held.hi = this.#bytesHi;
    }
    // Raw integers hash as unsigned ones, so that what only one release knows can still match.
    const kind = held.kind === HeldKind.RAW ? (isBytes ? HeldKind.BYTES : HeldKind.INTEGER) : held.kind;
    this.lo[node] = scramble(held.lo ^ Math.imul(held.hi, 0x27d4eb2f) ^ kind);
    this.hi[node] = scramble(held.hi ^ Math.imul(held.lo, 0x165667b1) ^ 0x51ed ^ kind);
  }

  #bytes(bytes: Uint8Array, from: number, to: number): void {
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
    this.#bytesLo = lo;
    this.#bytesHi = hi;
  }
}
