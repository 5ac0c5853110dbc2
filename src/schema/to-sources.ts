import { OPTIONS_PATH } from "./builtin.ts";
import { Describer, isGroup, scopeOf } from "./describe.ts";
import type { EnumType, Field, MessageType, SchemaSet, SchemaSource } from "./model.ts";

type Syntax = "proto2" | "proto3" | "edition";

const heads: Readonly<Record<Syntax, string>> = {
  proto2: 'syntax = "proto2";',
  proto3: 'syntax = "proto3";',
  edition: 'edition = "2023";',
};

interface FileParts {
  readonly messages: MessageType[];
  readonly enums: EnumType[];
  /** Of all its messages, nested ones too; those of map entries left out. */
  readonly fields: Field[];
  readonly imports: Set<string>;
  packageName: string;
}

/**
 * Prints a set as `.proto` files again, one for each file that it was read from, with the comments and exact facts. Read by
 * `loadSchemaSet` they give the same types and fields; what the model does not hold (services, extensions, other options) is gone.
 * Cost: linear in the set.
 */
export function toProtoSources(set: SchemaSet): SchemaSource[] {
  const parts = partsOf(set);
  const syntaxes = new Map([...parts].map(([path, { fields }]) => [path, syntaxOf(fields)]));
  const describer = new Describer(set, (field) => optionsFor(syntaxes.get(set.types[field.parent]!.file)!, field));
  return [...parts].map(([path, { messages, enums, imports, packageName }]) => {
    const lines = [heads[syntaxes.get(path)!]];
    if (packageName !== "") lines.push(`package ${packageName};`);
    if (imports.size > 0) lines.push("", ...[...imports].sort().map((one) => `import "${one}";`));
    for (const type of messages) lines.push("", ...describer.message(type));
    for (const type of enums) lines.push("", ...describer.enum(type));
    return { path, text: `${lines.join("\n")}\n` };
  });
}

function partsOf(set: SchemaSet): ReadonlyMap<string, FileParts> {
  const parts = new Map<string, FileParts>();
  for (const path of set.files) parts.set(path, { messages: [], enums: [], fields: [], imports: new Set(), packageName: "" });
  for (const type of set.types) {
    const own = type.builtin ? undefined : parts.get(type.file);
    if (!own) continue;
    own.packageName = type.packageName;
    if (type.outer === undefined) own.messages.push(type);
    if (!type.mapEntry) own.fields.push(...type.fields);
    if (type.exact || type.fields.some(({ facts }) => Object.keys(facts).length > 0)) own.imports.add(OPTIONS_PATH);
    for (const field of type.fields) {
      const file = fileOf(set, field);
      if (file !== undefined && file !== type.file) own.imports.add(file);
    }
  }
  for (const type of set.enums) {
    const own = parts.get(type.file);
    if (!own || set.typeByName.has(scopeOf(type))) continue;
    own.packageName = scopeOf(type);
    own.enums.push(type);
  }
  return parts;
}

/** The file that declares what a field holds. */
function fileOf(set: SchemaSet, { type }: Field): string | undefined {
  if (type.kind === "enum") return set.enums[type.enumId]!.file;
  return type.kind === "message" || type.kind === "group" ? set.types[type.typeId]!.file : undefined;
}

/**
 * The syntax in which the labels of a file's fields say what the model says. It is not part of the model, because nothing else
 * depends on it.
 */
function syntaxOf(fields: readonly Field[]): Syntax {
  const isPlain = (field: Field): boolean => !field.repeated && field.oneof === undefined && !isLabelled(field);
  if (fields.some((field) => (isPlain(field) && field.presence !== "implicit") || (field.type.kind === "group" && !isGroup(field))))
    return "edition";
  const isOld = (field: Field): boolean => isGroup(field) || /^required /.test(field.typeText) || field.declaredDefault !== undefined;
  if (fields.some(isOld)) return fields.some(isPlain) ? "edition" : "proto2";
  return "proto3";
}

function isLabelled({ typeText }: Field): boolean {
  return /^(?:optional|required|repeated) /.test(typeText);
}

/** What the syntax would take for granted otherwise. */
function optionsFor(syntax: Syntax, field: Field): readonly string[] {
  const packable =
    field.repeated && (field.type.kind === "enum" || (field.type.kind === "scalar" && !/^(?:string|bytes)$/.test(field.type.scalar)));
  const options: string[] = [];
  if (syntax !== "edition") {
    if (packable && field.packed !== (syntax === "proto3")) options.push(`packed = ${field.packed}`);
    return options;
  }
  const isMessage = field.type.kind === "message" || field.type.kind === "group";
  if (packable && !field.packed) options.push("features.repeated_field_encoding = EXPANDED");
  if (field.type.kind === "group") options.push("features.message_encoding = DELIMITED");
  if (field.presence === "required") options.push("features.field_presence = LEGACY_REQUIRED");
  if (!field.repeated && !isMessage && field.presence === "implicit") options.push("features.field_presence = IMPLICIT");
  return options;
}
