/** Wire types as they stand in the low three bits of a tag; 6 and 7 are mesh extensions. */
export const WireType = { VARINT: 0, I64: 1, LEN: 2, SGROUP: 3, EGROUP: 4, I32: 5, MESH: 6, RESOURCE: 7 } as const;

/**
 * Kind of a node: 0 to 7 is the wire type of a field with a tag of its own; the others have none.
 * An element is one number of a packed field, of 1 or 2 bytes only where a user reads bytes so; `RAW` is what could not be parsed to the
 * end of its message.
 */
export const NodeKind = {
  ...WireType,
  ELEMENT_VARINT: 8,
  ELEMENT_I64: 9,
  ELEMENT_I32: 10,
  RAW: 11,
  ELEMENT_I16: 12,
  ELEMENT_I8: 13,
} as const;
export type NodeKind = (typeof NodeKind)[keyof typeof NodeKind];

/** The words for kinds 0 to 7. */
export const WIRE_NAMES = ["VARINT", "I64", "LEN", "SGROUP", "EGROUP", "I32", "MESH", "RESOURCE"] as const;
export type WireName = (typeof WIRE_NAMES)[number];

/** What a guide says of a payload when it is not a message shape, which is 0 or more. */
export const Content = { BYTES: -1, PACKED_VARINT: -2, PACKED_I64: -3, PACKED_I32: -4, PACKED_I16: -5, PACKED_I8: -6 } as const;
