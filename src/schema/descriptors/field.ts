import { isFieldSet } from "@bufbuild/protobuf";
import {
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { invalidUtf8At, textOf } from "../../base/index.ts";
import { isScalar } from "../catalog.ts";
import type { FieldDecl, Label } from "../declare.ts";
import type { ScalarType } from "../model.ts";
import { AT, type DescriptorPath, type Locations } from "./locations.ts";
import { type Features, FIELD_OPTIONS, featuresBelow, statedOptions } from "./options.ts";

/** By `FieldDescriptorProto.Type`; group, message and enum have none. */
const scalarOf: readonly (ScalarType | undefined)[] = [
  undefined,
  "double",
  "float",
  "int64",
  "uint64",
  "int32",
  "fixed64",
  "fixed32",
  "bool",
  "string",
  undefined,
  undefined,
  "bytes",
  "uint32",
  undefined,
  "sfixed32",
  "sfixed64",
  "sint32",
  "sint64",
];
const GROUP = 10;
const words = new Set("message enum group oneof option extend extensions reserved optional required repeated".split(" "));

export interface FieldContext {
  /** Full name of the message that declares the field. */
  readonly owner: string;
  readonly syntax: "proto2" | "proto3" | "edition";
  readonly features: Features;
  /** The options of `savestate/options.proto` stand under their numbers. */
  readonly exact: boolean;
  readonly locations: Locations;
  /** Name and features of a oneof by its index; none for the one that stands for `optional`. */
  readonly oneof: (index: number) => { readonly name: string; readonly features: Features } | undefined;
  /** Key and value of a map field's entry message, by the message's full name. */
  readonly entry: (typeName: string) => readonly [key: FieldDescriptorProto, value: FieldDescriptorProto] | undefined;
}

/** The declaration of a field as the text of its file would have given it; undefined when the descriptor names no type. */
export function fieldDeclOf(proto: FieldDescriptorProto, path: DescriptorPath, context: FieldContext): FieldDecl | undefined {
  const typeRef = typeRefOf(proto, context.owner);
  if (typeRef === undefined) return undefined;
  const member = FieldDescriptorProtoSchema.field.oneofIndex;
  const oneof = isFieldSet(proto, member) && !proto.proto3Optional ? context.oneof(proto.oneofIndex) : undefined;
  const features = featuresBelow(oneof?.features ?? context.features, proto.options?.features);
  const entry = proto.label === FieldDescriptorProto_Label.REPEATED ? context.entry(proto.typeName) : undefined;
  const label: Label = entry ? "" : labelOf(proto, context.syntax, oneof !== undefined);
  const group = proto.type === GROUP && context.syntax === "proto2" && !typeRef.includes(".");
  const declaredDefault = isFieldSet(proto, FieldDescriptorProtoSchema.field.defaultValue) ? defaultOf(proto) : undefined;
  const stated = statedOptions(context.exact ? proto.options : undefined, FIELD_OPTIONS, (option) =>
    context.locations.ofOption(path, AT.field.options, option),
  );
  const packed = proto.options && isFieldSet(proto.options, FieldOptionsSchema.field.packed) ? proto.options.packed : features.packed;
  return {
    name: proto.name,
    number: proto.number,
    label,
    typeRef: entry ? typeRefOf(entry[1], context.owner)! : typeRef,
    ...(entry && { mapKey: typeRefOf(entry[0], context.owner)! }),
    group,
    ...(oneof && { oneof: oneof.name }),
    packed,
    delimited: proto.type === GROUP || features.delimited,
    explicit: label === "optional" || oneof !== undefined || features.presence === "explicit",
    required: proto.label === FieldDescriptorProto_Label.REQUIRED || features.presence === "required",
    ...(declaredDefault !== undefined && { declaredDefault }),
    stated,
    comment: context.locations.comment(path),
    ...context.locations.at(path),
  };
}

/** The type as the schema writer would name it: inside the message by what follows its name, else in full with a leading dot. */
export function typeRefOf(proto: FieldDescriptorProto, owner: string): string | undefined {
  const { type, typeName } = proto;
  // Unset it would pass for the first of the types. A set that no compiler has linked leaves it to the name.
  const scalar = isFieldSet(proto, FieldDescriptorProtoSchema.field.type) ? scalarOf[type] : undefined;
  if (scalar) return scalar;
  if (!/^\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(typeName)) return undefined;
  const inside = typeName.startsWith(`.${owner}.`) ? typeName.slice(owner.length + 2) : undefined;
  // At the begin of a field's declaration these words are no names.
  const isWord = inside !== undefined && (isScalar(firstOf(inside)) || words.has(firstOf(inside)));
  return inside === undefined || isWord ? typeName : inside;
}

function firstOf(name: string): string {
  return name.split(".", 1)[0]!;
}

function labelOf({ label, proto3Optional }: FieldDescriptorProto, syntax: FieldContext["syntax"], inOneof: boolean): Label {
  if (label === FieldDescriptorProto_Label.REPEATED) return "repeated";
  if (label === FieldDescriptorProto_Label.REQUIRED && syntax !== "edition") return "required";
  return proto3Optional || (syntax === "proto2" && !inOneof) ? "optional" : "";
}

/** The default as the model has it; a text that is no value of the type is given as it stands, to be reported as such. */
function defaultOf({ type, defaultValue }: FieldDescriptorProto): string | number | boolean {
  const scalar = scalarOf[type];
  if (scalar === undefined || scalar === "string" || /64$/.test(scalar)) return defaultValue;
  if (scalar === "bytes") return unescaped(defaultValue);
  if (scalar === "bool") return defaultValue === "true" || (defaultValue === "false" ? false : defaultValue);
  const special = { inf: Infinity, "-inf": -Infinity, nan: NaN, "": "" }[defaultValue];
  const value = special ?? Number(defaultValue);
  return Number.isNaN(value) && defaultValue !== "nan" ? defaultValue : value;
}

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11 };

/** Bytes as a descriptor spells them, with C escapes, as text: UTF-8 where they are that, else one character a byte. */
function unescaped(text: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [, hex, octal, letter, plain] of text.matchAll(/\\x([0-9a-f]{1,2})|\\([0-7]{1,3})|\\(.)|([^\\]+|\\$)/gis)) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (letter !== undefined && escapes[letter] !== undefined) bytes.push(escapes[letter]);
    else for (const byte of encoder.encode(letter ?? plain)) bytes.push(byte);
  }
  const raw = Uint8Array.from(bytes);
  return invalidUtf8At(raw, 0, raw.length) < 0 ? textOf(raw, 0, raw.length) : Array.from(raw, (byte) => String.fromCharCode(byte)).join("");
}
