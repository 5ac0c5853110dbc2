/**
 * The open messages of a pass, in one array: `STRIDE` numbers each, the root first. A message's fields and oneofs have slots of
 * their own; a slot whose stamp is not its frame's id belongs to a message that is closed, so opening one costs nothing.
 */
export const STRIDE = 15;
export const END = 0;
/** Type id, or -1 where nothing is known. */
export const TYPE = 1;
export const SHAPE = 2;
/** First slot. */
export const BASE = 3;
/** Highest declaration order met so far, -1 for none. */
export const TOP_ORDER = 4;
/** Fields outside oneofs of which one occurrence was met. */
export const SEEN = 5;
export const ID = 6;
/** The node whose content it is, -1 for the root. */
export const NODE = 7;
/** Field number of a group. */
export const GROUP = 8;
/** Value of the last direct field 1, of a map's entry; from is -1 while there is none. */
export const KEY_FROM = 9;
export const KEY_TO = 10;
export const FLAGS = 11;
/** Offset of the first byte of the content. */
export const START = 12;
/** Wire type of the last direct field 1. */
export const KEY_WIRE = 13;
/** The line of its node while lines are written, -1 where there is none. */
export const LINE = 14;

/** A group: it ends at its EGROUP tag. */
export const IS_GROUP = 1;
/** The entry of a map, to be told apart by its key when it closes. */
export const IS_ENTRY = 2;
/** A checkpoint stands inside of it: where it ends is kept for the pages before. */
export const IS_SPLIT = 4;
/** Where it ends is a waypoint. */
export const ENDS_AT_WAYPOINT = 8;
/** Unknown numbers or map keys are remembered for it until it closes. */
export const HAS_MAPS = 16;

/**
 * Numbers of a slot: the frame's id times 2 with a bit beside it, the last node, and the occurrences so far (of a oneof: the ref).
 * They are valid when the id is the frame's.
 */
export const SLOT = 3;
export const STAMP = 0;
export const LAST = 1;
export const COUNT = 2;
/** Bit of the stamp: the count is 1 and was not written. */
export const ONCE = 1;

/** Numbers of a waypoint: its offset, the index of the next node, and the frame of the message. */
export const WAYPOINT = 3;
export const WAYPOINT_NODE = 1;
export const WAYPOINT_FRAME = 2;

/**
 * Messages that may be open at once. What would be one more is not opened: frames for all levels of ten megabytes of group tags would take
 * gigabytes. `frames` of so many is never larger, so the fast loop sees the limit as it sees that there is no room.
 */
export const MOST_LEVELS: number = 2 ** 18;
/** `frames` begin with room for so many, and double from there: so they come to `MOST_LEVELS` and no further. */
export const FIRST_FRAMES = 32;

/** The frames and the slots of a pass. */
export interface Arrays {
  frames: Int32Array<ArrayBuffer>;
  slots: Int32Array<ArrayBuffer>;
}

/** Of numbers that there may be none of. */
export const NO_NUMBERS: Int32Array<ArrayBuffer> = new Int32Array(0);

const FIRST_SLOTS = SLOT * 256;
/** Arrays of passes that are over. A blob is tried with hundreds of roots, and most of a small blob's trial would be making them. */
const spare: Arrays[] = [];
const MOST_SPARE = 4;

/** Arrays for a new pass. */
export function takeArrays(): Arrays {
  return spare.pop() ?? { frames: new Int32Array(STRIDE * FIRST_FRAMES), slots: new Int32Array(FIRST_SLOTS) };
}

/** Nobody uses these any more. */
export function leaveArrays(arrays: Arrays): void {
  if (spare.length >= MOST_SPARE || arrays.frames.length !== STRIDE * FIRST_FRAMES || arrays.slots.length !== FIRST_SLOTS) return;
  arrays.slots.fill(0);
  spare.push(arrays);
}

/** `old`, or a copy with room for `length` numbers: twice as large, as often as it takes. */
export function roomFor(old: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= old.length) return old;
  let size = Math.max(1, old.length);
  while (size < length) size *= 2;
  const grown = new Int32Array(size);
  grown.set(old);
  return grown;
}
