/**
 * The fast loop of a verdict, in AssemblyScript: TypeScript's syntax over WebAssembly's numbers and memory. `scripts/assembly.mjs` compiles it,
 * `../loop.ts` is its other side: it lays out the memory, moves a window of the blob into it and takes what this loop leaves.
 *
 * It takes what is plain (a known field in a wire type that is accepted, in order, with a value of which there is nothing to tell, or no more than a
 * count) and leaves all else to the exact path, before it has changed anything. `reader.ts` says what a field means; the tests hold the two to each other.
 *
 * Reads may go up to 32 bytes beyond the blob's end: there is memory there, and what they found is not used.
 */

/** What ends a run: a field begins at the mark or later, something for the exact path, the window's end. */
const AT_MARK: i32 = 0;
const UNCOMMON: i32 = 1;
const BEYOND: i32 = 2;
/** Nothing: another message is the innermost now. */
const RESUMES: i32 = -1;

// The state, as ../loop.ts lays it out: offsets of 32-bit numbers at the start of memory.
const POS: usize = 0;
const FRAME: usize = 4;
const LAST_ID: usize = 8;
const DOCUMENTS: usize = 12;
const KINDS: usize = 16;
const DOUBTS: usize = 20;
const LOST: usize = 24;
const ONLY_COUNTS: usize = 28;
const MARK: usize = 32;
const WINDOW_FROM: usize = 36;
const WINDOW_TO: usize = 40;
const IS_LAST: usize = 44;
const WINDOW_AT: usize = 48;
const FRAMES_AT: usize = 52;
const FRAMES_TO: usize = 56;
const SLOTS_AT: usize = 60;
const SLOTS_TO: usize = 64;
const ROW_OF_AT: usize = 68;
const ROWS_AT: usize = 72;
const ASKS_NAMES: usize = 76;
const URLS_AT: usize = 80;
const SHIFT: usize = 84;
const CEILING: usize = 88;

/** Fields and messages begin at least so many bytes before the window's end. */
const AHEAD: usize = 32;

// The header of a row, in bytes before its first entry, and bits of a plan's kind (../tables.ts).
const PLAN: usize = 32;
const KEYS: usize = 28;
const FAR: usize = 24;
const ALL_KEYS: usize = 20;
const FIELDS: usize = 16;
const NEEDS: usize = 12;
const KIND: usize = 8;
const PLAIN_NEEDS: usize = 4;
const IS_ANY: u32 = 1;
const IS_ENUM: u32 = 2;
const IS_DURATION: u32 = 4;
const HAS_CERTAIN: u32 = 16;

// An entry, 8 bytes, two for a number (what has a length has the second), and the parts of its first word.
const NUMBER_BITS: u32 = 4;
const ARG: usize = 4;
const ELEMENTS_BEFORE: usize = 4;
const ACT: u32 = 0x0f;
const LIST: u32 = 1 << 4;
const NEEDED: u32 = 5;
const MEMBER: u32 = 1 << 6;
const UNITS: u32 = 1 << 7;
const SAFE: u32 = 8;
const WRAPPED: u32 = 1 << 12;
const SIGNED: u32 = 1 << 12;
const NONZERO: u32 = 1 << 12;
const DOUBTFUL: u32 = 1 << 13;
const PLACE: u32 = 14;
const VARINT: u32 = 1;
const BOOL: u32 = 2;
const I32: u32 = 3;
const I64: u32 = 4;
const BYTES: u32 = 5;
const SIZED: u32 = 6;
const TEXT: u32 = 7;
const NAME: u32 = 8;
const MESSAGE: u32 = 9;
const ANY_VALUE: u32 = 10;
const PACKED: u32 = 11;
const PACKED_I32: u32 = 12;
const UNKNOWN: u32 = 14;

// A frame and a slot (../frames.ts), in bytes.
const STRIDE: usize = 80;
const PLAN_ID: usize = 0;
const ID: usize = 4;
const FROM: usize = 8;
const TO: usize = 12;
const START: usize = 16;
const END: usize = 20;
const ORDER: usize = 24;
const BASE: usize = 28;
const DOCUMENT: usize = 32;
const FLAGS: usize = 36;
const TOP: usize = 40;
const SEEN: usize = 44;
const VARIANT: usize = 48;
const TEXT_FIELD: usize = 56;
const TEXT_FROM: usize = 60;
const TEXT_TO: usize = 64;
const VALUE_FROM: usize = 68;
const VALUE_TO: usize = 72;
const ELEMENTS: usize = 76;
const SLOT: u32 = 12;
const LAST: usize = 4;
const COUNT: usize = 8;
const CONTENT: i32 = -2;

// Flags of a frame.
const IS_BROKEN: u32 = 1;
const IS_CONTENT: u32 = 2;
const IS_JUDGED: u32 = 4;
const HAS_VALUE: u32 = 8;
const HAS_TEXT: u32 = 16;
const IS_MET: u32 = 32;
const HAS_VARIANT: u32 = 64;
const IS_CLEARED: u32 = 128;
const IS_UNIT: u32 = 1024;
const IS_WRAPPED: u32 = 2048;
/** Those that ask for a look when the message ends. */
const CLOSING: u32 = IS_BROKEN | IS_CLEARED | IS_UNIT | IS_WRAPPED | HAS_VARIANT;

// Wire types.
const VARINT_WIRE: u32 = 0;
const I64_WIRE: u32 = 1;
const LEN: u32 = 2;
const I32_WIRE: u32 = 5;

/** In place of a plan's number: the exact path has not met the URL; the reader has no type of that name. */
const UNMET: i32 = -1;
const NO_TYPE: i32 = -2;

/** Places for type URLs, 16 bytes each: where its bytes stand (0 for a free place), how many, a plan. */
const URL_PLACES: u32 = 1 << 10;
const URL_BYTES: u32 = 16;
const URL_LENGTH: usize = 4;
const URL_PLAN: usize = 8;

/** Plan of the content whose type URL is the blob's bytes `[from, to)`; below 0 for none that is known, `NO_TYPE` where the reader has none. */
declare function planAt(from: u32, to: u32): i32;
/** Whether there is nothing to tell of a unit whose name is the blob's bytes `[from, to)`. */
declare function meets(from: u32, to: u32): bool;
/** Whether the blob's bytes are UTF-8. */
declare function isUtf8(from: u32, to: u32): bool;

/** Takes fields from the state's offset on and leaves in the state where it stands; what it counted is added there. Returns what ended it. */
export function run(): i32 {
  // Offsets of the blob become addresses: no more than the window is read, but ends may lie far behind it.
  store<u32>(SHIFT, load<u32>(WINDOW_AT) - load<u32>(WINDOW_FROM));
  const lastField = load<u32>(WINDOW_TO) - (load<u32>(IS_LAST) !== 0 ? 0 : u32(AHEAD));
  store<u32>(CEILING, min(load<u32>(MARK), lastField) + load<u32>(SHIFT));
  let frame: usize = load<u32>(FRAMES_AT) + load<u32>(FRAME);
  let pos: usize = address(load<u32>(POS));
  let from = pos;
  let top: u32 = 0;
  let ended = RESUMES;

  while (ended === RESUMES) {
    // Another frame is the innermost: its numbers to hand. All else stands in memory: more would be live in the loop than there are registers.
    let stop = stopOf(endOf(frame));
    let row = rowOf(load<u32>(frame, PLAN_ID));
    // Places count from 1, so that the slot of place 0 is none.
    let base: usize = load<u32>(SLOTS_AT) + load<u32>(frame, BASE) * SLOT - SLOT;
    top = load<u32>(frame, TOP) + 1;
    ended = UNCOMMON;
    for (;;) {
      from = pos;
      if (pos >= stop) {
        if (pos < endOf(frame)) {
          if (pos < address(load<u32>(MARK))) ended = BEYOND;
          else ended = AT_MARK;
          break;
        }
        if (frame === load<u32>(FRAMES_AT)) break;
        // Nothing to look at, and all is there that must be: most messages.
        if (load<u32>(frame, FLAGS) === 0 && load<u32>(frame, SEEN) === load<u32>(row - PLAIN_NEEDS)) {
          frame -= STRIDE;
          ended = RESUMES;
          break;
        }
        const kind = load<u32>(row - KIND);
        const flags = load<u32>(frame, FLAGS);
        if (kind & IS_ANY && (flags & IS_JUDGED) === 0) {
          const plan = contentOf(frame);
          if (plan >= 0) {
            if (!opensContent(frame, row, base, rowOf(plan))) break;
            store<u32>(frame, top - 1, TOP);
            frame += STRIDE;
            pos = address(load<u32>(frame, START));
            ended = RESUMES;
            break;
          }
          if (plan !== NO_TYPE || load<u32>(ONLY_COUNTS) === 0) break;
          add(DOUBTS, 1);
        } else if (!closes(frame, row, base + SLOT, kind, flags)) break;
        if (flags & IS_CONTENT) pos = address(load<u32>(frame, TO));
        frame -= STRIDE;
        ended = RESUMES;
        break;
      }
      let key: u32 = load<u8>(pos++);
      let keys = load<u32>(row - KEYS);
      if (key >= 0x80) {
        const second: u32 = load<u8>(pos++);
        if (second === 0) break;
        key = (key & 0x7f) | ((second & 0x7f) << 7);
        if (second >= 0x80) {
          const third: u32 = load<u8>(pos++);
          if (third >= 0x80 || third === 0) break;
          key = (key | (third << 14)) - load<u32>(row - FAR);
          if (key < keys) break;
          keys = load<u32>(row - ALL_KEYS);
        }
      }
      if (key >= keys) break;
      const at = row + ((key >> 3) << NUMBER_BITS) + ((key & LEN) << 2);
      const wire = key & 7;
      const entry = load<u32>(at);
      const place = entry >> PLACE;
      if (place <= top) {
        if (entry === UNKNOWN) {
          if (load<u32>(ONLY_COUNTS) === 0) break;
          const after = afterValue(pos, wire);
          if (after === 0 || after > endOf(frame)) break;
          pos = after;
          add(LOST, 1);
          continue;
        }
        if (place !== top || (entry & LIST) === 0) break;
      }
      if (entry & (DOUBTFUL | MEMBER)) {
        if (entry & DOUBTFUL && load<u32>(ONLY_COUNTS) === 0) break;
        if (entry & MEMBER && load<u32>(frame, FLAGS) & IS_MET) break;
      }
      const act = entry & ACT;
      let to: usize = 0;
      if (act === VARINT) {
        if (wire !== VARINT_WIRE) break;
        const last = ~load<u64>(pos) & 0x8080808080808080;
        const length: u32 = last === 0 ? 9 : (u32(ctz(last)) >> 3) + 1;
        const safe = (entry >> SAFE) & 0x0f;
        pos += length;
        if (length > safe) {
          if (length > safe + 1 || u32(load<u8>(pos - 1)) > load<u32>(at, ARG)) break;
        } else if (length > 8 && load<u8>(pos - 1) >= 0x80 && load<u8>(pos++) >= 0x80) break;
        if (entry & NONZERO && load<u8>(pos - 1) === 0) break;
        if (pos > stop && pos > endOf(frame)) break;
      } else if (act < BYTES) {
        if (act === BOOL) {
          if (wire !== VARINT_WIRE || load<u8>(pos++) > 1) break;
        } else if (act === I32) {
          if (wire !== I32_WIRE) break;
          pos += 4;
        } else if (act === I64) {
          if (wire !== I64_WIRE) break;
          pos += 8;
        } else break;
        if (pos > stop && pos > endOf(frame)) break;
      } else {
        if (wire !== LEN) break;
        let length: u32 = load<u8>(pos++);
        if (length >= 0x80) {
          const second: u32 = load<u8>(pos++);
          length = (length & 0x7f) | ((second & 0x7f) << 7);
          if (second >= 0x80) {
            const third: u32 = load<u8>(pos++);
            // A longer one is worth the exact path's time.
            if (third >= 0x80) break;
            length |= third << 14;
          }
        }
        to = pos + length;
        if (to > stop && to > endOf(frame)) break;
        if (act === MESSAGE) {
          const inner = load<u32>(at, ARG);
          if (inner === 0 || !hasRoom(frame, row, base, load<u32>(ROWS_AT) + inner)) break;
        } else if (act === BYTES) pos = to;
        else if (act === SIZED) {
          if (length !== load<u32>(at, ARG)) break;
          pos = to;
        } else if (act === TEXT || act === NAME) {
          if (to > stop && to > address(load<u32>(WINDOW_TO))) {
            ended = BEYOND;
            break;
          }
          if (!isAscii(pos, to) && !isUtf8(offset(pos), offset(to))) break;
          if (act === NAME) {
            mark(frame, HAS_TEXT);
            store<u32>(frame, offset(from), TEXT_FIELD);
            store<u32>(frame, offset(pos), TEXT_FROM);
            store<u32>(frame, offset(to), TEXT_TO);
          }
          pos = to;
        } else if (act === ANY_VALUE) {
          mark(frame, HAS_VALUE);
          store<u32>(frame, offset(pos), VALUE_FROM);
          store<u32>(frame, offset(to), VALUE_TO);
          pos = to;
        } else {
          const count = load<i32>(at, ARG);
          let elements: i32 = 0;
          if (act === PACKED) {
            if (to > stop && to > address(load<u32>(WINDOW_TO))) {
              ended = BEYOND;
              break;
            }
            elements = countVarints(pos, to, (entry >> SAFE) & 0x0f);
            if (elements < 0) elements = countCut(pos, to, entry);
            if (elements < 0) break;
          } else {
            const width: u32 = act === PACKED_I32 ? 2 : 3;
            elements = i32(length >> width);
            if (u32(elements) << width !== length) break;
          }
          if (count >= 0 && elements !== count) break;
          pos = to;
        }
      }

      const slot = base + place * SLOT;
      store<u32>(slot, offset(from), LAST);
      if (place > top) {
        // Only the first element of a list is one more field.
        top = place;
        store<u32>(slot, load<u32>(frame, ID));
        store<u32>(slot, 1, COUNT);
        store<u32>(frame, load<u32>(frame, SEEN) + ((entry >> NEEDED) & 1), SEEN);
      } else store<u32>(slot, load<u32>(slot, COUNT) + 1, COUNT);
      if (entry & (DOUBTFUL | MEMBER)) {
        if (entry & DOUBTFUL) add(DOUBTS, 1);
        if (entry & MEMBER) {
          mark(frame, IS_MET | HAS_VARIANT);
          store<u32>(frame, place - 1, VARIANT);
        }
      }
      if (act !== MESSAGE) continue;

      store<u32>(frame, top - 1, TOP);
      base += load<u32>(row - FIELDS) * SLOT;
      store<u32>(frame, load<u32>(frame, BASE) + load<u32>(row - FIELDS), STRIDE + BASE);
      store<u32>(frame, load<u32>(frame, DOCUMENT), STRIDE + DOCUMENT);
      let flags: u32 = 0;
      if (entry & (WRAPPED | UNITS)) {
        if (entry & WRAPPED) {
          flags = IS_WRAPPED;
          store<u32>(frame, load<u32>(at - ELEMENTS_BEFORE), STRIDE + ELEMENTS);
        } else if (frame === load<u32>(FRAMES_AT)) flags = IS_UNIT;
      }
      frame += STRIDE;
      row = load<u32>(ROWS_AT) + load<u32>(at, ARG);
      stop = stopOf(to);
      top = 0;
      store<u32>(frame, flags, FLAGS);
      store<u32>(frame, 0, SEEN);
      store<u32>(frame, place - 1, ORDER);
      store<u32>(frame, offset(from), FROM);
      store<u32>(frame, offset(pos), START);
      store<u32>(frame, offset(to), TO);
      store<u32>(frame, offset(to), END);
      store<u32>(frame, load<u32>(row - PLAN), PLAN_ID);
      store<u32>(KINDS, load<u32>(KINDS) | load<u32>(row - KIND));
      const id = load<u32>(LAST_ID) + 1;
      store<u32>(LAST_ID, id);
      store<u32>(frame, id, ID);
    }
    if (ended !== RESUMES) store<u32>(frame, top - 1, TOP);
  }

  store<u32>(POS, offset(from));
  store<u32>(FRAME, u32(frame - load<u32>(FRAMES_AT)));
  return ended;
}

/** Offset in the window behind the fields at its start that have the key of the first one, a length of up to four bytes, and end before `to`. */
export function skip(to: u32): u32 {
  const start: usize = load<u32>(WINDOW_AT);
  const end = start + to;
  const first = load<u8>(start);
  const size: usize = first < 0x80 ? 1 : 2;
  const key = keyAt(start, size);
  let pos = start;
  if ((first & 7) !== LEN || (size === 2 && load<u8>(start, 1) >= 0x80)) return 0;
  for (;;) {
    const lengthAt = pos + size;
    if (pos >= end || keyAt(pos, size) !== key) break;
    const last = ~load<u32>(lengthAt) & 0x80808080;
    if (last === 0) break;
    const bytes = (ctz(last) >> 3) + 1;
    const packed = load<u32>(lengthAt) & (0x7f7f7f7f >> ((4 - bytes) << 3));
    const length = (packed & 0x7f) | ((packed >> 1) & 0x3f80) | ((packed >> 2) & 0x1fc000) | ((packed >> 3) & 0xfe00000);
    const after = lengthAt + bytes + length;
    if (after > end) break;
    pos = after;
  }
  return u32(pos - start);
}

function keyAt(at: usize, size: usize): u32 {
  return size === 1 ? load<u8>(at) : load<u16>(at);
}

/** Plan of the content of an `Any` that has ended; below 0 for none. */
function contentOf(frame: usize): i32 {
  const flags = load<u32>(frame, FLAGS);
  if ((flags & HAS_TEXT) === 0 || (flags & IS_BROKEN) !== 0) return UNMET;
  const from = load<u32>(frame, TEXT_FROM);
  const to = load<u32>(frame, TEXT_TO);
  // The text may stand before the window.
  if (from >= load<u32>(WINDOW_FROM)) {
    const place = placeOf(address(from), to - from);
    if (load<u32>(place) !== 0) return load<i32>(place, URL_PLAN);
  }
  return planAt(from, to);
}

/** Keeps the plan of a URL, which is not there, and whose bytes stay where they are. Not more than half of the places may be taken. */
export function learn(url: usize, length: u32, plan: i32): void {
  const place = placeOf(url, length);
  store<u32>(place, u32(url));
  store<u32>(place, length, URL_LENGTH);
  store<i32>(place, plan, URL_PLAN);
}

/** The place of a URL, or the free one for it. */
function placeOf(url: usize, length: u32): usize {
  const to = url + length;
  let hash: u64 = length;
  let at = url;
  for (; at + 8 <= to; at += 8) hash = (hash ^ load<u64>(at)) * 0x9e3779b97f4a7c15;
  hash = (hash ^ (load<u64>(at) & firstBytes(to - at))) * 0x9e3779b97f4a7c15;
  let place = u32(hash >> 54);
  let found = urlAt(place);
  while (load<u32>(found) !== 0 && !(load<u32>(found, URL_LENGTH) === length && isSame(load<u32>(found), url, length))) {
    place = (place + 1) & (URL_PLACES - 1);
    found = urlAt(place);
  }
  return found;
}

function urlAt(place: u32): usize {
  return load<u32>(URLS_AT) + place * URL_BYTES;
}

function isSame(one: usize, other: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(one + at) !== load<u64>(other + at)) return false;
  return ((load<u64>(one + at) ^ load<u64>(other + at)) & firstBytes(length - at)) === 0;
}

/** A mask of the first bytes of eight, fewer than all. */
function firstBytes(count: usize): u64 {
  return (u64(1) << (u64(count) << 3)) - 1;
}

/** Opens the content of an `Any` that has ended, a document of its own; false when there is no room. */
function opensContent(frame: usize, row: usize, base: usize, inner: usize): bool {
  if (!hasRoom(frame, row, base, inner)) return false;
  const flags = load<u32>(frame, FLAGS);
  const to = load<u32>(frame, TO);
  const hasValue = (flags & HAS_VALUE) !== 0;
  mark(frame, IS_JUDGED);
  add(DOCUMENTS, 1);
  add(LAST_ID, 1);
  store<u32>(KINDS, load<u32>(KINDS) | load<u32>(inner - KIND));
  const around = frame;
  frame += STRIDE;
  store<u32>(frame, load<u32>(inner - PLAN), PLAN_ID);
  store<u32>(frame, load<u32>(LAST_ID), ID);
  store<u32>(frame, load<u32>(around, FROM), FROM);
  store<u32>(frame, to, TO);
  store<u32>(frame, hasValue ? load<u32>(around, VALUE_FROM) : to, START);
  store<u32>(frame, hasValue ? load<u32>(around, VALUE_TO) : to, END);
  store<i32>(frame, CONTENT, ORDER);
  store<u32>(frame, load<u32>(around, BASE) + load<u32>(row - FIELDS), BASE);
  store<u32>(frame, load<u32>(DOCUMENTS), DOCUMENT);
  store<u32>(frame, IS_CONTENT, FLAGS);
  store<i32>(frame, -1, TOP);
  store<u32>(frame, 0, SEEN);
  return true;
}

/** Whether a message that has ended may be closed here; counts what it lacks. */
function closes(frame: usize, row: usize, slots: usize, kind: u32, flags: u32): bool {
  const absent = load<u32>(row - NEEDS) - load<u32>(frame, SEEN);
  if (kind & IS_DURATION) return false;
  if (absent !== 0 && (kind & HAS_CERTAIN || load<u32>(ONLY_COUNTS) === 0)) return false;
  const closing = flags & CLOSING;
  if (kind & IS_ENUM) {
    if (closing !== HAS_VARIANT) return false;
  } else if (closing === IS_UNIT) {
    if ((flags & HAS_TEXT) === 0) return false;
    if (load<u32>(ASKS_NAMES) !== 0 && !meets(load<u32>(frame, TEXT_FROM), load<u32>(frame, TEXT_TO))) return false;
  } else if (closing === IS_WRAPPED) {
    if ((load<u32>(slots) === load<u32>(frame, ID) ? load<u32>(slots, COUNT) : 0) !== load<u32>(frame, ELEMENTS)) return false;
  } else if (closing !== 0) return false;
  add(DOUBTS, absent);
  return true;
}

/** Whether one more message, of the row `inner`, fits in frames and slots; the exact path makes room. */
function hasRoom(frame: usize, row: usize, base: usize, inner: usize): bool {
  const after = base + SLOT + (load<u32>(row - FIELDS) + load<u32>(inner - FIELDS)) * SLOT;
  return frame + 2 * STRIDE <= load<u32>(FRAMES_TO) && after <= load<u32>(SLOTS_TO);
}

/** Address behind the value at `at` of an unknown field; 0 when it is one for the exact path. */
function afterValue(at: usize, wire: u32): usize {
  if (wire === I32_WIRE) return at + 4;
  if (wire === I64_WIRE) return at + 8;
  if (wire === VARINT_WIRE) {
    const last = ~load<u64>(at) & 0x8080808080808080;
    return last === 0 ? 0 : at + (usize(ctz(last)) >> 3) + 1;
  }
  if (wire !== LEN) return 0;
  const length: usize = load<u8>(at);
  if (length < 0x80) return at + 1 + length;
  const second: usize = load<u8>(at, 1);
  return second < 0x80 ? at + 2 + ((length & 0x7f) | (second << 7)) : 0;
}

function rowOf(plan: u32): usize {
  return load<u32>(ROWS_AT) + load<u32>(load<u32>(ROW_OF_AT) + (plan << 2));
}

function address(offset: u32): usize {
  return offset + load<u32>(SHIFT);
}

function offset(address: usize): u32 {
  return u32(address) - load<u32>(SHIFT);
}

function endOf(frame: usize): usize {
  return address(load<u32>(frame, END));
}

/** Where to look up in a message that ends at `end`. */
function stopOf(end: usize): usize {
  return min<usize>(end, load<u32>(CEILING));
}

function mark(frame: usize, flags: u32): void {
  store<u32>(frame, load<u32>(frame, FLAGS) | flags, FLAGS);
}

function add(counter: usize, more: u32): void {
  store<u32>(counter, load<u32>(counter) + more);
}

function isAscii(from: usize, to: usize): bool {
  let at = from;
  for (; at + 16 <= to; at += 16) if (i8x16.bitmask(v128.load(at)) !== 0) return false;
  return (i8x16.bitmask(v128.load(at)) & ((1 << i32(to - at)) - 1)) === 0;
}

/** Bits that `countVarints` keeps of the step before: a varint has at most 10 bytes. */
const KEEP: u32 = 10;

/** Number of varints in `[from, to)`, or -1 when one asks for a closer look: it is overlong, longer than `most` bytes (1, 2, 4 or 10) or not whole. */
function countVarints(from: usize, to: usize, most: u32): i32 {
  let elements: u32 = 0;
  // Lowest KEEP bits: which of the last bytes another follows, the latest highest.
  let kept: u32 = 0;
  let odd: u32 = 0;
  for (let at = from; at < to; at += 16) {
    const step = u32(min<usize>(16, to - at));
    const isIn: u32 = (1 << step) - 1;
    const bytes = v128.load(at);
    const more = u32(i8x16.bitmask(bytes)) & isIn;
    const zeros = u32(i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0)))) & isIn;
    elements += step - popcnt(more);
    const bits = kept | (more << KEEP);
    // A zero byte after one that says that more follow: an overlong varint.
    odd |= longRuns(bits, most) | ((zeros << KEEP) & (bits << 1));
    kept = bits >> step;
  }
  return odd !== 0 || kept >> (KEEP - 1) !== 0 ? -1 : elements;
}

/** Not 0 when `bits` holds a run of `most` or more. */
function longRuns(bits: u32, most: u32): u32 {
  if (most === 1) return bits;
  const two = bits & (bits >> 1);
  if (most === 2) return two;
  const four = two & (two >> 2);
  if (most === 4) return four;
  return four & (four >> 4) & (two >> 8);
}

/**
 * Number of varints in `[from, to)`, of which some may have a byte more than is safe, as far as the reader's width goes; -1 when one has more,
 * or the width is 64 bits.
 */
function countCut(from: usize, to: usize, entry: u32): i32 {
  const safe = (entry >> SAFE) & 0x0f;
  if (safe > 4) return -1;
  const last: u32 = ((1 << safe) - 1) >> (entry & SIGNED ? 1 : 0);
  let at = from;
  let elements = 0;
  for (; at < to; elements++) {
    const ends = ~load<u64>(at) & 0x8080808080808080;
    const length: u32 = ends === 0 ? 9 : (u32(ctz(ends)) >> 3) + 1;
    at += length;
    if (length > safe && (length > safe + 1 || u32(load<u8>(at - 1)) > last)) return -1;
  }
  return at === to ? elements : -1;
}
