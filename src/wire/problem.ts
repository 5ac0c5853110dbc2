import type { ByteRange } from "../base/index.ts";

/**
 * Why bytes do not parse, as codes for a column; 0 is no problem. The reason in words is the mesh reader's own
 * (mesh-reader section 3), so that it can be held against a log line.
 */
export const ProblemCode = {
  NONE: 0,
  EOF_VARINT: 1,
  VARINT_TOO_BIG: 2,
  EOF_FIXED64: 3,
  EOF_FIXED32: 4,
  EOF_BYTES: 5,
  GROUP: 6,
  OPEN_GROUP: 7,
  STRAY_END_GROUP: 8,
  MESH: 9,
  RESOURCE: 10,
  /** The rest of a message, after a field that could not be parsed. */
  UNREAD: 11,
  /** A packed field whose last element does not parse. */
  PACKED: 12,
  /** Set by the decoder: text that is not UTF-8. */
  UTF8: 13,
  /** Set by the decoder: a wire type that the field's type does not accept. */
  WIRE_TYPE: 14,
  /** A message or group below more levels than are read: what is inside, and of a group all that follows, is not read. */
  TOO_DEEP: 15,
} as const;
export type ProblemCode = (typeof ProblemCode)[keyof typeof ProblemCode];

/** The codes as they stand in JSON. */
export const PROBLEM_NAMES = [
  "none",
  "eof-varint",
  "varint-too-big",
  "eof-fixed64",
  "eof-fixed32",
  "eof-bytes",
  "group",
  "open-group",
  "stray-end-group",
  "mesh-message",
  "resource",
  "unread",
  "packed",
  "utf8",
  "wire-type",
  "too-deep",
] as const;

/** What is wrong with a node: `range` is the bytes that cannot be read, `detail` the sentence that says why. */
export interface Problem {
  readonly code: (typeof PROBLEM_NAMES)[number];
  readonly range: ByteRange;
  readonly path: string;
  readonly detail: string;
}
