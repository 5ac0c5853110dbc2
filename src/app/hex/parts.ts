import type { ByteRange } from "../../base/index.ts";
import type { Details } from "../../worker/protocol.ts";
import type { HexParts } from "./types.ts";

/** Where tag, length and value of a row lie. */
export function partsOf(wire: Details["wire"]): HexParts {
  if (!wire) return {};
  const from = wire.range[0];
  const tag: ByteRange = [from, from + wire.tagBytes];
  const length: ByteRange = [tag[1], tag[1] + wire.lengthBytes];
  return {
    ...(wire.tagBytes > 0 ? { tag } : {}),
    ...(wire.lengthBytes > 0 ? { length } : {}),
    value: [length[1], wire.range[1]],
  };
}
