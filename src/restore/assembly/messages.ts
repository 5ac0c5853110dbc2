import { add, FRAMES_TO, SLOTS_TO } from "../../wire/assembly/index";
import {
  ASKS_NAMES,
  BASE,
  CLOSES_EXACTLY,
  CLOSING,
  CONTENT,
  COUNT,
  DOCUMENT,
  DOCUMENTS,
  DOUBTS,
  ELEMENTS,
  END,
  FIELDS,
  FLAGS,
  FROM,
  HAS_CERTAIN,
  HAS_TEXT,
  HAS_VALUE,
  HAS_VARIANT,
  ID,
  IS_CONTENT,
  IS_ENUM,
  IS_JUDGED,
  IS_UNIT,
  IS_WRAPPED,
  KIND,
  KINDS,
  LAST_ID,
  NEEDS,
  ONLY_COUNTS,
  ORDER,
  PLAN,
  PLAN_ID,
  SEEN,
  SLOT,
  START,
  STRIDE,
  TEXT_FROM,
  TEXT_TO,
  TO,
  TOP,
  VALUE_FROM,
  VALUE_TO,
} from "./layout";
import { mark } from "./state";

/** Whether there is nothing to tell of a unit whose name is the blob's bytes `[from, to)`. */
declare function meets(from: u32, to: u32): bool;
/** Opens the content of an `Any` that has ended, a document of its own; false when there is no room. */
export function opensContent(frame: usize, row: usize, base: usize, inner: usize): bool {
  if (!hasRoom(frame, row, base, inner)) return false;
  const flags = load<u32>(frame, FLAGS);
  const to = load<u32>(frame, TO);
  const hasValue = (flags & HAS_VALUE) !== 0;
  mark(frame, IS_JUDGED);
  add(DOCUMENTS, 1);
  add(LAST_ID, 1);
  store<u32>(KINDS, load<u32>(KINDS) | load<u32>(inner - KIND));
  const around = frame;
  frame += STRIDE;
  store<u32>(frame, load<u32>(inner - PLAN), PLAN_ID);
  store<u32>(frame, load<u32>(LAST_ID), ID);
  store<u32>(frame, load<u32>(around, FROM), FROM);
  store<u32>(frame, to, TO);
  store<u32>(frame, hasValue ? load<u32>(around, VALUE_FROM) : to, START);
  store<u32>(frame, hasValue ? load<u32>(around, VALUE_TO) : to, END);
  store<i32>(frame, CONTENT, ORDER);
  store<u32>(frame, load<u32>(around, BASE) + load<u32>(row - FIELDS), BASE);
  store<u32>(frame, load<u32>(DOCUMENTS), DOCUMENT);
  store<u32>(frame, IS_CONTENT, FLAGS);
  store<i32>(frame, -1, TOP);
  store<u32>(frame, 0, SEEN);
  return true;
}

/** Whether a message that has ended may be closed here; counts what it lacks. */
export function closes(frame: usize, row: usize, slots: usize, kind: u32, flags: u32): bool {
  const absent = load<u32>(row - NEEDS) - load<u32>(frame, SEEN);
  if (kind & CLOSES_EXACTLY) return false;
  if (absent !== 0 && (kind & HAS_CERTAIN || load<u32>(ONLY_COUNTS) === 0)) return false;
  const closing = flags & CLOSING;
  if (kind & IS_ENUM) {
    if (closing !== HAS_VARIANT) return false;
  } else if (closing === IS_UNIT) {
    if ((flags & HAS_TEXT) === 0) return false;
    if (load<u32>(ASKS_NAMES) !== 0 && !meets(load<u32>(frame, TEXT_FROM), load<u32>(frame, TEXT_TO))) return false;
  } else if (closing === IS_WRAPPED) {
    if ((load<u32>(slots) === load<u32>(frame, ID) ? load<u32>(slots, COUNT) : 0) !== load<u32>(frame, ELEMENTS)) return false;
  } else if (closing !== 0) return false;
  add(DOUBTS, absent);
  return true;
}

/** Whether one more message, of the row `inner`, fits in frames and slots; the exact path makes room. */
export function hasRoom(frame: usize, row: usize, base: usize, inner: usize): bool {
  const after = base + SLOT + (load<u32>(row - FIELDS) + load<u32>(inner - FIELDS)) * SLOT;
  return frame + 2 * STRIDE <= load<u32>(FRAMES_TO) && after <= load<u32>(SLOTS_TO);
}
