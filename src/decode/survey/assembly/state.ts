// What the loop keeps in memory instead of in variables, and asks for by short functions: they are inlined.
import {
  CEILING,
  DEEPEST,
  END,
  FIRST_MISSING,
  FRAMES_AT,
  HEAD,
  ID,
  LINE_BYTES,
  LINE_END,
  MISSING,
  NEXT_LINE,
  NODE,
  REF,
  SHIFT,
  SLOT,
  TYPE,
  TYPE_BYTES,
  TYPES_AT,
} from "./layout";

/** As `Lines.add`, of a node that has no elements. */
export function write(from: usize, to: usize, node: u32, frame: usize, entry: usize, shape: i32, ordinal: u32, notes: u32, key: u32): void {
  let head: usize = key < 0x80 ? 1 : 2;
  if ((key & 7) === 2) while (load<u8>(from + head++) >= 0x80);
  const line: usize = load<u32>(NEXT_LINE);
  store<u32>(NEXT_LINE, u32(line + LINE_BYTES));
  store<u32>(line, offset(from));
  store<u32>(line, offset(to), 4);
  store<u32>(line, node + 1, LINE_END);
  store<u32>(line, load<u32>(frame, NODE), 12);
  store<u32>(line, load<u32>(entry, REF), 16);
  store<i32>(line, shape, 20);
  store<u32>(line, ordinal, 24);
  store<u32>(line, notes, 28);
  store<u32>(line, (key & 7) | (u32(head) << HEAD), 32);
}

export function address(offset: u32): usize {
  return offset + load<u32>(SHIFT);
}

export function offset(address: usize): u32 {
  return u32(address) - load<u32>(SHIFT);
}

export function endOf(frame: usize): usize {
  return address(load<u32>(frame, END));
}

/** Where to look up in a message that ends at `end`. */
export function stopOf(end: usize): usize {
  return min<usize>(end, load<u32>(CEILING));
}

export function typeOf(frame: usize): usize {
  return load<u32>(TYPES_AT) + load<u32>(frame, TYPE) * TYPE_BYTES;
}

export function deepen(frame: usize): void {
  const level = i32(frame - load<u32>(FRAMES_AT));
  if (level > load<i32>(DEEPEST)) store<i32>(DEEPEST, level);
}

export function add(counter: usize, more: u32): void {
  store<u32>(counter, load<u32>(counter) + more);
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
