/** Writes protobuf bytes for the generators: plain, standard, in the order of the calls. */
export class Writer {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** The bytes written so far, as a view. */
  get bytes() {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(count) {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.bytes);
    this.#bytes = grown;
  }

  /** A varint of a number below 2^53 or a bigint below 2^64. */
  varint(value) {
    this.#room(10);
    let rest = BigInt(value);
    for (; rest > 127n; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 127n) | 128;
    this.#bytes[this.#length++] = Number(rest);
    return this;
  }

  raw(bytes) {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  number(field, value) {
    return this.varint(field << 3).varint(value);
  }

  bytesField(field, bytes) {
    return this.varint((field << 3) | 2)
      .varint(bytes.length)
      .raw(bytes);
  }

  text(field, text) {
    return this.bytesField(field, new TextEncoder().encode(text));
  }

  message(field, fill) {
    const inner = new Writer();
    fill(inner);
    return this.bytesField(field, inner.bytes);
  }

  packed(field, values) {
    return this.message(field, (inner) => {
      for (const value of values) inner.varint(value);
    });
  }

  fixed32(field, value) {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    return this.varint((field << 3) | 5).raw(bytes);
  }

  fixed64(field, value) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return this.varint((field << 3) | 1).raw(bytes);
  }
}
