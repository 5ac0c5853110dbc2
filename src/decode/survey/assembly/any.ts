// What an `Any` holds, by the bytes of its type URL (../../any-types.ts): a blob names a few types many times.

import { address, offset, WINDOW_TO } from "../../../wire/assembly/index";
import { ANY_SHAPES, ANY_TYPE, KNOWN_URL, URLS_AT } from "./layout";

/** Shape of the `Any` in the blob's bytes `[from, to)`. */
declare function anyShape(from: u32, to: u32): i32;
/** Whether the URL at that offset is the one by which the `Any` of that shape was opened. */
declare function isKnownUrl(shape: i32, at: u32): bool;

/** A place of a URL that was met: bytes, shape, and the URL itself. It stands where its hash says, or in one of the next places. */
const PLACES: u32 = 256;
const PLACE: u32 = 128;
const MOST_STEPS: u32 = 4;
const SHAPE_OF_URL: usize = 4;
const URL: usize = 8;
const SHORTEST: u32 = 8;
const LONGEST: u32 = PLACE - 8;

/** Shape of the `Any` in `[at, to)`. A URL that was met before is compared here, another is asked for. */
export function shapeOfAny(at: usize, to: usize): i32 {
  const url = at + 2;
  const length: u32 = load<u8>(at, 1);
  const end = url + length;
  const isPlain = load<u8>(at) === 0x0a && length >= SHORTEST && length <= LONGEST && end <= address(load<u32>(WINDOW_TO));
  if (!isPlain || !(end === to || (end < to && isValueToEnd(end, to)))) {
    store<u32>(KNOWN_URL, 0);
    return anyShape(offset(at), offset(to));
  }
  const hash = (load<u64>(end - 8) ^ (load<u64>(url + (length >> 1)) << 1) ^ length) * 0x9e3779b97f4a7c15;
  const place = placeOf(url, length, u32(hash >> 32));
  if (load<u32>(place) === 0) {
    const shape = anyShape(offset(at), offset(to));
    memory.copy(place + URL, url, length);
    store<u32>(place, length);
    store<i32>(place, shape, SHAPE_OF_URL);
  }
  const shape = load<i32>(place, SHAPE_OF_URL);
  // One that names no type of the set is left to the exact path.
  store<u32>(KNOWN_URL, shape - load<i32>(ANY_SHAPES) === nothing() ? 0 : offset(url));
  return shape;
}

/** Type of the content of an `Any` of that shape, -1 where it is not known or an `Any` again. */
export function typeInAny(shape: i32): i32 {
  const type = shape - load<i32>(ANY_SHAPES);
  return type >= 0 && type !== nothing() && type !== load<i32>(ANY_TYPE) ? type : -1;
}

/** What stands for the type of a message of which nothing is known in the shape of an `Any`. */
function nothing(): i32 {
  return load<i32>(ANY_SHAPES) - 1;
}

/** Whether the URL at `at` is the one by which the `Any` of that shape was opened. */
export function isUrlOf(shape: i32, at: usize): bool {
  return load<u32>(KNOWN_URL) === offset(at) || isKnownUrl(shape, offset(at));
}

/** Where a URL of that hash stands, or else a free place for it, which is the first where others stood in all. */
function placeOf(url: usize, length: u32, hash: u32): usize {
  const places: usize = load<u32>(URLS_AT);
  for (let step: u32 = 0; step < MOST_STEPS; step++) {
    const place = places + ((hash + step) % PLACES) * PLACE;
    const met = load<u32>(place);
    if (met === 0 || (met === length && isSame(place + URL, url, length))) return place;
  }
  const first = places + (hash % PLACES) * PLACE;
  store<u32>(first, 0);
  return first;
}

function isSame(a: usize, b: usize, length: u32): bool {
  const last = length - 8;
  for (let at: u32 = 0; at < last; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false;
  return load<u64>(a + last) === load<u64>(b + last);
}

/** Whether the field at `at` is field 2 and ends at `to`: what writers write, one URL and one value. */
function isValueToEnd(at: usize, to: usize): bool {
  if (load<u8>(at++) !== 0x12) return false;
  let length: u32 = 0;
  for (let shift: u32 = 0; shift < 28 && at < to; shift += 7) {
    const byte: u32 = load<u8>(at++);
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return at + length === to;
  }
  return false;
}
