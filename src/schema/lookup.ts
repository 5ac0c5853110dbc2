import type { MessageType, SchemaSet } from "./model.ts";

/** A message of the set by its full name, with or without a leading dot. */
export function findType(set: SchemaSet, name: string): MessageType | undefined {
  return set.typeByName.get(name.startsWith(".") ? name.slice(1) : name);
}
