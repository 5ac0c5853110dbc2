import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { contentType, type Decoded, isOpened, isOpenYet, NoteBit } from "./model.ts";

/** Fields of a type that have a row when they are absent: all but the members of a oneof, by number. */
const looseFields = new WeakMap<MessageType, readonly Field[]>();

function looseOf(type: MessageType): readonly Field[] {
  let loose = looseFields.get(type);
  if (!loose) {
    loose = type.fields.filter((field) => field.oneof === undefined).sort((a, b) => a.number - b.number);
    looseFields.set(type, loose);
  }
  return loose;
}

/** True when the content of the node (-1: the root) is read by a known type and has rows for what is absent. */
function hasTypedContent(decoded: Decoded, node: number): boolean {
  if (node < 0) return decoded.root !== undefined;
  // Of what the reading release does not know it has no defaults either.
  if (
    !isOpened(decoded, node) ||
    decoded.nodes.notes(node) & (NoteBit.GUESS | NoteBit.BORROWED) ||
    decoded.loans.has(node) ||
    decoded.rereads.has(node)
  )
    return false;
  return contentType(decoded, node) !== undefined;
}

/** Nodes of a message through which a step to each child costs less than a set of their fields. */
const SMALL = 1024;

/** By field of a schema set the last message that had an occurrence of it, as a number: nothing is cleared between two. */
const lastIn = new WeakMap<SchemaSet, Float64Array>();
let messages = 0;

/**
 * The fields that are absent from the message inside `node` (-1: the root), by number, members of a oneof left out. Empty where the
 * type of the content is not known, and while not all of it is read. Cost: the direct children on a page.
 */
export function absentFields(decoded: Decoded, node: number): readonly Field[] {
  if (!hasTypedContent(decoded, node) || isOpenYet(decoded, node)) return [];
  const loose = looseOf(contentType(decoded, node)!);
  if (loose.length === 0) return loose;
  const { nodes, set } = decoded;
  const end = node < 0 ? nodes.length : nodes.end(node);
  if (end - node > SMALL) {
    const seen = nodes.fieldsIn(node);
    return loose.filter((field) => !seen.has(field.id));
  }
  let last = lastIn.get(set);
  if (!last) {
    last = new Float64Array(set.fields.length);
    lastIn.set(set, last);
  }
  const message = ++messages;
  for (let child = node + 1; child < end; child = nodes.end(child)) {
    const ref = nodes.ref(child);
    if (ref >= 0) last[ref] = message;
  }
  const absent: Field[] = [];
  for (const field of loose) if (last[field.id] !== message) absent.push(field);
  return absent;
}

/** Fields that an absent message of the type would hold, by number: what a row for an absent message opens to. */
export function fieldsOfAbsent(type: MessageType): readonly Field[] {
  return looseOf(type);
}
