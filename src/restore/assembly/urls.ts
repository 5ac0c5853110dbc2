import { address, WINDOW_FROM } from "../../wire/assembly/index";
import { FLAGS, HAS_TEXT, IS_BROKEN, TEXT_FROM, TEXT_TO, UNMET, URL_BYTES, URL_LENGTH, URL_PLACES, URL_PLAN, URLS_AT } from "./layout";

/** Plan of the content whose type URL is the blob's bytes `[from, to)`; below 0 for none that is known, `NO_TYPE` where the reader has none. */
declare function planAt(from: u32, to: u32): i32;
/** Plan of the content of an `Any` that has ended; below 0 for none. */
export function contentOf(frame: usize): i32 {
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
  let place = hashOf(url, length) >> 22;
  let found = urlAt(place);
  while (load<u32>(found) !== 0 && !(load<u32>(found, URL_LENGTH) === length && isSame(load<u32>(found), url, length))) {
    place = (place + 1) & (URL_PLACES - 1);
    found = urlAt(place);
  }
  return found;
}

/** Of the last bytes: URLs begin alike. */
function hashOf(url: usize, length: u32): u32 {
  const to = url + length;
  let hash: u64 = length * 0x9e3779b97f4a7c15;
  if (length >= 24) {
    hash ^= load<u64>(to - 8) * 0x9e3779b97f4a7c15;
    hash ^= load<u64>(to - 16) * 0xc2b2ae3d27d4eb4f;
    hash ^= load<u64>(to - 24) * 0x165667b19e3779f9;
  } else for (let at = url; at < to; at++) hash = (hash ^ load<u8>(at)) * 0x100000001b3;
  return u32((hash ^ (hash >> 29)) >> 32);
}

function urlAt(place: u32): usize {
  return load<u32>(URLS_AT) + place * URL_BYTES;
}

/** Whether `length` bytes are the same, 16 at a time; up to 15 beyond them are read. */
export function isSame(one: usize, other: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) if (differs(one + at, other + at) !== 0) return false;
  return (differs(one + at, other + at) & ((1 << i32(length - at)) - 1)) === 0;
}

/** Which of sixteen bytes differ, the first lowest. */
function differs(one: usize, other: usize): i32 {
  return i8x16.bitmask(i8x16.ne(v128.load(one), v128.load(other)));
}
