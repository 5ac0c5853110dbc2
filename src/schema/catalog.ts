import type { EnumDecl, FieldDecl, MessageDecl } from "./declare.ts";
import type { EnumId, ScalarType, SchemaProblem, TypeId } from "./model.ts";
import type { ParsedFile } from "./parse-file.ts";

/** A message that has its place in the set: declared, or made for a map field. */
export interface MessageSlot {
  readonly id: TypeId;
  readonly typeName: string;
  readonly name: string;
  readonly file: ParsedFile;
  readonly builtin: boolean;
  readonly outer?: TypeId;
  readonly from: { readonly kind: "declared"; readonly decl: MessageDecl } | { readonly kind: "entry"; readonly field: FieldDecl };
}

export interface EnumSlot {
  readonly id: EnumId;
  readonly file: ParsedFile;
  readonly decl: EnumDecl;
}

/** Every type of a set by name, each name once. */
export interface Catalog {
  readonly messages: readonly MessageSlot[];
  readonly enums: readonly EnumSlot[];
  readonly byName: ReadonlyMap<string, MessageSlot | EnumSlot>;
  /** Entry message of each map field. */
  readonly entries: ReadonlyMap<FieldDecl, MessageSlot>;
  readonly problems: readonly SchemaProblem[];
}

const scalars: ReadonlySet<string> = new Set<ScalarType>([
  "double",
  "float",
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
  "string",
  "bytes",
]);

/** Whether a name is that of a scalar type. */
export function isScalar(name: string): name is ScalarType {
  return scalars.has(name);
}

/**
 * Gives every type its number: those of the set's files first, in their order, then the built-in ones. Of two files that declare
 * one type the first has it; what the second declares of that name, and inside of it, is left out and reported. A name that is
 * built in goes to the built-in type in silence, because sets often bring copies of those files.
 */
export function catalogOf(own: readonly ParsedFile[], builtins: readonly ParsedFile[]): Catalog {
  const messages: MessageSlot[] = [];
  const enums: EnumSlot[] = [];
  const byName = new Map<string, MessageSlot | EnumSlot>();
  const entries = new Map<FieldDecl, MessageSlot>();
  const problems: SchemaProblem[] = [];
  const builtinNames = new Set(builtins.flatMap((file) => [...file.messages, ...file.enums].map((decl) => decl.typeName)));

  const isFree = (file: ParsedFile, decl: MessageDecl | EnumDecl, builtin: boolean): boolean => {
    if (!builtin && builtinNames.has(decl.typeName)) return false;
    const holder = decl.outer === undefined ? undefined : byName.get(decl.outer);
    // Inside a message that was left out; that is reported once, for the outermost.
    if (decl.outer !== undefined && holder?.file !== file) return false;
    const other = byName.get(decl.typeName);
    if (other) problems.push(duplicate(file, decl, other));
    return !other;
  };

  const suffixes = new Map<string, number>();
  /** The name, with a number behind it where another type has it; each number is tried once. */
  const freeName = (name: string, prefix: string): string => {
    let free = name;
    while (byName.has(prefix + free)) {
      const suffix = (suffixes.get(prefix + name) ?? 1) + 1;
      suffixes.set(prefix + name, suffix);
      free = `${name}_${suffix}`;
    }
    return free;
  };

  const add = (file: ParsedFile, builtin: boolean): void => {
    const added: MessageSlot[] = [];
    for (const decl of file.messages) {
      if (!isFree(file, decl, builtin)) continue;
      const outer = decl.outer === undefined ? undefined : (byName.get(decl.outer) as MessageSlot).id;
      const id = messages.length as TypeId;
      const { typeName, name } = decl;
      const slot: MessageSlot = {
        id,
        typeName,
        name,
        file,
        builtin,
        ...(outer !== undefined && { outer }),
        from: { kind: "declared", decl },
      };
      messages.push(slot);
      added.push(slot);
      byName.set(typeName, slot);
    }
    for (const decl of file.enums) {
      if (!isFree(file, decl, builtin)) continue;
      const slot: EnumSlot = { id: enums.length as EnumId, file, decl };
      enums.push(slot);
      byName.set(decl.typeName, slot);
    }
    for (const { id: outer, typeName: outerName, from } of added) {
      for (const field of from.kind === "declared" ? from.decl.fields : []) {
        if (field.mapKey === undefined) continue;
        const name = freeName(entryName(field.name), `${outerName}.`);
        const typeName = `${outerName}.${name}`;
        const slot: MessageSlot = { id: messages.length as TypeId, typeName, name, file, builtin, outer, from: { kind: "entry", field } };
        messages.push(slot);
        byName.set(typeName, slot);
        entries.set(field, slot);
      }
    }
  };
  for (const file of own) add(file, false);
  for (const file of builtins) add(file, true);
  return { messages, enums, byName, entries, problems };
}

function duplicate(file: ParsedFile, decl: MessageDecl | EnumDecl, other: MessageSlot | EnumSlot): SchemaProblem {
  const first = "decl" in other ? other.decl.line : other.from.kind === "declared" ? other.from.decl.line : other.from.field.line;
  const where = first === undefined ? other.file.path : `${other.file.path}, line ${first}`;
  return {
    code: "duplicate-type",
    file: file.path,
    ...placeOf(decl),
    message: `${decl.typeName} is declared in ${where} too; that one is used and the one in ${file.path} is left out`,
  };
}

/** The place of a declaration or option, for a problem. */
export function placeOf({ line, column }: { readonly line?: number; readonly column?: number }): { line?: number; column?: number } {
  return { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
}

/** Name of a map field's entry message, as protoc makes it: `foo_bar` -> `FooBarEntry`. */
function entryName(field: string): string {
  const parts = field.split("_").map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return `${parts.join("")}Entry`;
}

/** Whether a file imports another, itself or by what it imports; both by path. */
export type Sees = (file: string, other: string) => boolean;

/**
 * Finds what a type name means inside the message or package `scope` of a file: the innermost scope that has it, outward; a leading dot
 * is a full name. What the file sees goes before what it does not. Cost: linear in the depth of the scope.
 */
export function lookUp(catalog: Catalog, reference: string, scope: string, file: string, sees: Sees): MessageSlot | EnumSlot | undefined {
  if (reference.startsWith(".")) return catalog.byName.get(reference.slice(1));
  let unseen: MessageSlot | EnumSlot | undefined;
  for (let at = scope; ; at = at.slice(0, Math.max(at.lastIndexOf("."), 0))) {
    const found = catalog.byName.get(at === "" ? reference : `${at}.${reference}`);
    if (found && (found.file.path === file || sees(file, found.file.path))) return found;
    unseen ??= found;
    if (at === "") return unseen;
  }
}
