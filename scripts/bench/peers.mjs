import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";

/** The sources as protobufjs holds them. */
export async function parseRoot(sources) {
  const root = new protobuf.Root();
  for (const common of ["any", "empty", "timestamp", "duration", "wrappers"])
    root.addJSON(protobuf.common.get(`google/protobuf/${common}.proto`).nested);
  for (const { text, path } of sources) {
    protobuf.parse.filename = path;
    protobuf.parse(text, root, { keepCase: true });
  }
  return root.resolveAll();
}

/** The same as protobuf-es reads it: a schema out of descriptors, as a tool that gets its schemas at run time must. */
export async function dynamicSchema(sources, typeName) {
  await import("protobufjs/ext/descriptor.js");
  const root = await parseRoot(sources);
  const descriptor = root.toDescriptor("proto3");
  const bytes = descriptor.constructor.encode(descriptor).finish();
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes)).getMessage(typeName);
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
