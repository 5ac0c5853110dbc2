import { readVarint, VarintFault, varint, WireType } from "../wire/index.ts";
import { loop, MOST_WINDOW } from "./loop-memory.ts";
import { PlainWindow } from "./plain-window.ts";
import type { Reading } from "./reader.ts";

/** A blob that is not in memory. */
export interface BlobSource {
  readonly length: number;
  /** Puts the bytes from `from` on into an array, and fills it. Throws when they cannot be had. */
  read(into: Uint8Array, from: number): void;
}

/** Bytes at the start of a blob by which it is told what it is. */
const FIRST = 4096;
/** Windows of which plain reading may give up more than it takes, before it is not tried any more. */
const MOST_GIVEN_UP = 16;

/** Root fields that stand whole in a window. */
interface RootFields {
  /** Behind the last of them. */
  readonly end: number;
  /** Their key, where all have the same; -1 otherwise. */
  readonly key: number;
}

/**
 * A blob that is read from its source a window at a time. Where a window holds nothing but elements of one list of the root, and all is
 * plain in them, its bytes are gone when the next one comes: only what asks for the exact path is kept in `bytes`. So most of a large blob
 * costs neither memory nor the time to get it.
 */
export class Windows {
  readonly #source: BlobSource;
  /** As long as the blob; zero where nothing was kept. */
  readonly bytes: Uint8Array;
  /** Something before the place where the reading is was not kept. */
  #hasGaps = false;
  #isWhole = false;
  readonly #size: number;

  /** Keeps the first bytes of the blob. `size` are the bytes of a window, `MOST_WINDOW` at most. */
  constructor(source: BlobSource, size = MOST_WINDOW) {
    this.#size = size;
    this.#source = source;
    this.bytes = new Uint8Array(source.length);
    source.read(this.bytes.subarray(0, FIRST), 0);
  }

  /** All bytes of the blob. */
  whole(): Uint8Array {
    if (!this.#isWhole) this.#source.read(this.bytes, 0);
    this.#isWhole = true;
    return this.bytes;
  }

  /** Takes a reading of `bytes` to its end, from its beginning. Gives the reading. */
  run(reading: Reading): Reading {
    this.#hasGaps = false;
    if (!this.#isWhole && this.#runWindows(reading)) return reading;
    loop()?.forgetWindow();
    return reading.run();
  }

  /** Goes on for as long as windows are worth while, and keeps all that is needed from there on. True when the reading is over. */
  #runWindows(reading: Reading): boolean {
    const fast = loop();
    const plain = new PlainWindow(reading);
    for (let givenUp = 0; fast; ) {
      const { at } = reading.cursor;
      if (this.bytes.length - at <= this.#size) {
        this.#keepEnd(at, plain);
        return false;
      }
      // Where the loop looks for it, so that it is not copied.
      const window = fast.window(this.#size);
      this.#source.read(window, at);
      const fields = rootFieldsIn(window, fast.skip(window.length));
      if (plain.take(window, fields.end, fields.key)) {
        givenUp = Math.max(0, givenUp - 1);
        this.#hasGaps = true;
        continue;
      }
      // Of a field that is of no list the exact path may ask what stood before.
      if (fields.end === 0 || ++givenUp > MOST_GIVEN_UP || (this.#hasGaps && !plain.isOfList(fields.key))) break;
      this.bytes.set(fast.window(this.#size), at);
      if (reading.advance(at + fields.end)) return true;
      if (reading.stack.at !== 0 || reading.cursor.at !== at + fields.end) break;
    }
    this.whole();
    return false;
  }

  /** Keeps the last window; and all, where the exact path may ask of it what stood before. */
  #keepEnd(at: number, plain: PlainWindow): void {
    const rest = this.bytes.subarray(at);
    this.#source.read(rest, at);
    const { end, key } = rootFieldsIn(rest, 0);
    if (this.#hasGaps && (end !== rest.length || !plain.isOfList(key))) this.whole();
  }
}

/** The root fields that stand whole at the start of a window, as far as they parse. In `[0, alike)` all have the key of the first one. */
function rootFieldsIn(window: Uint8Array, alike: number): RootFields {
  const { length } = window;
  let key = 0;
  let end = 0;
  if (alike > 0) {
    readVarint(window, 0, length);
    key = varint.lo;
    end = alike;
  }
  for (;;) {
    if (readVarint(window, end, length) !== VarintFault.NONE || varint.hi !== 0) break;
    const own = varint.lo;
    const after = endOfValue(window, own & 7, length);
    if (after < 0 || after > length) break;
    key = end === 0 || key === own ? own : -1;
    end = after;
  }
  return { end, key };
}

/** Where the value behind the key that `varint` holds ends; -1 when that is not known. */
function endOfValue(bytes: Uint8Array, wire: number, end: number): number {
  if (wire === WireType.I64) return varint.next + 8;
  if (wire === WireType.I32) return varint.next + 4;
  if (wire !== WireType.VARINT && wire !== WireType.LEN) return -1;
  if (readVarint(bytes, varint.next, end) !== VarintFault.NONE) return -1;
  if (wire === WireType.VARINT) return varint.next;
  return varint.hi === 0 ? varint.next + varint.lo : -1;
}
