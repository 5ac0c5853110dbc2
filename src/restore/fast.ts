import { invalidUtf8At } from "../base/index.ts";
import { countVarints, isAscii, varintLength8 } from "../decode/index.ts";
import { WireType } from "../wire/index.ts";
import { NO_TYPE } from "./contents.ts";
import type { Cursor } from "./cursor.ts";
import type { Findings } from "./findings.ts";
import * as F from "./frames.ts";
import type { Plans } from "./plans.ts";
import type { Stack } from "./stack.ts";
import * as T from "./tables.ts";
import type { Units } from "./units.ts";

/** Fewer bytes than this before the end of the blob are left to the exact path, so that the loop need not look for it at each byte. */
const TAIL = 32;
/** Bytes that the loop takes in one call. */
const STRETCH = 4 * 1024;

/** Flags of a message that ask for a look when it ends. */
const CLOSING = F.IS_BROKEN | F.IS_CLEARED | F.IS_UNIT | F.IS_WRAPPED | F.HAS_VARIANT;

/** A reading as the fast loop sees it. */
export interface PlainReading {
  readonly cursor: Cursor;
  readonly stack: Stack;
  readonly plans: Plans;
  readonly units: Units;
  readonly findings: Pick<Findings, "isFull" | "count">;
  /** False once a message was met that is not exact. */
  exact: boolean;
  /** True when the reading has been given up. */
  readonly needsModel: boolean;
  /** Reads one field, or closes the innermost message, exactly, whatever it is. */
  step(): void;
}

/**
 * Reads from `at` on until the blob has ended or a field begins at `mark` or later. What is plain (a known field in a wire type that is
 * accepted, in order, with a value of which there is nothing to tell) is read here, on local variables and typed arrays alone; for all
 * else the loop leaves the reading to its exact step, before it has changed anything.
 *
 * One long function on purpose: a call or an object a field would be most of its cost (docs/performance.md).
 * Returns true when the reading is over.
 */
export function readUntil(reading: PlainReading, mark: number): boolean {
  const { cursor } = reading;
  for (;;) {
    // In short stretches: code that has been compiled meanwhile is entered by a call, and the loop itself need not be compiled once more.
    if (stretch(reading, Math.min(mark, cursor.at + STRETCH))) return true;
    if (cursor.at >= mark) return false;
  }
}

/** Up to `mark`, or as far as the arrays stay where they are. True when the reading is over. */
function stretch(reading: PlainReading, mark: number): boolean {
  const { cursor, stack, plans, units, findings } = reading;
  const { bytes, view } = cursor;
  const { tables, contents } = plans;
  const { code, arg, plans: ofPlans } = tables;
  const { numbers, slots } = stack;
  const tail = bytes.length - TAIL;
  const ceiling = tail < mark ? tail : mark;
  let frame = stack.at;
  let pos = cursor.at;
  let end = 0;
  let stop = 0;
  let row = 0;
  let keys = 0;
  let base = 0;
  let id = 0;
  let top = 0;
  let seen = 0;
  let kinds = 0;
  let doubts = 0;
  let lost = 0;
  /** Findings that are no failures have come to their limit. */
  let onlyCounts = findings.isFull("depends");
  let stale = true;
  let isOver = false;

  for (;;) {
    if (stale) {
      // Another frame is the innermost: its numbers to hand.
      stale = false;
      end = numbers[frame + F.END]!;
      stop = end < ceiling ? end : ceiling;
      const plan = numbers[frame + F.PLAN]! * T.WIDTH;
      row = ofPlans[plan + T.ROW]!;
      keys = ofPlans[plan + T.KEYS]!;
      base = numbers[frame + F.BASE]!;
      id = numbers[frame + F.ID]!;
      top = numbers[frame + F.TOP]!;
      seen = numbers[frame + F.SEEN]!;
    }
    const from = pos;
    // biome-ignore lint/suspicious/noConfusingLabels: leaving it means "not plain", from many places and at no cost.
    take: {
      let inner = -1;
      let order = F.CONTENT;
      let to = 0;
      let start = 0;
      let flags = 0;
      if (pos >= stop) {
        if (pos < end) {
          if (pos < mark) break take;
          numbers[frame + F.TOP] = top;
          numbers[frame + F.SEEN] = seen;
          stack.at = frame;
          cursor.at = pos;
          break;
        }
        // The message has ended.
        const plan = numbers[frame + F.PLAN]! * T.WIDTH;
        const kind = ofPlans[plan + T.KIND]!;
        const is = numbers[frame + F.FLAGS]!;
        if (kind & T.IS_ANY && (is & F.IS_JUDGED) === 0) {
          if ((is & F.HAS_TEXT) === 0 || (is & F.IS_BROKEN) !== 0) break take;
          inner = contents.planAt(view, numbers[frame + F.TEXT_FROM]!, numbers[frame + F.TEXT_TO]!);
          if (inner === NO_TYPE && onlyCounts) {
            doubts++;
            if (is & F.IS_CONTENT) pos = numbers[frame + F.TO]!;
            frame -= F.STRIDE;
            stale = true;
            continue;
          }
          if (inner < 0 || !hasRoom(ofPlans, numbers, slots, frame, base, inner)) break take;
          numbers[frame + F.FLAGS] = is | F.IS_JUDGED;
          flags = F.IS_CONTENT;
          to = numbers[frame + F.TO]!;
          const hasValue = (is & F.HAS_VALUE) !== 0;
          start = hasValue ? numbers[frame + F.VALUE_FROM]! : to;
          end = hasValue ? numbers[frame + F.VALUE_TO]! : to;
        } else {
          const closing = is & CLOSING;
          const absent = ofPlans[plan + T.NEEDS]! - seen;
          if (frame === 0 || kind & T.IS_DURATION || (absent !== 0 && (kind & T.HAS_CERTAIN || !onlyCounts))) break take;
          if (closing === F.IS_UNIT && !(kind & T.IS_ENUM)) {
            if ((is & F.HAS_TEXT) === 0 || !units.meets(view, numbers[frame + F.TEXT_FROM]!, numbers[frame + F.TEXT_TO]!)) break take;
          } else if (closing === F.IS_WRAPPED && !(kind & T.IS_ENUM)) {
            const elements = base * F.SLOT;
            if ((slots[elements] === id ? slots[elements + F.COUNT]! : 0) !== numbers[frame + F.ELEMENTS]!) break take;
          } else if (closing !== (kind & T.IS_ENUM ? F.HAS_VARIANT : 0)) break take;
          doubts += absent;
          if (is & F.IS_CONTENT) pos = numbers[frame + F.TO]!;
          frame -= F.STRIDE;
          stale = true;
          continue;
        }
      } else {
        let key = bytes[pos++]!;
        let limit = keys;
        if (key >= 0x80) {
          const second = bytes[pos++]!;
          if (second === 0) break take;
          key = (key & 0x7f) | ((second & 0x7f) << 7);
          if (second >= 0x80) {
            const third = bytes[pos++]!;
            if (third >= 0x80 || third === 0) break take;
            const plan = numbers[frame + F.PLAN]! * T.WIDTH;
            key = (key | (third << 14)) - ofPlans[plan + T.FAR]!;
            if (key < keys) break take;
            limit = ofPlans[plan + T.ALL_KEYS]!;
          }
        }
        if (key >= limit) break take;
        const entry = code[row + key]!;
        if (entry === T.UNKNOWN) {
          if (!onlyCounts) break take;
          const after = afterValue(bytes, view, pos, key & 7);
          if (after < 0 || after > end) break take;
          pos = after;
          lost++;
          continue;
        }
        order = entry >> T.ORDER;
        if (entry === 0 || (order <= top && (order !== top || (entry & T.LIST) === 0))) break take;
        if ((entry >> T.DOUBTFUL) & 1 && !onlyCounts) break take;
        if (entry & T.MEMBER && numbers[frame + F.FLAGS]! & F.IS_MET) break take;
        const act = entry & T.ACT;
        if (act === T.Act.VARINT) {
          const length = varintLength8(view, pos);
          const safe = (entry >> T.SAFE) & 0x0f;
          pos += length;
          if (length > safe) {
            if (length > safe + 1 || bytes[pos - 1]! > arg[row + key]!) break take;
          } else if (length > 8 && bytes[pos - 1]! >= 0x80 && bytes[pos++]! >= 0x80) break take;
          if (pos > end || (entry & T.NONZERO && bytes[pos - 1] === 0)) break take;
        } else if (act === T.Act.BOOL) {
          if (bytes[pos++]! > 1 || pos > end) break take;
        } else if (act === T.Act.I32 || act === T.Act.I64) {
          pos += act === T.Act.I32 ? 4 : 8;
          if (pos > end) break take;
        } else {
          let length = bytes[pos++]!;
          if (length >= 0x80) {
            // Without a branch for the third byte: one that is seldom taken would not be compiled.
            const second = bytes[pos]!;
            const isWide = second >> 7;
            const third = bytes[pos + 1]! & -isWide;
            // A longer one is worth the exact path's time.
            if (third >= 0x80) break take;
            length = (length & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
            pos += 1 + isWide;
          }
          to = pos + length;
          if (to > end) break take;
          if (act === T.Act.MESSAGE) {
            inner = arg[row + key]!;
            if (inner < 0 || !hasRoom(ofPlans, numbers, slots, frame, base, inner)) break take;
            start = pos;
            if (entry & T.WRAPPED) {
              flags = F.IS_WRAPPED;
              numbers[frame + F.STRIDE + F.ELEMENTS] = tables.elements[row + key]!;
            } else if (entry & T.UNITS && frame === 0) flags = F.IS_UNIT;
          } else if (act === T.Act.BYTES) {
            pos = to;
          } else if (act === T.Act.SIZED) {
            if (length !== arg[row + key]!) break take;
            pos = to;
          } else if (act === T.Act.TEXT || act === T.Act.NAME) {
            if (to > tail || (!isAscii(view, pos, to) && invalidUtf8At(bytes, pos, to) >= 0)) break take;
            if (act === T.Act.NAME) {
              numbers[frame + F.FLAGS]! |= F.HAS_TEXT;
              numbers[frame + F.TEXT_FIELD] = from;
              numbers[frame + F.TEXT_FROM] = pos;
              numbers[frame + F.TEXT_TO] = to;
            }
            pos = to;
          } else if (act === T.Act.ANY_VALUE) {
            numbers[frame + F.FLAGS]! |= F.HAS_VALUE;
            numbers[frame + F.VALUE_FROM] = pos;
            numbers[frame + F.VALUE_TO] = to;
            pos = to;
          } else {
            const count = arg[row + key]!;
            let elements = 0;
            if (act === T.Act.PACKED) {
              elements = countVarints(bytes, view, pos, to, (entry >> T.SAFE) & 0x0f);
              if (elements < 0) elements = to > tail ? -1 : countCut(bytes, view, pos, to, entry);
              if (elements < 0) break take;
            } else {
              elements = length >> (act === T.Act.PACKED_I32 ? 2 : 3);
              if (elements << (act === T.Act.PACKED_I32 ? 2 : 3) !== length) break take;
            }
            if (count >= 0 && elements !== count) break take;
            pos = to;
          }
        }

        const slot = (base + order) * F.SLOT;
        slots[slot + F.COUNT] = (order === top ? slots[slot + F.COUNT]! : 0) + 1;
        slots[slot + F.LAST] = from;
        slots[slot] = id;
        // Only the first element of a list is one more field.
        if (order > top) seen += (entry >> T.NEEDED) & 1;
        top = order;
        doubts += (entry >> T.DOUBTFUL) & 1;
        if (entry & T.MEMBER) {
          numbers[frame + F.FLAGS]! |= F.IS_MET | F.HAS_VARIANT;
          numbers[frame + F.VARIANT] = order;
        }
        if (inner < 0) continue;
        end = to;
      }

      // A message of the plan `inner` begins.
      numbers[frame + F.TOP] = top;
      numbers[frame + F.SEEN] = seen;
      const plan = inner * T.WIDTH;
      const document = order === F.CONTENT ? ++stack.documents : numbers[frame + F.DOCUMENT]!;
      const outer = order === F.CONTENT ? numbers[frame + F.FROM]! : from;
      base += ofPlans[numbers[frame + F.PLAN]! * T.WIDTH + T.SLOTS]!;
      kinds |= ofPlans[plan + T.KIND]!;
      row = ofPlans[plan + T.ROW]!;
      keys = ofPlans[plan + T.KEYS]!;
      id = ++stack.lastId;
      top = -1;
      seen = 0;
      pos = start;
      stop = end < ceiling ? end : ceiling;
      frame += F.STRIDE;
      numbers[frame + F.PLAN] = inner;
      numbers[frame + F.ID] = id;
      numbers[frame + F.FROM] = outer;
      numbers[frame + F.TO] = to;
      numbers[frame + F.START] = start;
      numbers[frame + F.END] = end;
      numbers[frame + F.ORDER] = order;
      numbers[frame + F.BASE] = base;
      numbers[frame + F.DOCUMENT] = document;
      numbers[frame + F.FLAGS] = flags;
      continue;
    }
    // Not plain: the exact path takes it from its first byte.
    numbers[frame + F.TOP] = top;
    numbers[frame + F.SEEN] = seen;
    stack.at = frame;
    cursor.at = from;
    reading.step();
    isOver = stack.at < 0 || reading.needsModel;
    if (
      isOver ||
      stack.numbers !== numbers ||
      stack.slots !== slots ||
      tables.code !== code ||
      tables.arg !== arg ||
      tables.plans !== ofPlans
    )
      break;
    frame = stack.at;
    pos = cursor.at;
    onlyCounts ||= findings.isFull("depends");
    stale = true;
  }
  if (kinds & T.IS_INEXACT) reading.exact = false;
  findings.count("depends", doubts);
  findings.count("lost", lost);
  return isOver;
}

/** Offset behind the value at `at` of an unknown field; -1 when it is one for the exact path. */
function afterValue(bytes: Uint8Array, view: DataView, at: number, wire: number): number {
  if (wire === WireType.I32) return at + 4;
  if (wire === WireType.I64) return at + 8;
  if (wire === WireType.VARINT) {
    const length = varintLength8(view, at);
    return length > 8 ? -1 : at + length;
  }
  const length = bytes[at]!;
  if (length < 0x80) return at + 1 + length;
  const second = bytes[at + 1]!;
  return second < 0x80 ? at + 2 + ((length & 0x7f) | (second << 7)) : -1;
}

/**
 * Number of varints in `[from, to)`, of which some may have a byte more than is safe, as far as the reader's width goes; -1 when one has more,
 * or the width is 64 bits. */
function countCut(bytes: Uint8Array, view: DataView, from: number, to: number, entry: number): number {
  const safe = (entry >> T.SAFE) & 0x0f;
  if (safe > 4) return -1;
  const last = ((1 << safe) - 1) >> (entry & T.SIGNED ? 1 : 0);
  let at = from;
  let elements = 0;
  for (; at < to; elements++) {
    const length = varintLength8(view, at);
    at += length;
    if (length > safe && (length > safe + 1 || bytes[at - 1]! > last)) return -1;
  }
  return at === to ? elements : -1;
}

/** Whether one more message of a plan fits in the arrays; the exact path makes room. */
function hasRoom(plans: Int32Array, numbers: Int32Array, slots: Int32Array, frame: number, base: number, inner: number): boolean {
  const first = base + plans[numbers[frame + F.PLAN]! * T.WIDTH + T.SLOTS]!;
  return frame + 2 * F.STRIDE <= numbers.length && (first + plans[inner * T.WIDTH + T.SLOTS]!) * F.SLOT <= slots.length;
}
