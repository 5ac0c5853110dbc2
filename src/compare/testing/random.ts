/** Random blobs of a schema that has everything, and random edits of them, from a seed: for tests only. */
import { loadSchemaSet, type MessageType, type SchemaSet } from "../../schema/index.ts";
import { encodeVarint } from "../../wire/text.ts";

const PROTO = `syntax = "proto3"; package t;
import "google/protobuf/any.proto";
import "google/protobuf/empty.proto";
enum Color { RED = 0; GREEN = 1; BLUE = 2; }
message Kind { oneof variant { google.protobuf.Empty off = 1; Inner on = 2; uint32 level = 3; } }
message Inner { uint32 id = 1; string label = 2; sint64 delta = 3; bytes data = 4; optional bool flag = 5; Inner child = 6; Kind kind = 7; }
message Unit { string name = 1; google.protobuf.Any state = 2; }
message Root {
  uint32 u = 1; sint32 s = 2; optional uint64 o = 3; bool b = 4; double d = 5; float f = 6; fixed32 x = 7; string text = 8; bytes data = 9;
  Inner inner = 10; repeated Inner items = 11; repeated uint32 nums = 12; repeated string names = 13; map<string, Inner> by_name = 14;
  Kind kind = 15; repeated Kind kinds = 16; repeated Unit units = 17; repeated sint32 array = 18; // packed repr only
  Color color = 20; repeated double doubles = 21; map<uint32, uint32> by_number = 22; repeated Root roots = 23;
}`;

export const set: SchemaSet = loadSchemaSet("test", [{ path: "t.proto", text: PROTO }]);
export const root: MessageType = set.typeByName.get("t.Root")!;
const TYPES = ["t.Inner", "t.Kind", "t.Unit"];

/** A number in `[0, 1)` at each call, the same for the same seed (xorshift32). */
export type Rng = () => number;

/** Numbers of a seed; 0 counts as 1. */
export function rngOf(seed: number): Rng {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** A whole number in `[0, most)`. */
export function below(rng: Rng, most: number): number {
  return Math.floor(rng() * most);
}

/** One of these. */
export function pick<T>(rng: Rng, from: readonly T[]): T {
  return from[below(rng, from.length)]!;
}

export type Value =
  | { kind: "varint"; value: bigint; pad: number }
  | { kind: "fixed"; bytes: number[] }
  | { kind: "bytes"; bytes: number[] }
  | { kind: "message"; type: MessageType | undefined; entries: Entry[] };
export interface Entry {
  number: number;
  value: Value;
}

const WORDS = ["a", "b", "com1", "uefi", "", "x y", "ü"];

function smallNumber(rng: Rng): bigint {
  return rng() < 0.7 ? BigInt(below(rng, 6)) : BigInt(below(rng, 2 ** 31)) << BigInt(below(rng, 33));
}

function textBytes(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

function scalarOf(rng: Rng, scalar: string): Value {
  switch (scalar) {
    case "double":
    case "fixed64":
      return { kind: "fixed", bytes: Array.from({ length: 8 }, () => (rng() < 0.6 ? 0 : below(rng, 256))) };
    case "float":
    case "fixed32":
      return { kind: "fixed", bytes: Array.from({ length: 4 }, () => (rng() < 0.6 ? 0 : below(rng, 256))) };
    case "string":
      return { kind: "bytes", bytes: textBytes(pick(rng, WORDS)) };
    case "bytes":
      return { kind: "bytes", bytes: Array.from({ length: below(rng, 6) }, () => below(rng, 256)) };
    default:
      return { kind: "varint", value: smallNumber(rng), pad: rng() < 0.05 ? 3 : 1 };
  }
}

/** One occurrence of a random field of a type. */
function randomEntry(rng: Rng, type: MessageType, depth: number): Entry {
  const field = pick(rng, type.fields);
  const { number } = field;
  if (rng() < 0.04) return { number: 90 + below(rng, 3), value: scalarOf(rng, pick(rng, ["uint32", "bytes", "fixed32"])) };
  if (type.typeName === "google.protobuf.Any") return { number: 1, value: { kind: "bytes", bytes: [] } };
  if (field.type.kind === "message") {
    const inner = set.types[field.type.typeId]!;
    return { number, value: depth > 3 ? { kind: "message", type: inner, entries: [] } : randomMessage(rng, inner, depth + 1) };
  }
  const scalar = field.type.kind === "scalar" ? field.type.scalar : "int32";
  const packable = field.repeated && scalar !== "string" && scalar !== "bytes";
  if (packable && (field.packedOnly || rng() < 0.6)) {
    const bytes: number[] = [];
    for (let i = below(rng, 6); i > 0; i--) write(bytes, scalarOf(rng, scalar));
    return { number, value: { kind: "bytes", bytes } };
  }
  return { number, value: scalarOf(rng, scalar) };
}

/** A random message of a type; an `Any` of a known type as a rule. */
export function randomMessage(rng: Rng, type: MessageType, depth = 0): Value & { kind: "message" } {
  if (type.typeName === "google.protobuf.Any") {
    const inner = set.typeByName.get(pick(rng, TYPES))!;
    const url = rng() < 0.9 ? inner.typeName : "t.Nowhere";
    return {
      kind: "message",
      type,
      entries: [
        { number: 1, value: { kind: "bytes", bytes: textBytes(`type.googleapis.com/${url}`) } },
        { number: 2, value: depth > 3 ? { kind: "message", type: inner, entries: [] } : randomMessage(rng, inner, depth + 1) },
      ],
    };
  }
  const entries: Entry[] = [];
  for (let i = type.fields.length === 0 ? 0 : below(rng, depth === 0 ? 24 : 5); i > 0; i--) entries.push(randomEntry(rng, type, depth));
  if (rng() < 0.9) entries.sort((x, y) => x.number - y.number);
  return { kind: "message", type, entries };
}

function write(out: number[], value: Value): void {
  if (value.kind === "varint") out.push(...encodeVarint(value.value, value.pad));
  else if (value.kind !== "message") out.push(...value.bytes);
  else {
    // Two `Any`s as one singular field have a test of their own: what they make is told by the last one's type.
    const isRepeat = (entry: Entry, i: number): boolean =>
      /^(t\.Unit|google\.protobuf\.Any)$/.test(value.type?.typeName ?? "") &&
      entry.number === 2 &&
      value.entries.findIndex((other) => other.number === 2) < i;
    for (const [i, entry] of value.entries.entries()) if (!isRepeat(entry, i)) writeEntry(out, entry);
  }
}

function writeEntry(out: number[], { number, value }: Entry): void {
  const wire = value.kind === "varint" ? 0 : value.kind === "fixed" ? (value.bytes.length === 8 ? 1 : 5) : 2;
  out.push(...encodeVarint(number * 8 + wire));
  const body: number[] = [];
  write(body, value);
  if (wire === 2) out.push(...encodeVarint(body.length));
  out.push(...body);
}

/** The wire bytes of a message. */
export function encode(message: Value): Uint8Array {
  const out: number[] = [];
  write(out, message);
  return Uint8Array.from(out);
}

type Lists = { entries: Entry[]; type: MessageType | undefined }[];
function messagesIn(message: Value & { kind: "message" }, out: Lists = []): Lists {
  out.push(message);
  for (const { value } of message.entries) if (value.kind === "message") messagesIn(value, out);
  return out;
}

/** Changes a message in place: an occurrence less, more, elsewhere, or of another value. */
export function edit(rng: Rng, message: Value & { kind: "message" }): void {
  const lists = messagesIn(message);
  const { entries, type } = pick(rng, lists);
  const at = below(rng, entries.length);
  const entry = entries[at];
  const what = below(rng, 5);
  if (!entry || what === 0) {
    if (type && type.typeName !== "google.protobuf.Any" && type.fields.length > 0)
      entries.splice(below(rng, entries.length + 1), 0, randomEntry(rng, type, 2));
  } else if (what === 1) entries.splice(at, 1);
  else if (what === 2) entries.splice(below(rng, entries.length), 0, ...entries.splice(at, 1));
  else if (what === 3) entries.splice(at, 0, structuredClone(entry));
  else if (entry.value.kind === "varint") entry.value.value = smallNumber(rng);
  else if (entry.value.kind === "fixed") entry.value.bytes[0]! ^= 1;
  else if (entry.value.kind === "bytes") entry.value.bytes = entry.value.bytes.length > 0 ? entry.value.bytes.slice(1) : [97];
}
