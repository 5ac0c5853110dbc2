/**
 * A second opinion for the tests of the examples: reads a blob with the exact schemas of a release as the release itself would,
 * and shares no code with the product but protobufjs' parser. Slow and small on purpose; groups and mesh extensions fail.
 */
import fs from "node:fs";
import path from "node:path";
import protobuf from "protobufjs";

export interface Reading {
  /** `path: REASON` of the first failure; absent when it reads. */
  readonly failure?: string;
  /** Paths of fields whose number the release does not know. */
  readonly unknown: readonly string[];
  /** Type names of nested blobs that the release does not know. */
  readonly unknownTypes: readonly string[];
  /** `path = value` of every scalar that was read, in the order of reading. */
  readonly values: readonly string[];
}

class Failure extends Error {}

/** All `.proto` files of a folder, resolved; `savestate/options.proto` is not needed to parse its options. */
export function loadRelease(folder: string): protobuf.Root {
  const root = new protobuf.Root();
  for (const known of ["any", "empty", "wrappers"]) root.addJSON(protobuf.common.get(`google/protobuf/${known}.proto`)?.nested ?? {});
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".proto"))) {
    protobuf.parse(fs.readFileSync(path.join(folder, file), "utf8"), root, { keepCase: true });
  }
  root.resolveAll();
  return root;
}

/** What the release makes of the blob as a message of the type, nested blobs included. */
export function readStrictly(root: protobuf.Root, typeName: string, bytes: Uint8Array): Reading {
  const reader = new StrictReader(root);
  try {
    reader.message(root.lookupType(typeName), bytes, "");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...reader, failure: error.message };
  }
  return { ...reader };
}

const fact = (field: protobuf.Field, name: string): unknown => field.options?.[`(savestate.${name})`];
/** The wire type of a scalar; an enum is a varint. */
const wireOf = (field: protobuf.Field): number => (protobuf.types.basic as Readonly<Record<string, number>>)[field.type] ?? 0;
const expected = ["expected a varint", "expected a fixed64", "expected a byte array", "", "", "expected a fixed32"];

class StrictReader {
  readonly unknown: string[] = [];
  readonly unknownTypes: string[] = [];
  readonly values: string[] = [];
  readonly #root: protobuf.Root;

  constructor(root: protobuf.Root) {
    this.#root = root;
  }

  message(type: protobuf.Type, bytes: Uint8Array, at: string): void {
    const isEnum = type.oneofs?.variant !== undefined && type.fieldsArray.length === type.oneofs.variant.fieldsArray.length;
    let variant = false;
    const found = new Map<protobuf.Field, Uint8Array[]>();
    const input = new protobuf.Reader(bytes);
    while (input.pos < input.len) {
      const key = input.uint32();
      const field = type.fieldsById[key >>> 3];
      const from = input.pos;
      if ((key & 7) === 2) input.bytes();
      else input.skipType(key & 7);
      const raw = bytes.subarray(from, input.pos);
      variant = field !== undefined;
      if (!field) this.unknown.push(`${at}#${key >>> 3}`);
      else if ((key & 7) !== 2) this.#plain(field, key & 7, raw, at + field.name, found);
      else found.set(field, [...(found.get(field) ?? []), new protobuf.Reader(raw).bytes()]);
    }
    if (isEnum && !variant) throw new Failure(`${at.slice(0, -1)}: missing enum variant`);
    for (const field of type.fieldsArray) this.#finish(field, found.get(field), at + field.name, isEnum);
  }

  #plain(field: protobuf.Field, wireType: number, raw: Uint8Array, at: string, found: Map<protobuf.Field, Uint8Array[]>): void {
    const wanted = field.resolvedType instanceof protobuf.Type ? 2 : wireOf(field);
    if (wireType !== wanted || fact(field, "count") !== undefined) throw new Failure(`${at}: ${expected[wanted]}`);
    this.#scalars(field, raw, at);
    if (!found.has(field)) found.set(field, []);
  }

  #finish(field: protobuf.Field, parts: Uint8Array[] | undefined, at: string, isEnum: boolean): void {
    const sub = field.resolvedType instanceof protobuf.Type ? field.resolvedType : undefined;
    if (!parts) {
      if (fact(field, "nonzero")) throw new Failure(`${at}: value must be non-zero`);
      if (fact(field, "required")) throw new Failure(`${at}: ${sub?.oneofs ? "missing enum variant" : "missing required field"}`);
      if (sub && !isEnum && !field.repeated && !fact(field, "nullable")) this.message(sub, new Uint8Array(), `${at}.`);
      return;
    }
    if (fact(field, "bare")) for (const part of parts) this.#packed(sub!.fieldsById[1]!, part, at);
    else if (sub && field.repeated) {
      if (fact(field, "count") !== undefined && parts.length !== fact(field, "count")) throw new Failure(`${at}: wrong array length`);
      for (const [i, part] of parts.entries()) this.#open(sub, part, `${at}[${i}]`);
    } else if (sub && !field.map) this.#open(sub, Buffer.concat(parts), at);
    else if (field.map) this.values.push(...parts.map((part) => `${at} = ${Buffer.from(part).toString("hex")}`));
    else if (wireOf(field) === 2) for (const part of parts) this.#bytes(field, part, at);
    else for (const part of parts) this.#packed(field, part, at);
  }

  #open(type: protobuf.Type, bytes: Uint8Array, at: string): void {
    if (type.fullName === ".google.protobuf.Any") this.#any(bytes, at);
    else this.message(type, bytes, `${at}.`);
  }

  #any(bytes: Uint8Array, at: string): void {
    const input = new protobuf.Reader(bytes);
    let name = "";
    let value: Uint8Array = new Uint8Array();
    while (input.pos < input.len) {
      if (input.uint32() >>> 3 === 1) name = input.string().replace("type.googleapis.com/", "");
      else value = input.bytes();
    }
    const inner = name === "" ? null : this.#root.lookup(name, [protobuf.Type]);
    if (inner instanceof protobuf.Type) this.message(inner, value, `${at}.value.`);
    else if (name) this.unknownTypes.push(name);
  }

  #bytes(field: protobuf.Field, bytes: Uint8Array, at: string): void {
    const size = fact(field, "size");
    if (size !== undefined && bytes.length !== size) {
      throw new Failure(`${at}: ${fact(field, "required") ? "wrong packed array length" : "invalid byte size for type"}`);
    }
    this.values.push(
      `${at} = ${field.type === "string" ? new TextDecoder("utf-8", { fatal: true }).decode(bytes) : Buffer.from(bytes).toString("hex")}`,
    );
  }

  #packed(field: protobuf.Field, bytes: Uint8Array, at: string): void {
    if (!field.repeated) throw new Failure(`${at}: ${expected[wireOf(field)]}`);
    const count = this.#scalars(field, bytes, at);
    if (fact(field, "count") !== undefined && count !== fact(field, "count")) throw new Failure(`${at}: wrong packed array length`);
  }

  /** Reads scalars to the end of the bytes, cut to their width, and gives their number. */
  #scalars(field: protobuf.Field, bytes: Uint8Array, at: string): number {
    const input = new protobuf.Reader(bytes);
    const kind = field.resolvedType instanceof protobuf.Enum ? "int32" : field.type;
    const bits = fact(field, "bits");
    let count = 0;
    for (; input.pos < input.len; count++) {
      const value = (input[kind as "uint32"] as () => unknown).call(input);
      if (fact(field, "nonzero") && Number(value) === 0) throw new Failure(`${at}: value must be non-zero`);
      this.values.push(`${at} = ${typeof bits === "number" ? Number(value) % 2 ** bits : String(value)}`);
    }
    return count;
  }
}
