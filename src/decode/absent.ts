import type { Field, MessageType } from "../schema/index.ts";
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
export function hasTypedContent(decoded: Decoded, node: number): boolean {
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

/**
 * The fields that are absent from the message inside `node` (-1: the root), by number, members of a oneof left out. Empty where the
 * type of the content is not known, and while not all of it is read. Cost: the direct children on a page.
 */
export function absentFields(decoded: Decoded, node: number): readonly Field[] {
  if (!hasTypedContent(decoded, node) || isOpenYet(decoded, node)) return [];
  const loose = looseOf(contentType(decoded, node)!);
  if (loose.length === 0) return loose;
  const seen = decoded.nodes.fieldsIn(node);
  return seen.size === 0 ? loose : loose.filter((field) => !seen.has(field.id));
}

/** Fields that an absent message of the type would hold, by number: what a row for an absent message opens to. */
export function fieldsOfAbsent(type: MessageType): readonly Field[] {
  return looseOf(type);
}
