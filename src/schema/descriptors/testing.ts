import { create, type Message, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  DescriptorProtoSchema,
  EnumDescriptorProtoSchema,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  MessageOptionsSchema,
  SourceCodeInfo_LocationSchema,
} from "@bufbuild/protobuf/wkt";
import type { EnumType, Field, MessageType, SchemaSet } from "../model.ts";

type FileInit = MessageInitShape<typeof FileDescriptorProtoSchema>;
type Location = MessageInitShape<typeof SourceCodeInfo_LocationSchema>;
type Path = readonly number[];

const numbers: Readonly<Record<string, number>> = {
  exact: 50500,
  nullable: 50501,
  required: 50502,
  bits: 50503,
  size: 50504,
  count: 50505,
  bare: 50506,
  nonzero: 50507,
};

/** For tests: a set of one syntax as a compiler would write its descriptors, one file each, with comments and lines. */
export function descriptorsOf(set: SchemaSet, syntax: "proto2" | "proto3" = "proto3"): FileInit[] {
  return set.files.map((file) => new Writer(set, file, syntax).run());
}

/** For tests: the bytes of a `FileDescriptorSet`. */
export function descriptorBytes(files: readonly FileInit[]): Uint8Array {
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...files] }));
}

class Writer {
  readonly #set: SchemaSet;
  readonly #file: string;
  readonly #syntax: "proto2" | "proto3";
  readonly #locations: Location[] = [];
  readonly #imports = new Set(["savestate/options.proto"]);

  constructor(set: SchemaSet, file: string, syntax: "proto2" | "proto3") {
    this.#set = set;
    this.#file = file;
    this.#syntax = syntax;
  }

  run(): FileInit {
    const roots = this.#set.roots.filter((type) => type.file === this.#file);
    const messageType = roots.map((type, i) => this.#message(type, [4, i]));
    const enumType = this.#enumsIn(roots[0]?.packageName ?? "").map((type, i) => this.#enum(type, [5, i]));
    return create(FileDescriptorProtoSchema, {
      name: this.#file,
      package: roots[0]?.packageName ?? "",
      dependency: [...this.#imports],
      messageType,
      enumType,
      sourceCodeInfo: { location: this.#locations },
      ...(this.#syntax === "proto3" && { syntax: "proto3" }),
    });
  }

  #enumsIn(scope: string): EnumType[] {
    return this.#set.enums.filter(
      (type) => type.file === this.#file && type.typeName === (scope === "" ? "" : `${scope}.`) + type.typeName.split(".").at(-1)!,
    );
  }

  #locate(path: Path, comment: string, line: number | undefined): void {
    // A compiler keeps the space behind the comment mark, and ends each line.
    const leadingComments = comment === "" ? "" : comment.replace(/^/gm, " ").concat("\n");
    this.#locations.push(create(SourceCodeInfo_LocationSchema, { path: [...path], span: [0, 0, 1], leadingComments }));
    if (line !== undefined) this.#locations.push(create(SourceCodeInfo_LocationSchema, { path: [...path, 1], span: [line - 1, 2, 9] }));
  }

  #message(type: MessageType, path: Path): MessageInitShape<typeof DescriptorProtoSchema> {
    this.#locate(path, type.comment, type.line);
    const nested = this.#set.types.filter((one) => one.outer === type.id);
    // What stands in a oneof for `optional` comes after the real ones.
    const optional = type.fields.filter((field) => this.#isOptional(field));
    const oneofs = [...type.oneofs, ...optional.map(({ name }) => `_${name}`)];
    return create(DescriptorProtoSchema, {
      name: type.name,
      field: type.fields.map((field, i) => this.#field(field, oneofs, [...path, 2, i])),
      nestedType: nested.map((one, i) => this.#message(one, [...path, 3, i])),
      enumType: this.#enumsIn(type.typeName).map((one, i) => this.#enum(one, [...path, 4, i])),
      oneofDecl: oneofs.map((name) => ({ name })),
      reservedRange: type.reserved.map(({ from, to }) => ({ start: from, end: to + 1 })),
      reservedName: [...type.reservedNames],
      ...((type.exact || type.mapEntry) && {
        options: withUnknown(create(MessageOptionsSchema, { mapEntry: type.mapEntry }), type.exact ? { exact: true } : {}),
      }),
    });
  }

  #isOptional(field: Field): boolean {
    return this.#syntax === "proto3" && /^optional /.test(field.typeText);
  }

  #field(field: Field, oneofs: readonly string[], path: Path): MessageInitShape<typeof FieldDescriptorProtoSchema> {
    this.#locate(path, field.comment, field.line);
    const { type } = field;
    const oneof = field.oneof ?? (this.#isOptional(field) ? `_${field.name}` : undefined);
    const kind = type.kind === "scalar" ? type.scalar : type.kind;
    const isPackable = field.repeated && (type.kind === "enum" || (type.kind === "scalar" && !/^(string|bytes)$/.test(type.scalar)));
    const isUsual = !isPackable || field.packed === (this.#syntax === "proto3");
    const label = field.repeated ? "REPEATED" : field.presence === "required" ? "REQUIRED" : "OPTIONAL";
    return create(FieldDescriptorProtoSchema, {
      name: field.name,
      number: field.number,
      label: FieldDescriptorProto_Label[label],
      type: FieldDescriptorProto_Type[kind.toUpperCase() as keyof typeof FieldDescriptorProto_Type],
      ...this.#typeName(field),
      ...(field.declaredDefault !== undefined && { defaultValue: String(field.declaredDefault).replace("Infinity", "inf") }),
      ...(oneof !== undefined && { oneofIndex: oneofs.indexOf(oneof) }),
      ...(this.#isOptional(field) && { proto3Optional: true }),
      options: withUnknown(create(FieldOptionsSchema, isUsual ? {} : { packed: field.packed }), { ...field.facts }),
    });
  }

  #typeName({ type }: Field): { typeName?: string } {
    if (type.kind === "scalar" || type.kind === "unresolved") return {};
    const held = type.kind === "enum" ? this.#set.enums[type.enumId]! : this.#set.types[type.typeId]!;
    if (held.file !== this.#file) this.#imports.add(held.file);
    return { typeName: `.${held.typeName}` };
  }

  #enum(type: EnumType, path: Path): MessageInitShape<typeof EnumDescriptorProtoSchema> {
    this.#locate(path, type.comment, undefined);
    for (const [i, value] of type.values.entries()) this.#locate([...path, 2, i], value.comment, undefined);
    return create(EnumDescriptorProtoSchema, {
      name: type.typeName.split(".").at(-1)!,
      value: type.values.map(({ name, number }) => ({ name, number })),
    });
  }
}

/** Adds options of `savestate/options.proto`, as a library without that file holds them. */
function withUnknown<T extends Message>(options: T, facts: Readonly<Record<string, number | boolean>>): T {
  options.$unknown = Object.entries(facts).map(([name, value]) => ({
    no: numbers[name]!,
    wireType: WireType.Varint,
    data: new BinaryWriter().uint32(Number(value)).finish(),
  }));
  return options;
}
