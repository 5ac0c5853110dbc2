import protobuf from "protobufjs";
import type { ReservedRange } from "./model.ts";
import { integerOf } from "./outline.ts";
import type { Sites } from "./sites.ts";

export type Label = "" | "optional" | "required" | "repeated";

/** An option `(savestate.NAME)` as stated, its value unchecked. */
export interface StatedOption {
  readonly name: string;
  readonly value: unknown;
  readonly line?: number;
  readonly column?: number;
}

/** Edition features in force, by name: `field_presence`, `repeated_field_encoding`, `message_encoding`. */
type Features = Readonly<Record<string, unknown>>;

export interface FieldDecl {
  readonly name: string;
  readonly number: number;
  readonly label: Label;
  /** As written; of a map the type of its value. */
  readonly typeRef: string;
  readonly mapKey?: string;
  readonly group: boolean;
  readonly oneof?: string;
  /** As the options and features say; whether the type can be packed at all is not looked at. */
  readonly packed: boolean;
  readonly delimited: boolean;
  /** The features say that absence is told from the default; true for all that has no label in an edition. */
  readonly explicit: boolean;
  readonly required: boolean;
  readonly declaredDefault?: string | number | boolean;
  readonly stated: readonly StatedOption[];
  readonly comment: string;
  readonly line?: number;
  readonly column?: number;
}

export interface MessageDecl {
  /** Full name. */
  readonly typeName: string;
  readonly name: string;
  /** Full name of the message around it. */
  readonly outer?: string;
  readonly fields: readonly FieldDecl[];
  readonly oneofs: readonly string[];
  readonly reserved: readonly ReservedRange[];
  readonly reservedNames: readonly string[];
  readonly stated: readonly StatedOption[];
  readonly comment: string;
  readonly line?: number;
  readonly column?: number;
}

export interface EnumDecl {
  readonly typeName: string;
  readonly outer?: string;
  readonly values: readonly { readonly name: string; readonly number: number; readonly comment: string }[];
  readonly comment: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Declarations {
  /** In declaration order, a message before those nested in it. */
  readonly messages: readonly MessageDecl[];
  readonly enums: readonly EnumDecl[];
}

/** The schema writer's remark behind a field of which the reader takes wire type LEN only. */
export const PACKED_REPR_ONLY = /packed repr only/;

/** A declaration's comment: the one before it, else the one behind it; the writer's remark behind it is never lost. */
export function commentOf(leading: string, trailing: string): string {
  if (leading === "") return trailing;
  return PACKED_REPR_ONLY.test(trailing) && !PACKED_REPR_ONLY.test(leading) ? `${leading}\n${trailing}` : leading;
}

const defaults: Readonly<Record<string, Features>> = {
  proto2: { field_presence: "EXPLICIT", repeated_field_encoding: "EXPANDED" },
  proto3: { field_presence: "IMPLICIT", repeated_field_encoding: "PACKED" },
};
const editionDefaults: Features = { field_presence: "EXPLICIT", repeated_field_encoding: "PACKED" };

function featuresOf(object: protobuf.ReflectionObject, inherited: Features): Features {
  const own: unknown = object.options?.features;
  return own && typeof own === "object" ? { ...inherited, ...own } : inherited;
}

/**
 * Reads the declarations out of a parsed file's tree: the parser's objects, unresolved, since its resolver knows neither imports
 * nor more than one error. `edition` is `proto2`, `proto3` or a year; `sites` says where things stand, when there is a text.
 */
export function declarationsOf(root: protobuf.Root, edition: string, sites?: Sites): Declarations {
  const messages: MessageDecl[] = [];
  const enums: EnumDecl[] = [];
  const visit = (namespace: protobuf.NamespaceBase, outer: string | undefined, inherited: Features): void => {
    for (const object of namespace.nestedArray) {
      const typeName = object.fullName.slice(1);
      const features = featuresOf(object, inherited);
      if (object instanceof protobuf.Type) {
        messages.push(messageOf(object, typeName, outer, edition, features, sites));
        visit(object, typeName, features);
      } else if (object instanceof protobuf.Enum) enums.push(enumOf(object, typeName, outer, sites));
      else if (object instanceof protobuf.Namespace) visit(object, undefined, features);
    }
  };
  visit(root, undefined, defaults[edition] ?? editionDefaults);
  return { messages, enums };
}

function messageOf(
  type: protobuf.Type,
  typeName: string,
  outer: string | undefined,
  edition: string,
  features: Features,
  sites: Sites | undefined,
): MessageDecl {
  const site = sites?.at(typeName);
  const reserved = (type.reserved ?? []) as readonly (string | readonly [number, number])[];
  return {
    typeName,
    name: type.name,
    ...(outer !== undefined && { outer }),
    // What an `extend` of the same file adds is not a field of the message's own.
    fields: type.fieldsArray
      .filter((field) => !field.declaringField)
      .map((field) => fieldOf(type, field, `${typeName}.${field.name}`, edition, features, sites)),
    oneofs: type.oneofsArray.filter((oneof) => !isSynthetic(oneof)).map((oneof) => oneof.name),
    reserved: reserved.filter((range) => typeof range !== "string").map(([from, to]) => ({ from, to })),
    reservedNames: reserved.filter((range) => typeof range === "string"),
    stated: sites?.stated(typeName, type.options) ?? [],
    comment: type.comment ?? "",
    ...site,
  };
}

/** The oneof that the parser makes up for an `optional` of proto3. */
function isSynthetic(oneof: protobuf.OneOf): boolean {
  return oneof.fieldsArray.length === 1 && oneof.fieldsArray[0]!.options?.proto3_optional === true;
}

function fieldOf(
  type: protobuf.Type,
  field: protobuf.Field,
  path: string,
  edition: string,
  inherited: Features,
  sites: Sites | undefined,
): FieldDecl {
  const options: Readonly<Record<string, unknown>> = field.options ?? {};
  const oneof = field.partOf && !isSynthetic(field.partOf) ? field.partOf : undefined;
  const features = featuresOf(field, oneof ? featuresOf(oneof, inherited) : inherited);
  const site = sites?.at(path);
  const nested = type.get(field.type);
  const group = nested instanceof protobuf.Type && (nested as { group?: boolean }).group === true;
  const labelled = options.proto3_optional === true || (edition === "proto2" && !oneof && !(field instanceof protobuf.MapField));
  const rule = (field as { rule?: string }).rule;
  const label: Label = rule === "repeated" || rule === "required" ? rule : labelled ? "optional" : "";
  const declaredDefault = defaultOf(field.type, options.default, () => sites?.defaultToken(path));
  return {
    // A group's field has the group's name in lower case.
    name: group ? field.type.toLowerCase() : field.name,
    number: field.id,
    label,
    typeRef: field.type,
    ...(field instanceof protobuf.MapField && { mapKey: field.keyType }),
    group,
    ...(oneof && { oneof: oneof.name }),
    packed: typeof options.packed === "boolean" ? options.packed : features.repeated_field_encoding === "PACKED",
    delimited: group || features.message_encoding === "DELIMITED",
    explicit: label === "optional" || oneof !== undefined || features.field_presence === "EXPLICIT",
    required: label === "required" || features.field_presence === "LEGACY_REQUIRED",
    ...(declaredDefault !== undefined && { declaredDefault }),
    stated: sites?.stated(path, options) ?? [],
    comment: commentOf(field.comment ?? "", sites?.lineComment(path) ?? ""),
    ...site,
  };
}

/** The default as the model has it: the parser reads 64-bit integers as doubles, so those are read again from their token. */
function defaultOf(type: string, value: unknown, token: () => string | undefined): string | number | boolean | undefined {
  if (/64$/.test(type)) return (integerOf(token()) ?? value)?.toString();
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

function enumOf(object: protobuf.Enum, typeName: string, outer: string | undefined, sites: Sites | undefined): EnumDecl {
  const site = sites?.at(typeName);
  const comments: Readonly<Record<string, string | null>> = object.comments ?? {};
  return {
    typeName,
    ...(outer !== undefined && { outer }),
    values: Object.entries(object.values).map(([name, number]) => ({ name, number, comment: comments[name] ?? "" })),
    comment: object.comment ?? "",
    ...site,
  };
}
