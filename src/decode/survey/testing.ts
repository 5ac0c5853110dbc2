/** Random messages for the tests of the survey: mostly as a writer writes them, with every oddity that the reader knows now and then. */
import type { Field, MessageType, SchemaSet } from "../../schema/index.ts";
import { encodeVarint } from "../../wire/text.ts";

/** Every kind of field, fact and label that the survey's tables tell apart. */
export const SURVEY_PROTO = `
syntax = "proto3";
package t;
import "savestate/options.proto";
import "google/protobuf/any.proto";
import "google/protobuf/empty.proto";

enum Color { RED = 0; GREEN = 1; }
message Inner { uint32 a = 1; string b = 2; Inner next = 3; repeated Inner more = 4; bytes c = 5; }
message Kind { oneof variant { google.protobuf.Empty off = 1; Inner on = 2; uint32 level = 3; } }
message Mixed { uint32 a = 1; oneof one { uint32 b = 2; string c = 3; } oneof two { Inner d = 4; bool e = 5; } string f = 300; bytes g = 2000; }
message Packed {
  repeated uint64 field1 = 1; // packed repr only
}
message Lists {
  repeated uint32 u = 1;
  repeated bool b = 2;
  repeated sint64 s = 3;
  repeated fixed32 x = 4;
  repeated double d = 5;
  repeated Color c = 6;
  repeated string t = 7;
  repeated uint64 only = 8; // packed repr only
  Packed one = 9;
  repeated Packed many = 10;
  repeated uint32 loose = 11 [packed = false];
}
message All {
  uint32 u32 = 1; sint32 s32 = 2; int32 i32 = 3; uint64 u64 = 4; sint64 s64 = 5; bool flag = 6; string text = 7; bytes blob = 8;
  double d = 9; float f = 10; fixed32 x32 = 11; sfixed64 x64 = 12; Color color = 13; optional uint32 maybe = 14;
  Inner inner = 15; repeated Inner inners = 16; Kind kind = 17; map<string, uint64> map = 18; map<int32, Inner> byid = 19;
  google.protobuf.Any any = 20; Lists lists = 21; Mixed mixed = 22; Missing lost = 23; repeated Kind kinds = 24; Exact exact = 25;
}
message Exact {
  option (savestate.exact) = true;
  uint32 small = 1 [(savestate.bits) = 8];
  bytes guid = 2 [(savestate.size) = 4];
  bytes fixed = 3 [(savestate.size) = 4, (savestate.required) = true];
  Inner some = 4 [(savestate.nullable) = true];
  Plain plain = 5;
  sint32 tiny = 6 [(savestate.bits) = 16];
  uint32 nz = 7 [(savestate.nonzero) = true];
  repeated uint32 four = 8 [(savestate.count) = 4];
  int32 low = 9 [(savestate.bits) = 8];
}
message Plain { option (savestate.exact) = true; uint32 a = 1; }
`;

class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return (t ^ (t >>> 14)) >>> 0;
  }

  below(limit: number): number {
    return this.next() % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

/** The bytes of a random message of a type; the same for the same seed. */
export function randomMessage(set: SchemaSet, type: MessageType, seed: number): Uint8Array {
  return new Uint8Array(message(set, type, new Random(seed), 4));
}

function message(set: SchemaSet, type: MessageType, r: Random, depth: number): number[] {
  const out: number[] = [];
  const fields = r.chance(15) ? [...type.fields].sort(() => r.below(3) - 1) : type.fields;
  for (const field of fields) {
    if (r.chance(35)) continue;
    const times = field.repeated ? r.below(4) : r.chance(8) ? 2 : 1;
    for (let i = 0; i < times; i++) out.push(...occurrence(set, field, r, depth));
    if (r.chance(3)) out.push(...unknown(r));
    if (r.chance(3)) out.push(...occurrence(set, type.fields[r.below(type.fields.length)]!, r, depth));
  }
  return out;
}

function varint(value: bigint | number, r: Random): number[] {
  return [...encodeVarint(value, r.chance(2) ? 1 + r.below(11) : 1)];
}

function tagged(number: number, wire: number, r: Random, payload: readonly number[]): number[] {
  const length = wire === 2 ? varint(payload.length, r) : [];
  return [...varint((number << 3) | wire, r), ...length, ...payload];
}

function unknown(r: Random): number[] {
  const number = r.chance(50) ? 90 + r.below(4) : 1 + r.below(3000);
  const kind = r.below(6);
  if (kind === 0) return tagged(number, 0, r, varint(r.next(), r));
  if (kind === 1) return tagged(number, 5, r, [1, 2, 3, 4]);
  if (kind === 2) return [...tagged(number, 3, r, []), ...tagged(1, 0, r, [5]), ...tagged(number, 4, r, [])];
  if (kind === 3) return tagged(number, 2, r, tagged(1, 0, r, varint(r.next(), r)));
  if (kind === 4) return tagged(number, r.below(8), r, []);
  return tagged(number, 2, r, [1, 2, 3]);
}

function number(r: Random): bigint {
  if (r.chance(15)) return 0n;
  const wide = (BigInt(r.next()) << 32n) | BigInt(r.next());
  return wide >> BigInt(r.below(64));
}

/** A value of a scalar or enum in its own wire type: [wire, bytes]. */
function scalar(field: Field, r: Random): [number, number[]] {
  const kind = field.type.kind === "scalar" ? field.type.scalar : "int32";
  if (kind === "bool") return [0, varint(r.chance(95) ? r.below(2) : number(r), r)];
  if (/^(double|s?fixed64)$/.test(kind)) return [1, Array.from({ length: 8 }, () => (r.chance(40) ? 0 : r.below(256)))];
  if (/^(float|s?fixed32)$/.test(kind)) return [5, Array.from({ length: 4 }, () => (r.chance(40) ? 0 : r.below(256)))];
  if (kind === "string") {
    const text = [...new TextEncoder().encode(["", "vmtime", "grüß", "0123456789abcdef", "日本"][r.below(5)]!)];
    return [2, r.chance(3) ? [...text, 0xff] : text];
  }
  if (kind === "bytes") return [2, Array.from({ length: r.below(20) }, () => r.below(256))];
  return [0, varint(r.chance(80) && /32$/.test(kind) ? number(r) & 0xffffn : number(r), r)];
}

function occurrence(set: SchemaSet, field: Field, r: Random, depth: number): number[] {
  if (r.chance(2)) return tagged(field.number, r.below(8), r, []);
  if (field.type.kind === "message" && field.bare) return tagged(field.number, 2, r, [...varint(number(r), r), ...varint(number(r), r)]);
  if (field.type.kind === "message") {
    const type = set.types[field.type.typeId]!;
    if (type.typeName === "google.protobuf.Any") return any(set, field.number, r, depth);
    return tagged(field.number, 2, r, depth > 0 ? message(set, type, r, depth - 1) : []);
  }
  if (field.type.kind === "unresolved" || field.type.kind === "group") return tagged(field.number, 2, r, [8, 1]);
  const [wire, bytes] = scalar(field, r);
  if (!field.repeated || wire === 2 || r.chance(10)) return tagged(field.number, wire, r, bytes);
  const elements = Array.from({ length: r.below(6) }, () => scalar(field, r)[1]);
  return tagged(field.number, 2, r, elements.flat());
}

function any(set: SchemaSet, number: number, r: Random, depth: number): number[] {
  const type = set.roots[r.below(set.roots.length)]!;
  const url = [...new TextEncoder().encode(`type.googleapis.com/${r.chance(80) ? type.typeName : "other.Type"}`)];
  const content = depth > 0 ? message(set, type, r, depth - 2) : [];
  return tagged(number, 2, r, [...tagged(1, 2, r, url), ...tagged(2, 2, r, content)]);
}
