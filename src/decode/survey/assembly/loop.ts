/**
 * The fast loop of a survey, in AssemblyScript: TypeScript's syntax over WebAssembly's numbers and memory. `scripts/assembly.mjs` compiles it,
 * `../loop-memory.ts` is its other side: it lays out the memory, moves a window of the blob into it and takes what this loop leaves.
 *
 * It takes what is common (a known field in its own wire type, in order, with a value that asks for no note beyond an explicit default) and leaves
 * all else to the exact path, before it has changed anything. `pass.ts` says what a field means; the tests hold the two to each other.
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
  FRAMES_TO,
  isAscii,
  MARK,
  offset,
  POS,
  SLOTS_AT,
  SLOTS_TO,
  stopOf,
  WINDOW_TO,
} from "../../../wire/assembly/index";
import { isUrlOf, shapeOfAny, typeInAny } from "./any";
import {
  ACT,
  ALWAYS,
  ANY,
  ANY_VALUE,
  ARG,
  AT_MARK,
  BASE,
  BEYOND,
  BOOL,
  BYTES,
  CLOSES,
  CONTENT_BYTES,
  COUNT,
  DEFAULTED,
  END,
  ENDED,
  EXPLICIT_DEFAULT,
  FLAGS,
  HEADER,
  I32,
  I64,
  ID,
  LAST,
  LAST_ID,
  LINE,
  LINE_BYTES,
  LINE_END,
  LINE_NOTES,
  LINE_ORDINAL,
  LINES_AT,
  LINES_TO,
  LIST,
  LONG_RUN,
  LOOSE,
  LOOSE_BIT,
  LOOSE_FIELDS,
  MEMBER,
  MESSAGE,
  NEXT_LINE,
  NODE,
  NODES,
  OMITS,
  ONCE,
  ONEOF,
  ORDER,
  PACKED,
  PACKED_I32,
  PACKED_NOTE,
  REF,
  RESUMES,
  ROW,
  SAFE,
  SEEN,
  SHAPE,
  SLOT,
  SLOTS,
  STRIDE,
  TELLING,
  TEXT,
  TOP_ORDER,
  TYPE,
  TYPE_BYTES,
  TYPES_AT,
  UNCOMMON,
  UNCOUNTED,
  VARINT,
  WRITTEN_TO,
} from "./layout";
import { contentOf, deepen, endOf, missing, typeOf, write, writeElements } from "./state";

/** Marks a node that has a note. */
declare function notable(node: u32): void;
/** Whether the blob's bytes look like an `Any` in bytes. */
declare function looksLikeAny(from: u32, to: u32): bool;
/** Whether the blob's bytes are UTF-8. */
declare function isUtf8(from: u32, to: u32): bool;

/** Takes fields from the state's offset on and leaves in the state where it stands; what it counted is added there. Returns what ended it. */
export function run(): i32 {
  begin();
  let frame: usize = load<u32>(FRAMES_AT) + load<u32>(FRAME);
  let pos: usize = address(load<u32>(POS));
  let nodes = load<u32>(NODES);
  let from = pos;
  let order: i32 = 0;
  let ended = RESUMES;

  while (ended === RESUMES) {
    // Another frame is the innermost: its numbers to hand. All else stands in memory: more would be live in the loop than there are registers.
    let stop = stopOf(endOf(frame));
    let row: usize = load<u32>(typeOf(frame), ROW);
    let base: usize = load<u32>(SLOTS_AT) + load<u32>(frame, BASE) * SLOT;
    order = load<i32>(frame, TOP_ORDER);
    ended = UNCOMMON;
    for (;;) {
      from = pos;
      if (pos >= stop) {
        if (pos < endOf(frame)) {
          if (pos < address(load<u32>(MARK))) ended = BEYOND;
          else ended = AT_MARK;
          break;
        }
        if (frame === load<u32>(FRAMES_AT)) {
          ended = ENDED;
          break;
        }
        const type = typeOf(frame);
        if (load<u32>(frame, FLAGS) !== 0 || load<i32>(frame, TYPE) < 0) {
          ended = CLOSES;
          break;
        }
        if (load<u32>(LINES_AT) !== 0) {
          const own = load<i32>(frame, LINE);
          if (own >= 0) store<u32>(load<u32>(LINES_AT) + (u32(own) << 2), nodes, LINE_END);
        } else {
          add(DEFAULTED, load<u32>(type, LOOSE_FIELDS) - load<u32>(frame, SEEN));
          if (load<u32>(type, ALWAYS) !== 0) missing(frame, base, load<u32>(type, ALWAYS));
        }
        frame -= STRIDE;
        ended = RESUMES;
        break;
      }
      let key: u32 = load<u8>(pos++);
      if (key >= 0x80) {
        const second: u32 = load<u8>(pos++);
        if (second >= 0x80 || second === 0) break;
        key = (key & 0x7f) | (second << 7);
      }
      const at = row + (key << 4);
      if (key >= load<u32>(row - HEADER)) break;
      const entry = load<u32>(at);
      const place = i32(entry >> ORDER);
      if (place <= order && (place !== order || (entry & LIST) === 0)) break;
      const act = entry & ACT;
      let isDefault = false;
      let elements: u32 = 0;
      let to: usize = 0;
      if (act === VARINT) {
        const last = ~load<u64>(pos) & 0x8080808080808080;
        const length: u32 = last === 0 ? 9 : (u32(ctz(last)) >> 3) + 1;
        const safe = (entry >> SAFE) & 0x0f;
        pos += length;
        if (length > safe && (length > safe + 1 || load<u8>(pos - 1) > load<u8>(at, ARG))) break;
        if (length > 8 && load<u8>(pos - 1) >= 0x80 && load<u8>(pos++) >= 0x80) break;
        if (load<u8>(pos - 1) === 0) {
          if (length > 1) break;
          isDefault = true;
        }
        if (pos > stop && pos > endOf(frame)) break;
      } else if (act < BYTES) {
        if (act === BOOL) {
          const byte: u32 = load<u8>(pos++);
          if (byte > 1) break;
          isDefault = byte === 0;
        } else if (act === I32) {
          isDefault = load<u32>(pos) === 0;
          pos += 4;
        } else if (act === I64) {
          isDefault = load<u64>(pos) === 0;
          pos += 8;
        } else break;
        if (pos > stop && pos > endOf(frame)) break;
      } else {
        let length: u32 = load<u8>(pos++);
        if (length >= 0x80) {
          let byte: u32 = load<u8>(pos++);
          length = (length & 0x7f) | ((byte & 0x7f) << 7);
          if (byte >= 0x80) {
            byte = load<u8>(pos++);
            length |= (byte & 0x7f) << 14;
            if (byte >= 0x80) {
              byte = load<u8>(pos++);
              length |= byte << 21;
              if (byte >= 0x80) break;
            }
          }
          if (byte === 0) break;
        }
        to = pos + length;
        if (to > stop && to > endOf(frame)) break;
        // An empty message that its writer need not have written is an explicit default too.
        isDefault = length === 0;
        if (act === TEXT) {
          if (to > stop && to > address(load<u32>(WINDOW_TO))) {
            ended = BEYOND;
            break;
          }
          if (!isAscii(pos, to) && !isUtf8(offset(pos), offset(to))) break;
          // A type URL: that of an `Any` whose type is known needs no further look.
          if (isUrl(pos, length) && !isUrlOf(load<i32>(frame, SHAPE), pos)) break;
          pos = to;
        } else if (act === BYTES) {
          const size = load<u32>(at, ARG);
          if (size !== 0 && length !== size) break;
          if (load<u8>(pos) === 0x0a && looksLikeAny(offset(pos), offset(to))) break;
          pos = to;
        } else if (act >= PACKED) {
          // A second occurrence carries a note.
          isDefault = false;
          if (place === order) break;
          // A long one is left open; where lines are written, one that reaches over the mark.
          if (length > load<u32>(LONG_RUN) && (load<u32>(LINES_AT) === 0 || offset(to) > load<u32>(MARK))) break;
          if (to > stop && to > address(load<u32>(WINDOW_TO))) {
            ended = BEYOND;
            break;
          }
          if (act === PACKED) {
            const counted = countVarints(pos, to, (entry >> SAFE) & 0x0f, load<u32>(at, ARG));
            if (counted < 0) break;
            elements = counted;
          } else {
            const width: u32 = act === PACKED_I32 ? 2 : 3;
            elements = length >> width;
            if (elements << width !== length) break;
          }
          if (elements > 0) {
            deepen(frame + STRIDE);
            add(UNCOUNTED, elements);
          }
          pos = to;
        }
      }

      // A message or an `Any`: its type, and no room for one more asks for the exact path, which makes some.
      let inner: i32 = -1;
      let shape: i32 = 0;
      if (act - MESSAGE <= ANY_VALUE - MESSAGE) {
        if (act === MESSAGE) {
          inner = load<i32>(at, ARG);
          shape = inner;
        } else if (act === ANY) {
          inner = load<i32>(at, ARG);
          shape = shapeOfAny(pos, to);
        } else {
          inner = typeInAny(load<i32>(frame, SHAPE));
          if (inner < 0) break;
          shape = inner;
        }
        const after = base + load<u32>(typeOf(frame), SLOTS) + load<u32>(load<u32>(TYPES_AT) + u32(inner) * TYPE_BYTES, SLOTS);
        if (frame + 2 * STRIDE > load<u32>(FRAMES_TO) || after > load<u32>(SLOTS_TO)) break;
      }
      const isWriting = load<u32>(LINES_AT) !== 0;
      if (isWriting && frame <= load<u32>(FRAMES_AT) + load<u32>(WRITTEN_TO))
        if (load<u32>(NEXT_LINE) + u32(LINE_BYTES) * (1 + elements) > load<u32>(LINES_TO)) break;

      const slot = base + u32(place) * SLOT;
      if (place > order) {
        const stamp = load<u32>(frame, ID) << 1;
        if (entry & MEMBER) {
          const member = base + load<u32>(at, ONEOF) * SLOT;
          if (load<u32>(member) >> 1 === load<u32>(frame, ID)) break;
          store<u32>(member, stamp);
          store<u32>(member, nodes, LAST);
          store<u32>(member, load<u32>(at, REF), COUNT);
        }
        order = place;
        store<u32>(frame, load<u32>(frame, SEEN) + ((entry & LOOSE) >> LOOSE_BIT), SEEN);
        store<u32>(slot, nodes, LAST);
        if (entry & LIST || act >= PACKED) {
          store<u32>(slot, stamp);
          store<u32>(slot, act >= PACKED ? elements : 1, COUNT);
        } else store<u32>(slot, stamp | ONCE);
      } else store<u32>(slot, load<u32>(slot, COUNT) + 1, COUNT);
      isDefault = isDefault && (entry & OMITS) !== 0;
      if (isWriting) {
        const lowest = load<u32>(FRAMES_AT) + load<u32>(WRITTEN_TO);
        if (frame <= lowest) {
          let head: usize = key < 0x80 ? 1 : 2;
          if (act >= BYTES) while (load<u8>(from + head++) >= 0x80);
          const content = inner >= 0 ? shape : act >= PACKED ? contentOf(act) : CONTENT_BYTES;
          const line = write(from, inner >= 0 ? to : pos, nodes, elements, frame, at, content, key & 7, head);
          if (entry & LIST && act < PACKED) store<u32>(line, load<u32>(slot, COUNT) - 1, LINE_ORDINAL);
          store<u32>(line, (isDefault ? EXPLICIT_DEFAULT : 0) | (act >= PACKED ? PACKED_NOTE : 0), LINE_NOTES);
          if (elements > 0 && frame < lowest) writeElements(from + head, to, nodes, at);
        }
      } else if (isDefault) notable(nodes);
      else if (act === BOOL) add(TELLING, 1);
      nodes += 1 + elements;

      if (inner >= 0) {
        store<i32>(frame, order, TOP_ORDER);
        base += load<u32>(typeOf(frame), SLOTS);
        const isWritten = frame <= load<u32>(FRAMES_AT) + load<u32>(WRITTEN_TO);
        frame += STRIDE;
        stop = stopOf(to);
        row = load<u32>(load<u32>(TYPES_AT) + u32(inner) * TYPE_BYTES, ROW);
        order = -1;
        const id = load<u32>(LAST_ID) + 1;
        store<u32>(LAST_ID, id);
        store<u32>(frame, offset(to), END);
        store<i32>(frame, inner, TYPE);
        store<i32>(frame, shape, SHAPE);
        store<u32>(frame, u32(base - load<u32>(SLOTS_AT)) / SLOT, BASE);
        store<u32>(frame, 0, SEEN);
        store<u32>(frame, id, ID);
        store<u32>(frame, nodes - 1, NODE);
        store<u32>(frame, 0, FLAGS);
        if (isWriting) store<i32>(frame, isWritten ? i32((load<u32>(NEXT_LINE) - u32(LINE_BYTES) - load<u32>(LINES_AT)) >> 2) : -1, LINE);
        // A message that is not empty has a node.
        if (to > pos) deepen(frame);
      }
    }
    if (ended !== RESUMES) store<i32>(frame, order, TOP_ORDER);
  }

  store<u32>(POS, offset(from));
  store<u32>(NODES, nodes);
  store<u32>(FRAME, u32(frame - load<u32>(FRAMES_AT)));
  return ended;
}

/** True for the bytes of a type URL as mesh writes it: "type.googleapis.com/", with "https://" before it or not. */
function isUrl(at: usize, length: u32): bool {
  const first = load<u8>(at);
  if (first !== 0x74 && first !== 0x68) return false;
  if (first === 0x68) {
    if (load<u64>(at) !== 0x2f2f3a7370747468 || length < 28) return false;
    at += 8;
  } else if (length < 20) return false;
  return load<u64>(at) === 0x6f6f672e65707974 && load<u64>(at, 8) === 0x2e73697061656c67 && load<u32>(at, 16) === 0x2f6d6f63;
}
