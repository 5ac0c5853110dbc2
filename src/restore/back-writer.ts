/**
 * Wire bytes from the last one to the first, so that a length is known when it is written: no message is sized before it is written.
 */
export class BackWriter {
  #bytes = new Uint8Array(1024);
  #start = 1024;

  /** Bytes written. */
  get size(): number {
    return this.#bytes.length - this.#start;
  }

  #room(bytes: number): void {
    if (this.#start >= bytes) return;
    const { size } = this;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, size + bytes));
    larger.set(this.#bytes.subarray(this.#start), larger.length - size);
    this.#start = larger.length - size;
    this.#bytes = larger;
  }

  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#start -= bytes.length;
    this.#bytes.set(bytes, this.#start);
  }

  zeros(count: number): void {
    this.#room(count);
    this.#start -= count;
    this.#bytes.fill(0, this.#start, this.#start + count);
  }

  /** A varint of up to 64 unsigned bits, in as few bytes as will do. */
  varint(value: number | bigint): void {
    if (typeof value === "number" || value < 0x1_0000_0000n) {
      this.small(Number(value));
      return;
    }
    let length = 1;
    for (let rest = value >> 7n; rest > 0n; rest >>= 7n) length++;
    this.#room(length);
    this.#start -= length;
    let rest = value;
    for (let at = 0; at < length; at++, rest >>= 7n) this.#bytes[this.#start + at] = Number(rest & 0x7fn) | (at + 1 < length ? 0x80 : 0);
  }

  /** A varint of up to 53 bits. */
  small(value: number): void {
    let length = 1;
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) length++;
    this.#room(length);
    this.#start -= length;
    let rest = value;
    for (let at = 0; at < length; at++, rest = Math.floor(rest / 128))
      this.#bytes[this.#start + at] = (rest % 128) | (at + 1 < length ? 0x80 : 0);
  }

  key(number: number, wire: number): void {
    this.small(number * 8 + wire);
  }

  /** What was written, in a buffer of its own. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(this.#start);
  }
}
