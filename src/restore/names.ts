/** Places of names, a power of two, at first. */
const FIRST_PLACES = 256;

/**
 * Numbers for names that stand in the bytes of a blob, 0 for the first that is put: bytes are compared, four at a time, and no string is made.
 * Copies the names. Cost of a call: the bytes of the name.
 */
export class Names {
  /** How many there are. */
  size = 0;
  /** By place, of which there are at least twice as many as names: a name's number and 1, or 0. */
  #places = new Int32Array(FIRST_PLACES);
  /** By number: the hash of a name, and where its bytes end; they begin where those of the one before end. */
  #hashes = new Int32Array(FIRST_PLACES / 2);
  #ends = new Int32Array(FIRST_PLACES / 2);
  #bytes = new DataView(new ArrayBuffer(16 * FIRST_PLACES));

  /** The number of the name `[from, to)`, -1 for one that was not put. */
  idOf(view: DataView, from: number, to: number): number {
    const hash = hashOf(view, from, to);
    return this.#places[this.#placeOf(hash, view, from, to)]! - 1;
  }

  /** The number of the name, of a new one too: then `size` grows. */
  put(view: DataView, from: number, to: number): number {
    const hash = hashOf(view, from, to);
    const place = this.#placeOf(hash, view, from, to);
    const id = this.#places[place]! - 1;
    if (id >= 0) return id;
    this.#places[place] = ++this.size;
    this.#copy(view, from, to);
    this.#hashes[this.size - 1] = hash;
    if (this.size * 2 === this.#places.length) this.#grow();
    return this.size - 1;
  }

  #startOf(id: number): number {
    return id === 0 ? 0 : this.#ends[id - 1]!;
  }

  /** The place of the name, or the free one for it. */
  #placeOf(hash: number, view: DataView, from: number, to: number): number {
    const places = this.#places;
    const last = places.length - 1;
    let place = firstOf(hash) & last;
    for (let id = places[place]! - 1; id >= 0; id = places[place]! - 1) {
      if (this.#hashes[id] === hash && this.#isSame(id, view, from, to)) return place;
      place = (place + 1) & last;
    }
    return place;
  }

  #isSame(id: number, view: DataView, from: number, to: number): boolean {
    const start = this.#startOf(id);
    const length = to - from;
    if (this.#ends[id]! - start !== length) return false;
    let i = 0;
    for (; i + 4 <= length; i += 4) if (this.#bytes.getInt32(start + i) !== view.getInt32(from + i)) return false;
    for (; i < length; i++) if (this.#bytes.getUint8(start + i) !== view.getUint8(from + i)) return false;
    return true;
  }

  /** Copies the bytes of the name of the last number. */
  #copy(view: DataView, from: number, to: number): void {
    let at = this.#startOf(this.size - 1);
    const end = at + to - from;
    if (end > this.#bytes.byteLength) {
      const wider = new Uint8Array(Math.max(end, 2 * this.#bytes.byteLength));
      wider.set(new Uint8Array(this.#bytes.buffer));
      this.#bytes = new DataView(wider.buffer);
    }
    for (let i = from; i < to; i++) this.#bytes.setUint8(at++, view.getUint8(i));
    this.#ends[this.size - 1] = end;
  }

  #grow(): void {
    const places = new Int32Array(2 * this.#places.length);
    const last = places.length - 1;
    for (let id = 0; id < this.size; id++) {
      let place = firstOf(this.#hashes[id]!) & last;
      while (places[place] !== 0) place = (place + 1) & last;
      places[place] = id + 1;
    }
    this.#places = places;
    this.#hashes = withRoom(this.#hashes, places.length / 2);
    this.#ends = withRoom(this.#ends, places.length / 2);
  }
}

/** The bytes as what `Names` reads. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function withRoom(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(old);
  return wider;
}

function hashOf(view: DataView, from: number, to: number): number {
  let hash = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) hash = mixed(hash, view.getInt32(at));
  for (; at < to; at++) hash = mixed(hash, view.getUint8(at));
  return hash;
}

function firstOf(hash: number): number {
  return hash ^ (hash >>> 13);
}

function mixed(hash: number, word: number): number {
  const mix = Math.imul(hash ^ word, 0x9e3779b1);
  return mix ^ (mix >>> 15);
}
