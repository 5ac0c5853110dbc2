// What every loop knows of the blob: a window of it in memory. Offsets of the blob become addresses: no more than the window is read, but ends may
// lie far behind it.

// The first numbers of a loop's state, 32 bits each from the start of memory on, as ../loop-window.ts has them; a loop's own follow.
export const POS: usize = 0;
export const FRAME: usize = 4;
export const MARK: usize = 8;
export const WINDOW_FROM: usize = 12;
export const WINDOW_TO: usize = 16;
export const IS_LAST: usize = 20;
export const WINDOW_AT: usize = 24;
export const FRAMES_AT: usize = 28;
export const FRAMES_TO: usize = 32;
export const SLOTS_AT: usize = 36;
export const SLOTS_TO: usize = 40;
const SHIFT: usize = 44;
const CEILING: usize = 48;

/** Fields and messages begin at least so many bytes before the window's end, unless the blob ends there. */
const AHEAD: u32 = 32;

/** A run begins: the window and the mark are as the state has them. */
export function begin(): void {
  store<u32>(SHIFT, load<u32>(WINDOW_AT) - load<u32>(WINDOW_FROM));
  const lastField = load<u32>(WINDOW_TO) - (load<u32>(IS_LAST) !== 0 ? 0 : AHEAD);
  store<u32>(CEILING, min(load<u32>(MARK), lastField) + load<u32>(SHIFT));
}

/** Where a byte of the blob stands in memory. */
export function address(offset: u32): usize {
  return offset + load<u32>(SHIFT);
}

/** Which byte of the blob stands at an address. */
export function offset(address: usize): u32 {
  return u32(address) - load<u32>(SHIFT);
}

/** Where to look up in a message that ends at `end`. */
export function stopOf(end: usize): usize {
  return min<usize>(end, load<u32>(CEILING));
}

/** Adds to a number of the state. */
export function add(counter: usize, more: u32): void {
  store<u32>(counter, load<u32>(counter) + more);
}
