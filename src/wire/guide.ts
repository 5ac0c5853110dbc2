/**
 * Tells the scanner what it cannot know from the wire: which field a number is, and how its payload is to be read. A shape is an
 * opaque number of the guide's own, 0 or more; the decoder's are message types.
 */
export interface Guide {
  /** Ref of field `number` in a message of `shape`, or -1. */
  field(shape: number, number: number): number;
  /** How the payload `[from, to)` of a LEN or MESH field is to be read: a shape, or a `Content` code. */
  content(shape: number, ref: number, bytes: Uint8Array, from: number, to: number): number;
  /** Shape of the content of a group. */
  group(shape: number, ref: number): number;
}
