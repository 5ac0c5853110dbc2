import type { ByteRange } from "../../base/index.ts";
import type { Details } from "../../worker/protocol.ts";
import type { HexParts } from "./types.ts";

type OnWire = Pick<Details, "wire" | "range">;

/** Where a row stands, a run of occurrences too; undefined for what is not on the wire. */
export function rangeOf(details: OnWire | undefined): ByteRange | undefined {
  return details?.wire?.range ?? details?.range;
}

/** Where tag, length and value of a row lie; of a run of occurrences all is value. */
export function partsOf(details: OnWire | undefined): HexParts {
  const wire = details?.wire;
  if (!wire) return details?.range ? { value: details.range } : {};
  const from = wire.range[0];
  const tag: ByteRange = [from, from + wire.tagBytes];
  const length: ByteRange = [tag[1], tag[1] + wire.lengthBytes];
  return {
    ...(wire.tagBytes > 0 ? { tag } : {}),
    ...(wire.lengthBytes > 0 ? { length } : {}),
    value: [length[1], wire.range[1]],
  };
}
