import type { FieldNumber } from "../base/index.ts";
import { type Catalog, isScalar, lookUp, type MessageSlot, placeOf, type Sees } from "./catalog.ts";
import { type FieldDecl, PACKED_REPR_ONLY, type StatedOption } from "./declare.ts";
import { exactOf, type FactTarget, factsOf } from "./facts.ts";
import type { EnumType, Field, FieldId, FieldType, MessageType, Presence, SchemaProblem } from "./model.ts";
import type { ParsedFile } from "./parse-file.ts";

export interface Linked {
  readonly types: readonly MessageType[];
  readonly fields: readonly Field[];
  readonly enums: readonly EnumType[];
  readonly problems: readonly SchemaProblem[];
}

/**
 * Makes the model's types out of the catalogue: resolves every field's type and reads its facts. `sees` says what a file imports.
 * Cost: linear.
 */
export function link(catalog: Catalog, sees: Sees): Linked {
  const linker = new Linker(catalog, sees);
  return linker.run();
}

class Linker {
  readonly #catalog: Catalog;
  readonly #sees: Sees;
  readonly #fields: Field[] = [];
  readonly #problems: SchemaProblem[] = [];
  /** Unresolved names that were reported, by file. */
  readonly #reported = new Set<string>();

  constructor(catalog: Catalog, sees: Sees) {
    this.#catalog = catalog;
    this.#sees = sees;
  }

  run(): Linked {
    const types = this.#catalog.messages.map((slot) => this.#message(slot));
    const enums = this.#catalog.enums.map(({ id, file, decl }): EnumType => {
      const byNumber = new Map<number, string>();
      for (const { name, number } of decl.values) if (!byNumber.has(number)) byNumber.set(number, name);
      return { id, typeName: decl.typeName, file: file.path, comment: decl.comment, values: decl.values, byNumber };
    });
    return { types, fields: this.#fields, enums, problems: this.#problems };
  }

  #message(slot: MessageSlot): MessageType {
    const { id, typeName, name, file, builtin, outer, from } = slot;
    const packageName = file.packageName;
    const common = { id, typeName, name, packageName, file: file.path, builtin, ...(outer !== undefined && { outer }) };
    if (from.kind === "entry") {
      const { line } = from.field;
      const fields = entryFields(from.field).map((field, order) => this.#field(field, order, slot, false));
      const none = { oneofs: [], reserved: [], reservedNames: [], comment: "", isEnum: false, exact: false };
      return { ...common, ...none, ...(line !== undefined && { line }), fields, byNumber: numbered(fields), mapEntry: true };
    }
    const { decl } = from;
    const exact = exactOf(decl.stated, (option, reason) => this.#badOption(file, option, reason));
    const fields = decl.fields.map((field, order) => this.#field(field, order, slot, exact));
    return {
      ...common,
      ...(decl.line !== undefined && { line: decl.line }),
      comment: decl.comment,
      fields,
      byNumber: numbered(fields),
      oneofs: decl.oneofs,
      reserved: decl.reserved,
      reservedNames: decl.reservedNames,
      mapEntry: false,
      isEnum: fields.length > 0 && fields.every((field) => field.oneof === "variant"),
      exact,
    };
  }

  #field(decl: FieldDecl, order: number, slot: MessageSlot, exact: boolean): Field {
    const map = decl.mapKey !== undefined;
    const repeated = map || decl.label === "repeated";
    const type = this.#typeOf(decl, slot);
    const packable = isPackable(type);
    const target = this.#targetOf(type, repeated, map);
    const facts = factsOf(decl.stated, target, (option, reason) => this.#badOption(slot.file, option, reason));
    const packedOnly = repeated && packable && (facts.count !== undefined || PACKED_REPR_ONLY.test(decl.comment));
    const field: Field = {
      id: this.#fields.length as FieldId,
      parent: slot.id,
      name: decl.name,
      number: decl.number as FieldNumber,
      order,
      type,
      typeText: typeTextOf(decl),
      repeated,
      map,
      presence: presenceOf(decl, repeated, type),
      ...(decl.oneof !== undefined && { oneof: decl.oneof }),
      packed: repeated && packable && decl.packed,
      packedOnly,
      bare: facts.bare ?? (!exact && slot.from.kind !== "entry" && target.wrapper && this.#saysPackedOnly(type)),
      ...this.#defaultOf(decl, type, repeated, slot.file),
      facts,
      comment: decl.comment,
      ...(decl.line !== undefined && { line: decl.line }),
    };
    this.#fields.push(field);
    return field;
  }

  #typeOf(decl: FieldDecl, slot: MessageSlot): FieldType {
    const entry = this.#catalog.entries.get(decl);
    if (entry) return { kind: "message", typeId: entry.id };
    if (isScalar(decl.typeRef)) return { kind: "scalar", scalar: decl.typeRef };
    const scope = slot.from.kind === "entry" ? slot.typeName.slice(0, -slot.name.length - 1) : slot.typeName;
    const found = lookUp(this.#catalog, decl.typeRef, scope, slot.file.path, this.#sees);
    if (!found) {
      this.#unresolved(decl, slot.file);
      return { kind: "unresolved", text: decl.typeRef };
    }
    if ("decl" in found) return { kind: "enum", enumId: found.id };
    return { kind: decl.delimited && slot.from.kind !== "entry" ? "group" : "message", typeId: found.id };
  }

  #targetOf(type: FieldType, repeated: boolean, map: boolean): FactTarget {
    const scalar = type.kind === "scalar" ? type.scalar : "";
    const message = type.kind === "message" && !map;
    return {
      repeated,
      map,
      integer: /int|fixed/.test(scalar),
      bytes: scalar === "bytes",
      message,
      wrapper: message && this.#wrapped(type) !== undefined,
      unresolved: type.kind === "unresolved",
    };
  }

  /** The one field of a message `{ repeated NUMBER field1 = …; }`. */
  #wrapped(type: FieldType): FieldDecl | undefined {
    const from = type.kind === "message" ? this.#catalog.messages[type.typeId]?.from : undefined;
    const only = from?.kind === "declared" && from.decl.fields.length === 1 ? from.decl.fields[0] : undefined;
    const numbers = only && isScalar(only.typeRef) && only.typeRef !== "string" && only.typeRef !== "bytes";
    return numbers && only.name === "field1" && only.label === "repeated" ? only : undefined;
  }

  #saysPackedOnly(type: FieldType): boolean {
    return PACKED_REPR_ONLY.test(this.#wrapped(type)?.comment ?? "");
  }

  #defaultOf(decl: FieldDecl, type: FieldType, repeated: boolean, file: ParsedFile): { declaredDefault?: string | number | boolean } {
    const value = decl.declaredDefault;
    if (value === undefined) return {};
    const isFloat = typeof value === "number" && type.kind === "scalar" && type.scalar === "float";
    const misfit = repeated
      ? "stands on a field that repeats"
      : !fitsType(value, type, this.#catalog)
        ? "does not fit its type"
        : !decl.explicit && !decl.required
          ? "stands on a field whose default is zero"
          : undefined;
    if (misfit === undefined) return { declaredDefault: isFloat ? Math.fround(value) : value };
    const option = { name: "default", value, ...placeOf(decl) };
    this.#badOption(file, option, `the default ${JSON.stringify(value)} of "${decl.name}" ${misfit}`);
    return {};
  }

  #badOption(file: ParsedFile, option: StatedOption, reason: string): void {
    this.#problems.push({ code: "bad-option", file: file.path, ...placeOf(option), message: `${reason}; the option is left out` });
  }

  /** Reported once for a file and name, where the name is first used. */
  #unresolved(decl: FieldDecl, file: ParsedFile): void {
    const key = `${file.path}\0${decl.typeRef}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    const message = `no file of the release declares the type ${decl.typeRef}; fields such as "${decl.name}" show their bytes raw`;
    this.#problems.push({ code: "unresolved-type", file: file.path, ...placeOf(decl), message });
  }
}

function numbered(fields: readonly Field[]): ReadonlyMap<number, Field> {
  return new Map(fields.map((field) => [field.number, field]));
}

/** `key = 1` and `value = 2` of a map field's entry message. */
function entryFields(field: FieldDecl): readonly FieldDecl[] {
  const plain = {
    label: "",
    group: false,
    packed: false,
    delimited: false,
    explicit: false,
    required: false,
    stated: [],
    comment: "",
  } as const;
  const place = placeOf(field);
  return [
    { ...plain, ...place, name: "key", number: 1, typeRef: field.mapKey! },
    { ...plain, ...place, name: "value", number: 2, typeRef: field.typeRef },
  ];
}

function isPackable(type: FieldType): boolean {
  return type.kind === "enum" || (type.kind === "scalar" && type.scalar !== "string" && type.scalar !== "bytes");
}

function typeTextOf(decl: FieldDecl): string {
  if (decl.mapKey !== undefined) return `map<${decl.mapKey}, ${decl.typeRef}>`;
  const type = decl.group ? `group ${decl.typeRef}` : decl.typeRef;
  return decl.label ? `${decl.label} ${type}` : type;
}

/** A message field of an edition has no label, and its absence means what it means in proto3. */
function presenceOf(decl: FieldDecl, repeated: boolean, type: FieldType): Presence {
  if (repeated) return "implicit";
  if (decl.required) return "required";
  const labelled = decl.label === "optional" || decl.oneof !== undefined;
  return labelled || (decl.explicit && (type.kind === "scalar" || type.kind === "enum")) ? "explicit" : "implicit";
}

function fitsType(value: string | number | boolean, type: FieldType, catalog: Catalog): boolean {
  if (type.kind === "unresolved") return true;
  if (type.kind === "enum") return catalog.enums[type.enumId]!.decl.values.some(({ name }) => name === value);
  if (type.kind !== "scalar") return false;
  const { scalar } = type;
  if (scalar === "bool") return typeof value === "boolean";
  if (scalar === "string" || scalar === "bytes") return typeof value === "string";
  if (scalar === "float" || scalar === "double") return typeof value === "number";
  const bits = scalar.endsWith("64") ? 64 : 32;
  if (bits === 64 ? !/^-?\d+$/.test(String(value)) : !Number.isInteger(value)) return false;
  return (/^u|^fixed/.test(scalar) ? BigInt.asUintN : BigInt.asIntN)(bits, BigInt(value)) === BigInt(value);
}
