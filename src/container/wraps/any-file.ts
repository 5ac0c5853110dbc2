import type { ByteRange } from "../../base/index.ts";
import { textOf } from "../../base/index.ts";
import { typeNameOfUrl } from "../../decode/index.ts";
import { readVarint, VarintFault, varint } from "../../wire/index.ts";

/** Longest type URL that is looked at. */
const longestUrl = 1024;
const typeUrl = /^(?:https?:\/\/)?[^\s/]+(?:\/[^\s/]+)*\/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** What an `Any` says of its content. */
export interface AnyContent {
  readonly typeName: string;
  /** Bytes of the content; empty at the end when there is no value. */
  readonly range: ByteRange;
}

/**
 * Reads bytes that are, from the first to the last, one `google.protobuf.Any`: field 1 once, a type URL
 * (`type.googleapis.com/PACKAGE.Name`), and field 2 at most once. Undefined for all else, a saved state unit among it: its name
 * is no URL. Whether the type is known is the caller's to say. Constant time.
 */
export function anyContent(bytes: Uint8Array): AnyContent | undefined {
  let url: ByteRange | undefined;
  let value: ByteRange | undefined;
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    if (readVarint(bytes, at + 1, bytes.length) !== VarintFault.NONE || varint.hi !== 0) return undefined;
    const range: ByteRange = [varint.next, varint.next + varint.lo];
    if (range[1] > bytes.length) return undefined;
    if (tag === 0x0a && !url) url = range;
    else if (tag === 0x12 && !value) value = range;
    else return undefined;
    at = range[1];
  }
  if (!url || url[1] - url[0] > longestUrl) return undefined;
  const text = textOf(bytes, url[0], url[1]);
  return typeUrl.test(text) ? { typeName: typeNameOfUrl(text), range: value ?? [bytes.length, bytes.length] } : undefined;
}
