// What the loop keeps in memory instead of in variables, and asks for by short functions: they are inlined.

import { CEILING, END, FLAGS, ROW_OF_AT, ROWS_AT, SHIFT } from "./layout";

export function rowOf(plan: u32): usize {
  return load<u32>(ROWS_AT) + load<u32>(load<u32>(ROW_OF_AT) + (plan << 2));
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

export function mark(frame: usize, flags: u32): void {
  store<u32>(frame, load<u32>(frame, FLAGS) | flags, FLAGS);
}

export function add(counter: usize, more: u32): void {
  store<u32>(counter, load<u32>(counter) + more);
}
