/**
 * A small text language for wire bytes, so that tests and examples read as fields and not as opaque hex.
 *
 *   1: 5   1: -1   1: true   1: 5z            VARINT (negative: 64-bit two's complement; z: zigzag)
 *   1: 5i32   1: 5i64   1: 1.5f   1: 1.5d     I32 and I64, little endian
 *   1: "text\n\x00"   1: `0a 1b 00*6`         LEN of a string, of hex bytes (`*6`: the byte before it, 6 times in all)
 *   1: { 2: 7 }   1: [1 2z 3i32]              LEN of a message, of packed elements
 *   1: !{ 2: 7 }                              SGROUP … EGROUP
 *   1: mesh 0 { 2: 7 }   1: resource          wire types 6 (with its resource count) and 7
 *   `ffff`                                    these bytes, at this place
 *   1~2: 5   1: 5~3   1: ~3{ 2: 7 }           tag, varint, length padded to so many bytes
 *
 * Numbers may be written `0x1f`, floats `inff`, `-infd`, `nanf`. `#` starts a comment; white space and commas separate.
 */

const wire = { VARINT: 0, I64: 1, LEN: 2, SGROUP: 3, EGROUP: 4, I32: 5, MESH: 6, RESOURCE: 7 } as const;
const word = /[A-Za-z0-9_.+-]/;
const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, "0": 0, "\\": 92, '"': 34 };

/** A value ready for the wire: its wire type, and its bytes with their length when it has one. */
interface Encoded {
  readonly wireType: number;
  readonly bytes: readonly number[];
}

/**
 * The bytes of a varint: the value modulo 2^64, at least `padTo` bytes long by continuation bytes that carry nothing.
 * A `padTo` above 10 gives what a reader refuses.
 */
export function encodeVarint(value: bigint | number, padTo = 1): Uint8Array<ArrayBuffer> {
  return new Uint8Array(varint(BigInt(value), padTo));
}

/**
 * The wire bytes of a text in the language above. A tool for our own tests and examples: a mistake in the text throws an `Error`
 * with line and column. Nesting is recursive, and each level copies its content once.
 */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  const parser = new TextParser(text);
  return new Uint8Array(parser.fields(undefined));
}

function varint(value: bigint, padTo: number): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  out.push(Number(rest));
  for (; out.length < padTo; out.push(0)) out[out.length - 1]! |= 0x80;
  return out;
}

function append(to: number[], bytes: Iterable<number>): void {
  for (const byte of bytes) to.push(byte);
}

function fixed(size: 4 | 8, write: (view: DataView) => void): number[] {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return [...new Uint8Array(view.buffer)];
}

class TextParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Fields up to the closing mark (or the end of the text when there is none), which is consumed. */
  fields(close: "}" | undefined): number[] {
    const out: number[] = [];
    for (;;) {
      this.#space();
      if (this.#at >= this.#text.length) {
        if (close) this.#fail(`'${close}' is missing`);
        return out;
      }
      if (close && this.#take(close)) return out;
      append(out, this.#peek() === "`" ? this.#hex() : this.#field());
    }
  }

  #field(): number[] {
    const start = this.#at;
    const digits = this.#word();
    if (!/^\d+$/.test(digits)) this.#fail("a field number or `hex` is expected", start);
    const number = BigInt(digits);
    const tagPad = this.#pad();
    this.#space();
    if (!this.#take(":")) this.#fail("':' is expected after a field number");
    this.#space();
    const value = this.#value(number);
    const out = varint((number << 3n) | BigInt(value.wireType), tagPad);
    append(out, value.bytes);
    return out;
  }

  #value(number: bigint): Encoded {
    const lengthPad = this.#pad();
    const mark = this.#peek();
    if (mark === '"') return this.#len(this.#string(), lengthPad);
    if (mark === "`") return this.#len(this.#hex(), lengthPad);
    if (this.#take("{")) return this.#len(this.fields("}"), lengthPad);
    if (this.#take("[")) return this.#len(this.#elements(), lengthPad);
    if (lengthPad !== 1) this.#fail("a padded length needs a string, hex, message or list after it");
    if (this.#take("!")) {
      if (!this.#take("{")) this.#fail("'{' is expected after '!'");
      return { wireType: wire.SGROUP, bytes: [...this.fields("}"), ...varint((number << 3n) | BigInt(wire.EGROUP), 1)] };
    }
    if (this.#text.startsWith("resource", this.#at)) {
      this.#at += "resource".length;
      return { wireType: wire.RESOURCE, bytes: [] };
    }
    if (this.#text.startsWith("mesh", this.#at)) return this.#mesh();
    return this.#scalar();
  }

  #len(bytes: readonly number[], lengthPad: number): Encoded {
    const out = varint(BigInt(bytes.length), lengthPad);
    append(out, bytes);
    return { wireType: wire.LEN, bytes: out };
  }

  #mesh(): Encoded {
    this.#at += "mesh".length;
    this.#space();
    const start = this.#at;
    const count = this.#word();
    if (!/^\d+$/.test(count)) this.#fail("a resource count is expected after 'mesh'", start);
    this.#space();
    if (!this.#take("{")) this.#fail("'{' is expected after the resource count");
    return { wireType: wire.MESH, bytes: [...varint(BigInt(count), 1), ...this.#len(this.fields("}"), 1).bytes] };
  }

  #elements(): number[] {
    const out: number[] = [];
    for (;;) {
      this.#space();
      if (this.#take("]")) return out;
      if (this.#at >= this.#text.length) this.#fail("']' is missing");
      append(out, this.#scalar().bytes);
    }
  }

  #scalar(): Encoded {
    const start = this.#at;
    const text = this.#word();
    if (text === "true" || text === "false") return { wireType: wire.VARINT, bytes: varint(text === "true" ? 1n : 0n, this.#pad()) };
    const integer = /^(-?)(0x[0-9a-fA-F]+|\d+)(z|i32|i64)?$/.exec(text);
    if (integer) {
      const value = BigInt(integer[2]!) * (integer[1] ? -1n : 1n);
      if (integer[3] === "i32")
        return { wireType: wire.I32, bytes: fixed(4, (v) => v.setUint32(0, Number(BigInt.asUintN(32, value)), true)) };
      if (integer[3] === "i64") return { wireType: wire.I64, bytes: fixed(8, (v) => v.setBigUint64(0, BigInt.asUintN(64, value), true)) };
      return { wireType: wire.VARINT, bytes: varint(integer[3] === "z" ? (value << 1n) ^ (value >> 63n) : value, this.#pad()) };
    }
    const float = /^(-?)(inf|nan|\d+(?:\.\d+)?(?:e[+-]?\d+)?)([fd])$/.exec(text);
    if (!float) this.#fail(text === "" ? "a value is expected" : `'${text}' is not a value`, start);
    const magnitude = float[2] === "inf" ? Number.POSITIVE_INFINITY : float[2] === "nan" ? Number.NaN : Number(float[2]);
    const value = float[1] ? -magnitude : magnitude;
    if (float[3] === "f") return { wireType: wire.I32, bytes: fixed(4, (v) => v.setFloat32(0, value, true)) };
    return { wireType: wire.I64, bytes: fixed(8, (v) => v.setFloat64(0, value, true)) };
  }

  #string(): number[] {
    const start = this.#at++;
    const out: number[] = [];
    const encoder = new TextEncoder();
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char === "\n") this.#fail("the string has no end", start);
      this.#at++;
      if (char === '"') return out;
      if (char !== "\\") {
        const point = this.#text.codePointAt(this.#at - 1)!;
        if (point > 0xffff) this.#at++;
        append(out, encoder.encode(String.fromCodePoint(point)));
        continue;
      }
      const escaped = this.#text[this.#at++] ?? "";
      const hex = escaped === "x" ? this.#text.slice(this.#at, this.#at + 2) : "";
      if (/^[0-9a-fA-F]{2}$/.test(hex)) this.#at += 2;
      else if (escapes[escaped] === undefined) this.#fail(`unknown escape '\\${escaped}'`, this.#at - 2);
      out.push(hex ? Number.parseInt(hex, 16) : escapes[escaped]!);
    }
  }

  #hex(): number[] {
    const start = this.#at++;
    const end = this.#text.indexOf("`", this.#at);
    if (end < 0) this.#fail("the hex bytes have no end", start);
    const out: number[] = [];
    while (this.#at < end) {
      const [part] = /^(?:\s+|[0-9a-fA-F]{2}|\*\d+)/.exec(this.#text.slice(this.#at, Math.min(end, this.#at + 64))) ?? [];
      if (part === undefined) this.#fail("hex bytes are two digits each");
      if (part[0] === "*") {
        const byte = out.at(-1);
        if (byte === undefined) this.#fail("'*' repeats the byte before it");
        for (let n = Number(part.slice(1)); n > 1; n--) out.push(byte);
      } else if (part.trim() !== "") out.push(Number.parseInt(part, 16));
      this.#at += part.length;
    }
    this.#at = end + 1;
    return out;
  }

  /** `~N`, else 1. */
  #pad(): number {
    if (!this.#take("~")) return 1;
    const [digits] = /^\d{1,2}/.exec(this.#text.slice(this.#at, this.#at + 2)) ?? [];
    if (digits === undefined) this.#fail("a number of bytes is expected after '~'");
    this.#at += digits.length;
    return Number(digits);
  }

  #word(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && word.test(this.#text[this.#at]!)) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #space(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === "#") {
        const end = this.#text.indexOf("\n", this.#at);
        this.#at = end < 0 ? this.#text.length - 1 : end;
      } else if (char !== "," && char.trim() !== "") return;
    }
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #take(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #fail(what: string, at = this.#at): never {
    const before = this.#text.slice(0, at).split("\n");
    throw new Error(`${before.length}:${before.at(-1)!.length + 1}: ${what}`);
  }
}

/** Bytes one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A LEN field: tag, length and payload. */
export function encodeLen(number: number, payload: Uint8Array): Uint8Array {
  return joinBytes([Uint8Array.from([...encodeVarint(number * 8 + 2), ...encodeVarint(payload.length)]), payload]);
}
