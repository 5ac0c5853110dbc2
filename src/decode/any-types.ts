import { textOf } from "../base/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import { lastLenField } from "../wire/index.ts";

/** Name of the type in a type URL: what stands after the last slash. */
export function typeNameOfUrl(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

interface Known {
  readonly url: Uint8Array;
  readonly type: number;
}

const PLACES = 1024;

/**
 * Which type the content of an `Any` has, by the bytes of its type URL. A blob names a few types many times, so a URL that was met
 * before is told by its bytes; a string is made only for a new one. Holds copies of at most `PLACES` URLs.
 */
export class AnyTypes {
  readonly #set: SchemaSet;
  readonly #places: (Known | undefined)[] = new Array(PLACES).fill(undefined);
  #from = 0;
  #to = 0;

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** Offset of the URL that was looked at last. */
  get urlAt(): number {
    return this.#from;
  }

  /** Id of the type that the `Any` in `[from, to)` holds, or -1 when its URL is absent or names none of the set. */
  typeAt(bytes: Uint8Array, from: number, to: number): number {
    if (!this.#findUrl(bytes, from, to)) return -1;
    const start = this.#from;
    const end = this.#to;
    const place = placeOf(bytes, start, end);
    const known = this.#places[place];
    if (known !== undefined && isSame(known.url, bytes, start, end)) return known.type;
    const type = this.#set.typeByName.get(typeNameOfUrl(textOf(bytes, start, end)))?.id ?? -1;
    this.#places[place] = { url: bytes.slice(start, end), type };
    return type;
  }

  /** Sets `#from` and `#to` to the last occurrence of field 1. What writers write, one URL and one value, is seen at once. */
  #findUrl(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from > 2 && bytes[from] === 0x0a && bytes[from + 1]! < 0x80) {
      const end = from + 2 + bytes[from + 1]!;
      if (end === to || (end < to && this.#isValueToEnd(bytes, end, to))) {
        this.#from = from + 2;
        this.#to = end;
        return true;
      }
    }
    const url = lastLenField(bytes, from, to, 1);
    if (url === undefined) return false;
    [this.#from, this.#to] = url;
    return true;
  }

  #isValueToEnd(bytes: Uint8Array, at: number, to: number): boolean {
    if (bytes[at] !== 0x12) return false;
    let length = 0;
    for (let i = 0; i < 4 && at + 1 + i < to; i++) {
      const byte = bytes[at + 1 + i]!;
      length |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) return at + 2 + i + length === to;
    }
    return false;
  }
}

/** Names of one schema differ at their ends and in length: enough to spread them. */
function placeOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let at = Math.max(from, to - 24); at < to; at += 3) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
  return (hash ^ (hash >>> 12)) & (PLACES - 1);
}

function isSame(url: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (url.length !== to - from) return false;
  // From the end: the beginning is the same in all.
  for (let i = url.length - 1; i >= 0; i--) if (url[i] !== bytes[from + i]) return false;
  return true;
}
