/** What a pass tells of a message when it closes, and what it needs to go on later. */

/** What only the end of a message or group shows. */
export interface Close {
  readonly end: number;
  /** Offset past a group's last byte, and whether nothing ended it; undefined for a message. */
  readonly group: { readonly to: number; readonly open: boolean } | undefined;
}

/** A packed field whose elements are being taken. */
export interface PackedRun {
  readonly node: number;
  readonly ref: number;
  /** Bytes of an element, 0 for varints. */
  readonly width: number;
  readonly to: number;
  /** Index of the last element, which is the broken one when there is a `fault`. */
  readonly last: number;
  readonly fault: number;
}

/** All that a pass needs to go on from a field or packed element: the open messages, what was met of them, and where it stands. */
export interface Checkpoint {
  readonly run: PackedRun | undefined;
  readonly pos: number;
  readonly nodes: number;
  readonly frame: number;
  readonly lastId: number;
  readonly frames: Int32Array;
  /** Slots in use, three numbers each: offset, stamp, count. */
  readonly slots: Int32Array;
  /** Unknown numbers met so far, by level. */
  readonly strange: readonly (readonly [level: number, number: number, count: number])[];
}
