import { escaped, inQuotes } from "../base/index.ts";
import { readScalar, wireOfScalar } from "../decode/index.ts";
import type { MessageType } from "../schema/index.ts";
import { WireType } from "../wire/index.ts";
import { Cursor } from "./cursor.ts";

/** A map's field in an open message: where that begins, the field's number, and the type of its entries. */
export interface MapField {
  readonly start: number;
  readonly number: number;
  readonly entry: MessageType;
}

/** An entry's field in the blob, `[from, to)`. */
export interface MapEntry {
  readonly from: number;
  readonly to: number;
}

/** The keys of maps, which are told by looking at the bytes again. Borrows them. */
export class MapKeys {
  readonly #fields: Cursor;
  readonly #within: Cursor;
  #map: MapField | undefined;
  #to = 0;
  /** The entry that was asked for last, and what it was told. */
  #asked = -1;
  #told = "";
  #counts = new Map<string, number>();

  constructor(bytes: Uint8Array) {
    this.#fields = new Cursor(bytes);
    this.#within = new Cursor(bytes);
  }

  /**
   * `["k"]` of the entry whose field begins at `from`, and `[1]` behind it when it is the second one of its key. Linear in what stands before
   * it in the message; entry after entry, linear in all.
   */
  step(map: MapField, from: number): string {
    const isSameMap = this.#map?.start === map.start && this.#map.number === map.number;
    if (isSameMap && this.#asked === from) return this.#told;
    if (!isSameMap || this.#to > from) {
      this.#map = map;
      this.#to = map.start;
      this.#counts = new Map();
    }
    let key = "";
    const { bytes } = this.#fields;
    for (this.#fields.at = this.#to; this.#fields.at <= from && !this.#fields.next(bytes.length); this.#to = this.#fields.at) {
      if (this.#fields.number !== map.number) continue;
      key = this.#key(map.entry);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
    const nth = (this.#counts.get(key) ?? 1) - 1;
    this.#asked = from;
    this.#told = `[${inQuotes(escaped(key))}]${nth > 0 ? `[${nth}]` : ""}`;
    return this.#told;
  }

  /** The entries in the message up to `end` that a later one with the same key replaces by another value. Linear in the message. */
  replaced(map: MapField, end: number): readonly MapEntry[] {
    const last = new Map<string, MapEntry>();
    const replaced: MapEntry[] = [];
    for (this.#fields.at = map.start; this.#fields.at < end && !this.#fields.next(end); ) {
      if (this.#fields.number !== map.number) continue;
      const key = this.#key(map.entry);
      const before = last.get(key);
      if (before && !this.#fields.isSameAs(before.from, before.to)) replaced.push(before);
      last.set(key, { from: this.#fields.from, to: this.#fields.valueTo });
    }
    return replaced;
  }

  /** The key of the entry that the cursor is at, as the reader holds it: that of its last field 1, else the default. */
  #key(entry: MessageType): string {
    const declared = entry.byNumber.get(1)?.type;
    const type = declared?.kind === "scalar" ? declared.scalar : "string";
    const wire = wireOfScalar(type);
    const { wire: around, valueFrom, valueTo } = this.#fields;
    const within = this.#within;
    const isEntry = around === WireType.LEN || around === WireType.MESH;
    let key = type === "string" ? "" : type === "bool" ? "false" : "0";
    for (within.at = isEntry ? valueFrom : valueTo; within.at < valueTo && !within.next(valueTo); )
      if (within.number === 1 && within.wire === wire) key = String(readScalar(within.bytes, type, wire, within.valueFrom, within.valueTo));
    return key;
  }
}
