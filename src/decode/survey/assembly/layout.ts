// What stands where in the loop's memory: `../loop-memory.ts` lays it out so.

/** What ends a run: nothing is left, a field begins at the mark or later, an uncommon field, a message that is closed exactly, the window's end. */
export const ENDED: i32 = 0;
export const AT_MARK: i32 = 1;
export const UNCOMMON: i32 = 2;
export const CLOSES: i32 = 3;
export const BEYOND: i32 = 4;
/** Nothing: a message has closed, and the one around it goes on. */
export const RESUMES: i32 = -1;

// The loop's own part of the state, as ../loop-memory.ts lays it out, behind that of every loop.
export const NODES: usize = 52;
export const LAST_ID: usize = 56;
export const DEEPEST: usize = 60;
export const DEFAULTED: usize = 64;
export const UNCOUNTED: usize = 68;
export const TELLING: usize = 72;
export const MISSING: usize = 76;
export const FIRST_MISSING: usize = 80;
export const LONG_RUN: usize = 84;
export const LINES_AT: usize = 88;
export const LINES_TO: usize = 92;
export const NEXT_LINE: usize = 96;
export const WRITTEN_TO: usize = 100;
export const TYPES_AT: usize = 104;
export const URLS_AT: usize = 108;
export const KNOWN_URL: usize = 112;
export const ANY_SHAPES: usize = 116;
export const ANY_TYPE: usize = 120;

// Numbers of a type, 16 bytes each: where its entries stand, bytes of its slots, fields of which one is met, the places that are always written.
export const TYPE_BYTES: u32 = 16;
export const ROW: usize = 0;
export const SLOTS: usize = 4;
export const LOOSE_FIELDS: usize = 8;
export const ALWAYS: usize = 12;
/** Bytes before a type's first entry; they begin with the number of its keys. */
export const HEADER: usize = 16;

// An entry, 16 bytes, and the parts of its first number (../tables.ts).
export const ARG: usize = 4;
export const REF: usize = 8;
export const ONEOF: usize = 12;
export const ACT: u32 = 0x0f;
export const LIST: u32 = 1 << 4;
export const LOOSE_BIT: u32 = 5;
export const LOOSE: u32 = 1 << LOOSE_BIT;
export const OMITS: u32 = 1 << 6;
export const MEMBER: u32 = 1 << 7;
export const SAFE: u32 = 8;
export const ORDER: u32 = 12;
export const VARINT: u32 = 1;
export const BOOL: u32 = 2;
export const I32: u32 = 3;
export const I64: u32 = 4;
export const BYTES: u32 = 5;
export const TEXT: u32 = 6;
export const MESSAGE: u32 = 7;
export const ANY: u32 = 8;
export const ANY_VALUE: u32 = 9;
export const PACKED: u32 = 10;
export const PACKED_I32: u32 = 11;

// A frame and a slot (../frames.ts), in bytes.
export const STRIDE: usize = 60;
export const END: usize = 0;
export const TYPE: usize = 4;
export const SHAPE: usize = 8;
export const BASE: usize = 12;
export const TOP_ORDER: usize = 16;
export const SEEN: usize = 20;
export const ID: usize = 24;
export const NODE: usize = 28;
export const FLAGS: usize = 44;
export const LINE: usize = 56;
export const SLOT: u32 = 12;
export const LAST: usize = 4;
export const COUNT: usize = 8;
export const ONCE: u32 = 1;

// A line (../lines.ts), in bytes, and what stands in it.
export const LINE_BYTES: usize = 36;
export const LINE_TO: usize = 4;
export const LINE_END: usize = 8;
export const LINE_PARENT: usize = 12;
export const LINE_REF: usize = 16;
export const LINE_SHAPE: usize = 20;
export const LINE_ORDINAL: usize = 24;
export const LINE_NOTES: usize = 28;
export const LINE_REST: usize = 32;
export const EXPLICIT_DEFAULT: u32 = 1 << 4;
export const PACKED_NOTE: u32 = 1 << 0;
export const CONTENT_BYTES: i32 = -1;
export const PACKED_VARINTS: i32 = -2;
export const PACKED_I64S: i32 = -3;
export const PACKED_I32S: i32 = -4;
export const HEAD: u32 = 8;
export const ELEMENT_VARINT: u32 = 8;
export const ELEMENT_I64: u32 = 9;
export const ELEMENT_I32: u32 = 10;
