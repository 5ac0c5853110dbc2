/**
 * The open messages of a reading, in one array: `STRIDE` numbers each, the root first. A message's fields have slots of their own; a
 * slot whose stamp is not its frame's id belongs to a message that is closed, so opening one clears nothing.
 */
export const STRIDE = 20;
/** Number of the plan. */
export const PLAN = 0;
/** Told from all other messages of the reading. */
export const ID = 1;
/** Range of the field that holds it, with its tag. */
export const FROM = 2;
export const TO = 3;
/** Range of the payload. */
export const START = 4;
export const END = 5;
/** Order of that field in the message around it; `ROOT` or `CONTENT` where there is none. */
export const ORDER = 6;
/** First slot. */
export const BASE = 7;
/** Which document it belongs to: the blob, or the content of an `Any`, in the order of their beginning. */
export const DOCUMENT = 8;
export const FLAGS = 9;
/** Highest order of a field met so far, -1 for none. */
export const TOP = 10;
/** Fields met that must be there. */
export const SEEN = 11;
/** Of an enum, valid with `HAS_VARIANT`: the variant held. */
export const VARIANT = 12;
/** Of an enum, valid with `IS_CLEARED`: the number that cleared it. */
export const CLEARED_BY = 13;
/** Valid with `HAS_TEXT`: where the type URL of an `Any` or the name of a unit stands, its field and its text. */
export const TEXT_FIELD = 14;
export const TEXT_FROM = 15;
export const TEXT_TO = 16;
/** Of an `Any`, valid with `HAS_VALUE`: where its value stands. */
export const VALUE_FROM = 17;
export const VALUE_TO = 18;
/** Of an array's wrapper: how many elements it must have. */
export const ELEMENTS = 19;

/** In place of a field's order: the message is the root. */
export const ROOT = -1;
/** In place of a field's order: the message is the content of an `Any`, a document of its own. */
export const CONTENT = -2;

/** Its bytes did not parse to the end. */
export const IS_BROKEN = 1;
export const IS_CONTENT = 2;
/** The content of an `Any` has been opened, or there is none to open. */
export const IS_JUDGED = 4;
export const HAS_VALUE = 8;
export const HAS_TEXT = 16;
/** Of an enum: a field was met, known or not. */
export const IS_MET = 32;
export const HAS_VARIANT = 64;
export const IS_CLEARED = 128;
/** Of a duration: the seconds are negative, the nanoseconds a second or more. */
export const IS_NEGATIVE = 256;
export const IS_LONG = 512;
/** A unit of the root's list, whose name is looked at when it ends. */
export const IS_UNIT = 1024;
/** An array's wrapper message, whose elements are counted when it ends. */
export const IS_WRAPPED = 2048;

/** Numbers of a slot: the frame's id, where the field was met last, and how often. */
export const SLOT = 3;
export const LAST = 1;
export const COUNT = 2;

/** `old`, or a larger copy when it has no room for `length` numbers. */
export function roomFor(old: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= old.length) return old;
  const grown = new Int32Array(Math.max(length, old.length * 2));
  grown.set(old);
  return grown;
}
