import { hexOf } from "../base/index.ts";
import type { ScalarType, SchemaSet } from "../schema/index.ts";
import { lastLenField, readVarint, varint } from "../wire/index.ts";

/** Type of the keys of the map field `ref`. */
export function keyTypeOf(set: SchemaSet, ref: number): ScalarType {
  const { type } = set.fields[ref]!;
  const declared = type.kind === "message" ? set.types[type.typeId]?.fields.find(({ number }) => number === 1)?.type : undefined;
  return declared?.kind === "scalar" ? declared.scalar : "string";
}

/** The key of the entry with content `[from, to)` in a map of text: one that is absent is the empty text. */
export function textKey(bytes: Uint8Array, from: number, to: number): string {
  const text = lastLenField(bytes, from, to, 1);
  return text ? hexOf(bytes, text[0], text[1]) : "";
}

/**
 * The key of an entry in a map of numbers, from the value `[from, to)` of its last field 1, as the reader holds it: the default is "",
 * as is an absent key, and how a varint is spelled says nothing.
 */
export function numberKey(bytes: Uint8Array, type: ScalarType, isVarint: boolean, from: number, to: number): string {
  if (!isVarint) return hexOf(bytes, from, to).replace(/^0+$/, "");
  readVarint(bytes, from, to);
  const { lo, hi } = varint;
  if (type === "bool") return lo === 0 && hi === 0 ? "" : "1";
  if (type.endsWith("64")) return lo === 0 && hi === 0 ? "" : `${hi},${lo}`;
  return lo === 0 ? "" : `${lo}`;
}
