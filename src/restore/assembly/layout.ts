// The memory of the loop, as ../loop-memory.ts, ../tables.ts and ../frames.ts lay it out, and what goes in and out of it.

/** What ends a run: a field begins at the mark or later, something for the exact path, the window's end. */
export const AT_MARK: i32 = 0;
export const UNCOMMON: i32 = 1;
export const BEYOND: i32 = 2;
/** Nothing: another message is the innermost now. */
export const RESUMES: i32 = -1;

// The loop's own part of the state, as ../loop-memory.ts lays it out, behind that of every loop.
export const LAST_ID: usize = 52;
export const DOCUMENTS: usize = 56;
export const KINDS: usize = 60;
export const DOUBTS: usize = 64;
export const LOST: usize = 68;
export const ONLY_COUNTS: usize = 72;
export const ROW_OF_AT: usize = 76;
export const ROWS_AT: usize = 80;
export const ASKS_NAMES: usize = 84;
export const URLS_AT: usize = 88;

// The header of a row, in bytes before its first entry, and bits of a plan's kind (../tables.ts).
export const PLAN: usize = 32;
export const KEYS: usize = 28;
export const FAR: usize = 24;
export const ALL_KEYS: usize = 20;
export const FIELDS: usize = 16;
export const NEEDS: usize = 12;
export const KIND: usize = 8;
export const PLAIN_NEEDS: usize = 4;
export const IS_ANY: u32 = 1;
export const IS_ENUM: u32 = 2;
export const CLOSES_EXACTLY: u32 = 4;
export const HAS_CERTAIN: u32 = 16;

// An entry, 8 bytes, two for a number (what has a length has the second), and the parts of its first word.
export const NUMBER_BITS: u32 = 4;
export const ARG: usize = 4;
export const ELEMENTS_BEFORE: usize = 4;
export const ACT: u32 = 0x0f;
export const LIST: u32 = 1 << 4;
export const NEEDED: u32 = 5;
export const MEMBER: u32 = 1 << 6;
export const UNITS: u32 = 1 << 7;
export const SAFE: u32 = 8;
export const WRAPPED: u32 = 1 << 12;
export const SIGNED: u32 = 1 << 12;
export const NONZERO: u32 = 1 << 12;
export const DOUBTFUL: u32 = 1 << 13;
export const PLACE: u32 = 14;
export const VARINT: u32 = 1;
export const BOOL: u32 = 2;
export const I32: u32 = 3;
export const I64: u32 = 4;
export const BYTES: u32 = 5;
export const SIZED: u32 = 6;
export const TEXT: u32 = 7;
export const NAME: u32 = 8;
export const MESSAGE: u32 = 9;
export const ANY_VALUE: u32 = 10;
export const PACKED: u32 = 11;
export const PACKED_I32: u32 = 12;
export const UNKNOWN: u32 = 14;

// A frame and a slot (../frames.ts), in bytes.
export const STRIDE: usize = 80;
export const PLAN_ID: usize = 0;
export const ID: usize = 4;
export const FROM: usize = 8;
export const TO: usize = 12;
export const START: usize = 16;
export const END: usize = 20;
export const ORDER: usize = 24;
export const BASE: usize = 28;
export const DOCUMENT: usize = 32;
export const FLAGS: usize = 36;
export const TOP: usize = 40;
export const SEEN: usize = 44;
export const VARIANT: usize = 48;
export const TEXT_FIELD: usize = 56;
export const TEXT_FROM: usize = 60;
export const TEXT_TO: usize = 64;
export const VALUE_FROM: usize = 68;
export const VALUE_TO: usize = 72;
export const ELEMENTS: usize = 76;
export const SLOT: u32 = 12;
export const LAST: usize = 4;
export const COUNT: usize = 8;
export const CONTENT: i32 = -2;

// Flags of a frame.
export const IS_BROKEN: u32 = 1;
export const IS_CONTENT: u32 = 2;
export const IS_JUDGED: u32 = 4;
export const HAS_VALUE: u32 = 8;
export const HAS_TEXT: u32 = 16;
export const IS_MET: u32 = 32;
export const HAS_VARIANT: u32 = 64;
export const IS_CLEARED: u32 = 128;
export const IS_UNIT: u32 = 1024;
export const IS_WRAPPED: u32 = 2048;
/** Those that ask for a look when the message ends. */
export const CLOSING: u32 = IS_BROKEN | IS_CLEARED | IS_UNIT | IS_WRAPPED | HAS_VARIANT;

// Wire types.
export const VARINT_WIRE: u32 = 0;
export const I64_WIRE: u32 = 1;
export const LEN: u32 = 2;
export const I32_WIRE: u32 = 5;

/** In place of a plan's number: the exact path has not met the URL; the reader has no type of that name. */
export const UNMET: i32 = -1;
export const NO_TYPE: i32 = -2;

/** Places for type URLs, 16 bytes each: where its bytes stand (0 for a free place), how many, a plan. */
export const URL_PLACES: u32 = 1 << 10;
export const URL_BYTES: u32 = 16;
export const URL_LENGTH: usize = 4;
export const URL_PLAN: usize = 8;
