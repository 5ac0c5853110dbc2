/**
 * The fast loop of a verdict, in AssemblyScript: TypeScript's syntax over WebAssembly's numbers and memory. `scripts/assembly.mjs` compiles it,
 * `../loop-memory.ts` is its other side: it lays out the memory, moves a window of the blob into it and takes what this loop leaves.
 *
 * It takes what is plain (a known field in a wire type that is accepted, in order, with a value of which there is nothing to tell, or no more than a
 * count) and leaves all else to the exact path, before it has changed anything. `reader.ts` says what a field means; the tests hold the two to each other.
 *
 * Reads may go up to 32 bytes beyond the blob's end: there is memory there, and what they found is not used.
 */

import {
  add,
  address,
  begin,
  countVarints,
  FRAME,
  FRAMES_AT,
  isAscii,
  MARK,
  offset,
  POS,
  SLOTS_AT,
  stopOf,
  WINDOW_FROM,
  WINDOW_TO,
} from "../../wire/assembly/index";
import {
  ACT,
  ALL_KEYS,
  ANY_VALUE,
  ARG,
  AT_MARK,
  BASE,
  BEYOND,
  BOOL,
  BYTES,
  COUNT,
  DOCUMENT,
  DOUBTFUL,
  DOUBTS,
  ELEMENTS,
  ELEMENTS_BEFORE,
  END,
  FAR,
  FIELDS,
  FLAGS,
  FROM,
  HAS_TEXT,
  HAS_VALUE,
  HAS_VARIANT,
  I32,
  I32_WIRE,
  I64,
  I64_WIRE,
  ID,
  IS_ANY,
  IS_CONTENT,
  IS_JUDGED,
  IS_MET,
  IS_UNIT,
  IS_WRAPPED,
  KEYS,
  KIND,
  KINDS,
  LAST,
  LAST_ID,
  LEN,
  LIST,
  LOST,
  MEMBER,
  MESSAGE,
  NAME,
  NEEDED,
  NO_TYPE,
  NONZERO,
  NUMBER_BITS,
  ONLY_COUNTS,
  ORDER,
  PACKED,
  PACKED_I32,
  PLACE,
  PLAIN_NEEDS,
  PLAN,
  PLAN_ID,
  RESUMES,
  ROWS_AT,
  SAFE,
  SEEN,
  SIZED,
  SLOT,
  START,
  STRIDE,
  TEXT,
  TEXT_FIELD,
  TEXT_FROM,
  TEXT_TO,
  TO,
  TOP,
  UNCOMMON,
  UNITS,
  UNKNOWN,
  VALUE_FROM,
  VALUE_TO,
  VARIANT,
  VARINT,
  VARINT_WIRE,
  WRAPPED,
} from "./layout";
import { closes, hasRoom, opensContent } from "./messages";
import { endOf, mark, rowOf } from "./state";
import { contentOf } from "./urls";
import { afterValue, lastByte } from "./values";

export { learn } from "./urls";
export { skip } from "./values";

/** Whether the blob's bytes are UTF-8. */
declare function isUtf8(from: u32, to: u32): bool;

/** Takes fields from the state's offset on and leaves in the state where it stands; what it counted is added there. Returns what ended it. */
export function run(): i32 {
  begin();
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
            top = 0;
            pos = address(load<u32>(frame, START));
            from = pos;
            // Back to bytes that the window may have left.
            ended = load<u32>(frame, START) < load<u32>(WINDOW_FROM) ? BEYOND : RESUMES;
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
            elements = countVarints(pos, to, (entry >> SAFE) & 0x0f, lastByte(entry));
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
