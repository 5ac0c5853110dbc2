import { type Decoded, isElement, NoteBit } from "../decode/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { HeldKind, HeldValues } from "./held.ts";

/**
 * Hashes of every node of one side, by node index.
 *
 * - `lo`, `hi`: 64 bits of what the node's value restores to: the order of fields in a message, packing, overlong varints, explicit
 *   defaults and what is superseded do not count; the order of elements does. Equal values of two releases hash alike where their
 *   types are those of numbers that hold the same. For matching only: equal hashes are a match, never a proof.
 * - `wire`: 32 bits of the node's own bytes with its tag: unlike hashes mean unlike bytes.
 */
export interface Hashes {
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  readonly wire: Int32Array;
}

/** What the hash of an empty text or of no bytes starts with. */
const NO_BYTES = 0x5bd1e995;
/** Key of the value that a reader holds for an absent integer. */
export const ZERO_KEY: number = key53(scramble(HeldKind.INTEGER), scramble(0x51ed ^ HeldKind.INTEGER));
/** Key of an absent text or absent bytes. */
export const EMPTY_KEY: number = key53(scramble(Math.imul(NO_BYTES, 0x27d4eb2f)), scramble(NO_BYTES ^ 0x51ed));

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

/**
 * The hashes of a side, made from its last node to its first, so that parts come before wholes, and kept as long as the decode is.
 * Cost: linear in bytes and nodes at the first call, nothing after it; 12 bytes a node.
 */
export function hashesOf(decoded: Decoded): Hashes {
  let hashes = known.get(decoded);
  if (!hashes) {
    const pass = new HashPass(decoded);
    pass.run();
    hashes = { lo: pass.lo, hi: pass.hi, wire: pass.wire };
    known.set(decoded, hashes);
  }
  return hashes;
}

class HashPass implements Hashes {
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  readonly wire: Int32Array;
  readonly #decoded: Decoded;
  readonly #held: HeldValues;
  readonly #numbers: Float64Array;
  /** Bit 0: elements have an order; bit 1: no list, so no index counts; bit 2: elements count for the message. */
  readonly #traits: Uint8Array;
  #bytesLo = 0;
  #bytesHi = 0;

  constructor(decoded: Decoded) {
    const { length } = decoded.wire;
    this.#decoded = decoded;
    this.#held = new HeldValues(decoded);
    this.lo = new Int32Array(length);
    this.hi = new Int32Array(length);
    this.wire = new Int32Array(length);
    this.#numbers = Float64Array.from(decoded.set.fields, (field) => field.number);
    this.#traits = Uint8Array.from(
      decoded.set.fields,
      (field) => (field.repeated && !field.map ? 1 : 0) | (field.bare && field.repeated ? 0 : 4),
    );
  }

  run(): void {
    const { wire, notes } = this.#decoded;
    const { parent, shape, ref } = wire;
    for (let node = wire.length - 1; node >= 0; node--) {
      const list = shape[node]! < -1;
      const accLo = this.lo[node]!;
      const accHi = this.hi[node]!;
      if (list || shape[node]! >= 0) {
        this.lo[node] = scramble(accLo ^ 0x3c6ef372);
        this.hi[node] = scramble(accHi ^ 0x1b873593 ^ accLo);
        this.wire[node] = scramble(this.wire[node]! ^ (wire.kind[node]! | (wire.head[node]! << 8)));
      } else this.#leaf(node);

      const up = parent[node]!;
      if (up < 0) continue;
      this.wire[up] = (Math.imul(this.wire[up]!, 0x01000193) + this.wire[node]!) | 0;
      if (notes[node]! & (NoteBit.SUPERSEDED | NoteBit.EXPLICIT_DEFAULT)) continue;
      const field = ref[node]!;
      if (list && (field < 0 || this.#traits[field]! & 4)) {
        this.lo[up] = (this.lo[up]! + accLo) | 0;
        this.hi[up] = (this.hi[up]! + accHi) | 0;
      } else this.#add(up, node, field);
    }
  }

  /** Adds a node's value to its parent's sum, with its number and, in a list, its index. */
  #add(up: number, node: number, field: number): void {
    const decoded = this.#decoded;
    const element = isElement(decoded, node);
    const kind = kindAt(decoded.wire, node);
    const number = field >= 0 ? this.#numbers[field]! : kind > NodeKind.RESOURCE ? -1 : numberAt(decoded.wire, decoded.bytes, node);
    const index = element ? decoded.ordinal[up]! + node - up : field < 0 || this.#traits[field]! & 1 ? decoded.ordinal[node]! + 1 : 0;
    const tag = scramble(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b));
    this.lo[up] = (this.lo[up]! + scramble(this.lo[node]! ^ tag)) | 0;
    this.hi[up] = (this.hi[up]! + scramble(this.hi[node]! ^ Math.imul(tag, 0xc2b2ae35))) | 0;
  }

  #leaf(node: number): void {
    const { wire, bytes } = this.#decoded;
    const held = this.#held;
    held.read(node);
    const from = wire.from[node]! + wire.head[node]!;
    const to = wire.to[node]!;
    let raw: number;
    const isBytes = held.kind === HeldKind.BYTES || (held.kind === HeldKind.RAW && kindAt(wire, node) === NodeKind.LEN);
    if (isBytes) {
      this.#bytes(bytes, from, to);
      raw = this.#bytesLo;
      held.lo = this.#bytesLo;
      held.hi = this.#bytesHi;
    } else {
      raw = held.lo ^ Math.imul(held.hi, 0x9e3779b1) ^ ((to - from) << 24);
      if (to - from > 8) for (let i = from; i < to; i++) raw = Math.imul(raw, 31) + bytes[i]!;
    }
    // Raw integers hash as unsigned ones, so that what only one release knows can still match.
    const kind = held.kind === HeldKind.RAW ? (isBytes ? HeldKind.BYTES : HeldKind.INTEGER) : held.kind;
    this.lo[node] = scramble(held.lo ^ Math.imul(held.hi, 0x27d4eb2f) ^ kind);
    this.hi[node] = scramble(held.hi ^ Math.imul(held.lo, 0x165667b1) ^ 0x51ed ^ kind);
    this.wire[node] = scramble(raw ^ ((wire.kind[node]! | (wire.head[node]! << 8)) << 3));
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
