import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";

/** The sources as protobufjs holds them, with the arrays that their `.proto` misstates (mesh-reader section 1) as the bytes they are. */
export function parseRoot(sources) {
  const root = new protobuf.Root();
  for (const common of ["any", "empty", "timestamp", "duration", "wrappers"])
    root.addJSON(protobuf.common.get(`google/protobuf/${common}.proto`).nested);
  for (const { text } of sources) protobuf.parse(text, root, { keepCase: true, alternateCommentMode: true });
  root.resolveAll();
  for (const type of typesOf(root))
    for (const field of [...type.fieldsArray]) {
      const inner = field.resolvedType instanceof protobuf.Type ? field.resolvedType.fieldsArray : [];
      if (inner.length !== 1 || inner[0].name !== "field1" || !/packed repr only/.test(inner[0].comment ?? "")) continue;
      type.remove(field);
      type.add(new protobuf.Field(field.name, field.id, "bytes", field.repeated ? "repeated" : undefined));
    }
  return root.resolveAll();
}

function* typesOf(space) {
  for (const nested of space.nestedArray) {
    if (nested instanceof protobuf.Type) yield nested;
    if (nested instanceof protobuf.Namespace) yield* typesOf(nested);
  }
}

/**
 * The same as protobuf-es reads it: a schema out of descriptors, as a tool that gets its schemas at run time must. One file, with
 * a message for each package: the full names are the same.
 */
export function dynamicSchema(sources, typeName) {
  const file = create(FileDescriptorProtoSchema, { name: "bench.proto", syntax: "proto3", messageType: spacesIn(parseRoot(sources)) });
  return createFileRegistry(create(FileDescriptorSetSchema, { file: [file] })).getMessage(typeName);
}

const spacesIn = (space) => space.nestedArray.filter((nested) => nested instanceof protobuf.Namespace).map(messageOf);

function messageOf(space) {
  const isType = space instanceof protobuf.Type;
  const oneofs = isType ? space.oneofsArray : [];
  const isSynthetic = (oneof) => oneof.oneof.length === 1 && oneof.name === `_${oneof.oneof[0]}`;
  return {
    name: space.name,
    nestedType: spacesIn(space),
    enumType: space.nestedArray
      .filter((nested) => nested instanceof protobuf.Enum)
      .map((nested) => ({ name: nested.name, value: Object.entries(nested.values).map(([name, number]) => ({ name, number })) })),
    oneofDecl: oneofs.map(({ name }) => ({ name })),
    field: isType ? space.fieldsArray.map((field) => fieldOf(field, oneofs, isSynthetic)) : [],
  };
}

function fieldOf(field, oneofs, isSynthetic) {
  const { resolvedType, partOf } = field;
  const type = resolvedType instanceof protobuf.Type ? "MESSAGE" : resolvedType ? "ENUM" : field.type.toUpperCase();
  return {
    name: field.name,
    number: field.id,
    label: field.repeated ? FieldDescriptorProto_Label.REPEATED : FieldDescriptorProto_Label.OPTIONAL,
    type: FieldDescriptorProto_Type[type],
    ...(resolvedType && { typeName: resolvedType.fullName }),
    ...(partOf && { oneofIndex: oneofs.indexOf(partOf), proto3Optional: isSynthetic(partOf) }),
  };
}

const messageFields = new WeakMap();

/** Fields of a type that hold messages: all that can lead to an `Any`. */
function leading(type) {
  let fields = messageFields.get(type);
  if (!fields) {
    fields = type.fieldsArray.filter((field) => field.resolvedType instanceof protobuf.Type);
    messageFields.set(type, fields);
  }
  return fields;
}

const types = new Map();

/** Decodes the content of every `Any` of a decoded message in place, as our scan does. */
export function openAny(root, type, message) {
  for (const field of leading(type)) {
    if (!Object.hasOwn(message, field.name)) continue;
    const value = message[field.name];
    if (Array.isArray(value)) for (const item of value) openOne(root, field.resolvedType, item);
    else openOne(root, field.resolvedType, value);
  }
  return message;
}

function openOne(root, type, message) {
  if (type.fullName !== ".google.protobuf.Any") {
    openAny(root, type, message);
    return;
  }
  const url = message.type_url;
  if (!types.has(url)) {
    const found = root.lookup(url.slice(url.lastIndexOf("/") + 1));
    types.set(url, found instanceof protobuf.Type ? found : undefined);
  }
  const inner = types.get(url);
  if (inner) message.value = openAny(root, inner, inner.decode(message.value));
}
