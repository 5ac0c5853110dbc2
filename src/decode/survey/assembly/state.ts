// What the loop keeps in memory instead of in variables, and asks for by short functions: they are inlined.

import { add, address, FRAMES_AT, offset } from "../../../wire/assembly/index";
import {
  ACT,
  CONTENT_BYTES,
  DEEPEST,
  ELEMENT_I32,
  ELEMENT_I64,
  ELEMENT_VARINT,
  END,
  FIRST_MISSING,
  HEAD,
  ID,
  LINE_BYTES,
  LINE_END,
  LINE_NOTES,
  LINE_ORDINAL,
  LINE_PARENT,
  LINE_REF,
  LINE_REST,
  LINE_SHAPE,
  LINE_TO,
  MISSING,
  NEXT_LINE,
  NODE,
  PACKED,
  PACKED_I32,
  PACKED_I32S,
  PACKED_I64S,
  PACKED_VARINTS,
  REF,
  SLOT,
  TYPE,
  TYPE_BYTES,
  TYPES_AT,
} from "./layout";
/** Writes the line of a field, as `Lines.add` does: it has `kind` and a `head` of so many bytes, and as many elements, whose lines are not written. */
export function write(
  from: usize,
  to: usize,
  node: u32,
  elements: u32,
  frame: usize,
  entry: usize,
  shape: i32,
  kind: u32,
  head: usize,
): usize {
  return addLine(from, to, node + 1 + elements, load<u32>(frame, NODE), load<u32>(entry, REF), shape, kind | (u32(head) << HEAD));
}

/** The lines of the elements of packed field `node`, whose payload is `[at, to)`. */
export function writeElements(at: usize, to: usize, node: u32, entry: usize): void {
  const ref = load<u32>(entry, REF);
  const act = load<u32>(entry) & ACT;
  const width: usize = act === PACKED_I32 ? 4 : act === PACKED ? 0 : 8;
  const kind = act === PACKED_I32 ? ELEMENT_I32 : act === PACKED ? ELEMENT_VARINT : ELEMENT_I64;
  for (let end = node + 2; at < to; end++) {
    const start = at;
    if (width > 0) at += width;
    else while (load<u8>(at++) >= 0x80);
    addLine(start, at, end, node, ref, CONTENT_BYTES, kind);
  }
}

function addLine(from: usize, to: usize, end: u32, parent: u32, ref: u32, shape: i32, rest: u32): usize {
  const line: usize = load<u32>(NEXT_LINE);
  store<u32>(NEXT_LINE, u32(line + LINE_BYTES));
  store<u32>(line, offset(from));
  store<u32>(line, offset(to), LINE_TO);
  store<u32>(line, end, LINE_END);
  store<u32>(line, parent, LINE_PARENT);
  store<u32>(line, ref, LINE_REF);
  store<i32>(line, shape, LINE_SHAPE);
  store<u32>(line, 0, LINE_ORDINAL);
  store<u32>(line, 0, LINE_NOTES);
  store<u32>(line, rest, LINE_REST);
  return line;
}

/** What a packed field of an act holds. */
export function contentOf(act: u32): i32 {
  return act === PACKED ? PACKED_VARINTS : act === PACKED_I32 ? PACKED_I32S : PACKED_I64S;
}

/** Address where the message of a frame ends, which may lie behind the window. */
export function endOf(frame: usize): usize {
  return address(load<u32>(frame, END));
}

/** Address of the row of tables for the type of a frame. */
export function typeOf(frame: usize): usize {
  return load<u32>(TYPES_AT) + load<u32>(frame, TYPE) * TYPE_BYTES;
}

/** Notes how deep a frame is, when none was deeper. */
export function deepen(frame: usize): void {
  const level = i32(frame - load<u32>(FRAMES_AT));
  if (level > load<i32>(DEEPEST)) store<i32>(DEEPEST, level);
}

/** Counts the fields that a message lacks though its writer always writes them. */
export function missing(frame: usize, base: usize, always: usize): void {
  const id = load<u32>(frame, ID);
  let lacks: u32 = 0;
  for (let n = load<u32>(always); n > 0; n--) {
    always += 4;
    if (load<u32>(base + load<u32>(always) * SLOT) >> 1 !== id) lacks++;
  }
  if (lacks === 0) return;
  add(MISSING, lacks);
  store<u32>(FIRST_MISSING, min(load<u32>(FIRST_MISSING), load<u32>(frame, NODE)));
}
