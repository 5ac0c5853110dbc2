import {
  FLAGS,
  HAS_TEXT,
  IS_BROKEN,
  TEXT_FROM,
  TEXT_TO,
  UNMET,
  URL_BYTES,
  URL_LENGTH,
  URL_PLACES,
  URL_PLAN,
  URLS_AT,
  WINDOW_FROM,
} from "./layout";
import { address } from "./state";

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
export function placeOf(url: usize, length: u32): usize {
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

export function urlAt(place: u32): usize {
  return load<u32>(URLS_AT) + place * URL_BYTES;
}

export function isSame(one: usize, other: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(one + at) !== load<u64>(other + at)) return false;
  return ((load<u64>(one + at) ^ load<u64>(other + at)) & firstBytes(length - at)) === 0;
}

/** A mask of the first bytes of eight, fewer than all. */
export function firstBytes(count: usize): u64 {
  return (u64(1) << (u64(count) << 3)) - 1;
}
