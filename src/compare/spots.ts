import type { Decoded } from "../decode/index.ts";

/**
 * Where something stands on one side: a node by its index, -1 for nothing (or the root), and below that an occurrence of which only the
 * place on the wire is known, `-2 - offset`: an *unread* one. Nodes of a big blob are made when they are looked at, and what is equal
 * is never looked at. Unread ones are LEN fields whose tag and length are not overlong.
 */
export type Spot = number;

/** The occurrence whose tag stands at `offset`. */
export function unread(offset: number): Spot {
  return -2 - offset;
}

/** Whether a spot is told by its place alone: no node was made for it. */
export function isUnread(spot: Spot): boolean {
  return spot < -1;
}

/** The node at a spot; -1 stays. */
export function nodeOf({ nodes }: Decoded, spot: Spot): number {
  return spot >= -1 ? spot : nodes.fieldAt(-2 - spot);
}

/** The nodes at all of them: the same list when each is one already. */
export function nodesOf(decoded: Decoded, spots: readonly Spot[]): readonly number[] {
  return spots.some(isUnread) ? spots.map((spot) => nodeOf(decoded, spot)) : spots;
}

/** Offset of the first byte at a spot. */
export function fromOf({ nodes }: Decoded, spot: Spot): number {
  return isUnread(spot) ? -2 - spot : nodes.from(spot);
}

/** Length of the unread value that `valueAt` met last. */
let unreadLength = 0;

/** Offset past the last byte at a spot. */
export function toOf(decoded: Decoded, spot: Spot): number {
  if (!isUnread(spot)) return decoded.nodes.to(spot);
  return valueAt(decoded, spot) + unreadLength;
}

/** Offset of the value at a spot, past tag and length. */
export function valueAt({ nodes, bytes }: Decoded, spot: Spot): number {
  if (!isUnread(spot)) return nodes.from(spot) + nodes.head(spot);
  let at = -2 - spot;
  while (bytes[at++]! >= 0x80);
  let byte = bytes[at++]!;
  let length = byte & 0x7f;
  for (let shift = 7; byte >= 0x80; shift += 7) {
    byte = bytes[at++]!;
    length |= (byte & 0x7f) << shift;
  }
  unreadLength = length;
  return at;
}
