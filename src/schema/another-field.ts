import type { MessageType } from "./model.ts";

const namesOf = new WeakMap<MessageType, ReadonlySet<string>>();
const renumbered = new WeakMap<MessageType, WeakMap<MessageType, boolean>>();

/**
 * Whether names tell that a number of a type in one release was given to another field in the other, and the field not renamed: its two
 * names differ, and one of them stands at another number on the other side, or so it is with most of the type's numbers. Cost: linear in the
 * fields of both at the first call for the two types, nothing after it.
 */
export function isAnotherField(older: MessageType, newer: MessageType, number: number): boolean {
  return isSurelyAnother(older, newer, number) || (isRenamed(older, newer, number) && isRenumbered(older, newer));
}

function isRenamed(older: MessageType, newer: MessageType, number: number): boolean {
  const [old, now] = [older.byNumber.get(number), newer.byNumber.get(number)];
  return old !== undefined && now !== undefined && old.name !== now.name;
}

function isSurelyAnother(older: MessageType, newer: MessageType, number: number): boolean {
  if (!isRenamed(older, newer, number)) return false;
  return names(newer).has(older.byNumber.get(number)!.name) || names(older).has(newer.byNumber.get(number)!.name);
}

/** Of the numbers whose names differ, three or more and the most surely have another field. */
function isRenumbered(older: MessageType, newer: MessageType): boolean {
  let of = renumbered.get(older);
  if (!of) {
    of = new WeakMap();
    renumbered.set(older, of);
  }
  let answer = of.get(newer);
  if (answer === undefined) {
    const renamed = older.fields.filter(({ number }) => isRenamed(older, newer, number));
    const sure = renamed.filter(({ number }) => isSurelyAnother(older, newer, number)).length;
    answer = sure >= 3 && 2 * sure > renamed.length;
    of.set(newer, answer);
  }
  return answer;
}

function names(type: MessageType): ReadonlySet<string> {
  let known = namesOf.get(type);
  if (!known) {
    known = new Set(type.fields.map(({ name }) => name));
    namesOf.set(type, known);
  }
  return known;
}
