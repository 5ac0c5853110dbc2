const table = new Uint32Array(256).map((_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** A CRC-32 as zip and gzip use it (reflected 0x04c11db7), of bytes that come in pieces. */
export class Crc32 {
  #crc = 0xffffffff;

  add(bytes: Uint8Array): void {
    let crc = this.#crc;
    for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
    this.#crc = crc;
  }

  /** Of all that was added since the start or `reset`, unsigned. */
  get value(): number {
    return (this.#crc ^ 0xffffffff) >>> 0;
  }

  reset(): void {
    this.#crc = 0xffffffff;
  }
}

/** The CRC-32 of the bytes, unsigned. */
export function crc32(bytes: Uint8Array): number {
  const crc = new Crc32();
  crc.add(bytes);
  return crc.value;
}
