import type { SchemaSet } from "../schema/index.ts";
import type { Resaved } from "./model.ts";

/**
 * The bytes that the reader's release would write after reading the blob, every `Any` of a known type resaved too. Decoded with the
 * reader's schema they are the values that the reader would hold. Linear in the blob.
 */
export function resave(_bytes: Uint8Array, _root: string, _reader: SchemaSet, _writer?: SchemaSet): Resaved {
  return { kind: "no-root" };
}
