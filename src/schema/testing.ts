import { Describer } from "./describe.ts";
import { loadSchemaSet } from "./load.ts";
import type { Field, MessageType, SchemaProblem, SchemaSet } from "./model.ts";

/** For tests: a set of files given as path -> text. */
export function setOf(files: Readonly<Record<string, string>>): SchemaSet {
  return loadSchemaSet(
    "test",
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
}

/** For tests: the set of one file, `a.proto`. */
export function proto3(body: string): SchemaSet {
  return setOf({ "a.proto": `syntax = "proto3";\n${body}` });
}

/** For tests: a field by its message and name; throws when there is none. */
export function fieldOf(set: SchemaSet, typeName: string, name: string): Field {
  const field = typeOf(set, typeName).fields.find((one) => one.name === name);
  if (!field) throw new Error(`${typeName} has no field ${name}`);
  return field;
}

/** For tests: a message by its name; throws when there is none. */
export function typeOf(set: SchemaSet, typeName: string): MessageType {
  const type = set.typeByName.get(typeName);
  if (!type) throw new Error(`no type ${typeName}`);
  return type;
}

/** For tests: problems as `code file:line:column`. */
export function placed(problems: readonly SchemaProblem[]): string[] {
  return problems.map(({ code, file, line, column }) => `${code} ${file}:${line ?? ""}:${column ?? ""}`);
}

/** For tests: a whole message as `.proto` text, with its comments, nested types and reserved numbers; no line end at the end. */
export function describeType(set: SchemaSet, type: MessageType): string {
  return new Describer(set).message(type).join("\n");
}
