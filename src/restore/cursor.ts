import { readVarint, VarintFault, varint, WireType } from "../wire/index.ts";

/** Why the bytes of a message do not parse any further, in R's words. */
export interface Break {
  readonly rule: "malformed" | "no-resources";
  readonly message: string;
}

const NO_BYTES: Break = { rule: "malformed", message: "eof parsing a byte array" };
const NO_FIXED64: Break = { rule: "malformed", message: "eof parsing a fixed64" };
const NO_FIXED32: Break = { rule: "malformed", message: "eof parsing a fixed32" };
const BAD_RESOURCES: Break = { rule: "no-resources", message: "invalid resource range" };
const NO_RESOURCE: Break = { rule: "no-resources", message: "missing resource" };

/** R's words for a varint that cannot be read. */
export function varintWords(fault: number): string {
  return fault === VarintFault.EOF ? "eof parsing a varint" : "varint too big";
}

/**
 * The bytes of a blob and the field that is being read of them. It is read again and again in place, so that a field costs no
 * allocation. Borrows the bytes.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  /** Where the next field begins. */
  at = 0;
  number = 0;
  wire = 0;
  /** Where the field begins: its tag. */
  from = 0;
  /** Range of its value, without the length before it. */
  valueFrom = 0;
  valueTo = 0;
  /** The halves of a varint. */
  lo = 0;
  hi = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Reads the field at `at`, in a message that ends at `end`, and goes behind it. Tells why when it does not parse. */
  next(end: number): Break | undefined {
    this.from = this.at;
    const fault = readVarint(this.bytes, this.at, end);
    if (fault !== VarintFault.NONE) return brokenVarint(fault);
    this.wire = varint.lo & 7;
    this.number = keyNumber();
    this.valueFrom = varint.next;
    const broken = this.#value(end);
    if (!broken) this.at = this.valueTo;
    return broken;
  }

  /** Finds the range of the value behind the key that was read. */
  #value(end: number): Break | undefined {
    switch (this.wire) {
      case WireType.VARINT: {
        const fault = readVarint(this.bytes, this.valueFrom, end);
        if (fault !== VarintFault.NONE) return brokenVarint(fault);
        this.lo = varint.lo;
        this.hi = varint.hi;
        this.valueTo = varint.next;
        return undefined;
      }
      case WireType.I64:
        this.valueTo = this.valueFrom + 8;
        return this.valueTo > end ? NO_FIXED64 : undefined;
      case WireType.I32:
        this.valueTo = this.valueFrom + 4;
        return this.valueTo > end ? NO_FIXED32 : undefined;
      case WireType.LEN:
      case WireType.MESH:
        return this.#payload(end);
      case WireType.RESOURCE:
        return NO_RESOURCE;
      default:
        return { rule: "malformed", message: `unknown wire type ${this.wire}` };
    }
  }

  #payload(end: number): Break | undefined {
    let resources = 0;
    if (this.wire === WireType.MESH) {
      const fault = readVarint(this.bytes, this.valueFrom, end);
      if (fault !== VarintFault.NONE) return brokenVarint(fault);
      resources = varint.lo;
      this.valueFrom = varint.next;
    }
    const fault = readVarint(this.bytes, this.valueFrom, end);
    if (fault !== VarintFault.NONE) return brokenVarint(fault);
    if (resources > 0) return BAD_RESOURCES;
    if (varint.hi > 0 || varint.lo > end - varint.next) return NO_BYTES;
    this.valueFrom = varint.next;
    this.valueTo = varint.next + varint.lo;
    return undefined;
  }

  /** True when all bytes of the value are zero. */
  isZero(): boolean {
    for (let at = this.valueFrom; at < this.valueTo; at++) if (this.bytes[at] !== 0) return false;
    return true;
  }

  /** True when the bytes `[from, to)` are those of the whole field that is being read. */
  isSameAs(from: number, to: number): boolean {
    const size = this.valueTo - this.from;
    if (to - from !== size) return false;
    for (let at = 0; at < size; at++) if (this.bytes[from + at] !== this.bytes[this.from + at]) return false;
    return true;
  }

  /** The bytes of the value, borrowed. */
  value(): Uint8Array {
    return this.bytes.subarray(this.valueFrom, this.valueTo);
  }

  /** Where a field ends that begins at `from` and was read before. */
  endOf(from: number): number {
    readVarint(this.bytes, from, this.from);
    return this.#afterValue(this.from);
  }

  /** How many fields of a number stand in `[from, to)`, which parses. Linear in these bytes. */
  countIn(from: number, to: number, number: number): number {
    let count = 0;
    for (let at = from; at < to; at = this.#afterValue(to)) {
      readVarint(this.bytes, at, to);
      if (keyNumber() === number) count++;
    }
    return count;
  }

  /** Which of the fields of a number in `[from, …)` holds the byte `inside`, and where its payload begins. Linear in what stands before it. */
  holderOf(from: number, inside: number, number: number): { readonly nth: number; readonly start: number } {
    let nth = -1;
    let start = from;
    for (let at = from; at < inside; ) {
      readVarint(this.bytes, at, this.bytes.length);
      const isOne = keyNumber() === number;
      const { lo } = varint;
      at = this.#afterValue(this.bytes.length);
      if (!isOne) continue;
      nth++;
      start = (lo & 7) === WireType.LEN || (lo & 7) === WireType.MESH ? at - varint.lo : at;
    }
    return { nth, start };
  }

  /**
   * True when `[from, to)` holds a field that is reached by these numbers, the outermost last, before the first key that does not parse. Linear in
   * these bytes.
   */
  isIn(from: number, to: number, numbers: readonly number[]): boolean {
    // Ranges that are looked through, one within the other.
    const open = [from, to];
    while (open.length > 0) {
      const inside = open.length / 2;
      const end = open.at(-1)!;
      const at = open.at(-2)!;
      if (at >= end || readVarint(this.bytes, at, end) !== VarintFault.NONE) {
        open.length -= 2;
        continue;
      }
      const isStep = keyNumber() === numbers[numbers.length - inside];
      if (isStep && inside === numbers.length) return true;
      const isPayload = (varint.lo & 7) === WireType.LEN;
      const next = this.#afterValue(end);
      open[open.length - 2] = next;
      if (isStep && isPayload && next <= end) open.push(varint.next, next);
    }
    return false;
  }

  /** Where the value behind the key ends that `varint` holds, in bytes that parse. */
  #afterValue(end: number): number {
    const wire = varint.lo & 7;
    if (wire === WireType.I64) return varint.next + 8;
    if (wire === WireType.I32) return varint.next + 4;
    readVarint(this.bytes, varint.next, end);
    if (wire === WireType.MESH) readVarint(this.bytes, varint.next, end);
    return wire === WireType.VARINT ? varint.next : varint.next + varint.lo;
  }
}

/** The field number in the key that `varint` holds. */
function keyNumber(): number {
  return ((varint.lo >>> 3) | (varint.hi << 29)) >>> 0;
}

function brokenVarint(fault: number): Break {
  return { rule: "malformed", message: varintWords(fault) };
}
