import type { Field, MessageType, SchemaSet } from "./model.ts";

/** The field of a message by its name. Cost: linear in the message's fields. */
export function fieldByName(type: MessageType, name: string): Field | undefined {
  return type.fields.find((field) => field.name === name);
}

/** A message of the set by its full name, with or without a leading dot. */
export function findType(set: SchemaSet, name: string): MessageType | undefined {
  return set.typeByName.get(name.startsWith(".") ? name.slice(1) : name);
}
