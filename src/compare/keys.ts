import { contentType, type Decoded, NoteBit, Status, scalarValue, typeNameOfUrl } from "../decode/index.ts";
import type { Field, MessageType } from "../schema/index.ts";
import { EMPTY_KEY, type Hashes, key53, ZERO_KEY } from "./hash.ts";
import type { MatchBy, MatchChoice } from "./model.ts";
import { type Pace, part, type Steps } from "./pace.ts";
import type { Relations } from "./relate.ts";

/** The elements of one list on one side. */
export interface Elements {
  readonly decoded: Decoded;
  readonly hashes: Hashes;
  /** Nodes, in wire order. */
  readonly nodes: ArrayLike<number>;
  readonly pace: Pace;
}

/** A key of each element by its place, as a number that equal keys share; NaN where it has none. */
export type Keys = Float64Array;

/** Names that keys go by, and how much they promise. */
const NAMES: readonly (readonly [RegExp, number])[] = [
  [/^(name|id|key|uuid|guid|instance_id)$/, 1],
  [/^(index|number|path|type_id|channel_id|vp_index|slot|msr|port|address|gpa|offset)$/, 0.95],
  [/_(id|key|name|guid|uuid)$/, 0.9],
  [/_(index|number|path|slot|port|address|addr|gpa|offset)$/, 0.8],
];
/** What a field without such a name promises: it must then be unlike in all elements and largely shared. */
const UNNAMED = 0.6;
/** Elements a side that are looked at for a key that has no such name. */
const SAMPLE = 1000;
const ENOUGH = 0.4;

function promiseOf(field: Field): number {
  // Bytes called a key are one to a lock.
  if (field.type.kind === "scalar" && field.type.scalar === "bytes" && !/^(id|uuid|guid|instance_id)$/.test(field.name)) return UNNAMED;
  for (const [pattern, promise] of NAMES) if (pattern.test(field.name)) return promise;
  return UNNAMED;
}

/** Key of each element by the value of one of its fields, absent ones as their default. Cost: the direct fields of the elements. */
export function* keysByField({ decoded, hashes, nodes, pace }: Elements, number: number, most = nodes.length): Steps<Keys> {
  const { nodes: all } = decoded;
  const count = Math.min(most, nodes.length);
  const keys = new Float64Array(count).fill(Number.NaN);
  let type: MessageType | undefined;
  let field: Field | undefined;
  let absent = Number.NaN;
  for (let i = 0; i < count; i++) {
    const node = nodes[i]!;
    if (pace.due()) yield i / count;
    const here = contentType(decoded, node);
    if (here !== type) {
      type = here;
      field = here?.byNumber.get(number);
      const text = field?.type.kind === "scalar" && (field.type.scalar === "string" || field.type.scalar === "bytes");
      absent = field?.presence === "implicit" && field.type.kind === "scalar" ? (text ? EMPTY_KEY : ZERO_KEY) : Number.NaN;
    }
    if (!field) continue;
    keys[i] = absent;
    const end = all.end(node);
    for (let child = node + 1; child < end; child = all.end(child)) {
      pace.spend(1);
      if (all.ref(child) !== field.id || all.notes(child) & NoteBit.SUPERSEDED) continue;
      hashes.ensure(child);
      keys[i] = all.status(child) === Status.KNOWN ? key53(hashes.lo[child]!, hashes.hi[child]!) : Number.NaN;
    }
  }
  return keys;
}

/** Name of the type that an `Any` names. */
export function anyTypeName(decoded: Decoded, any: number): string | undefined {
  const { nodes } = decoded;
  let found: string | undefined;
  for (let child = any + 1; child < nodes.end(any); child = nodes.end(child)) {
    const ref = nodes.ref(child);
    if (ref >= 0 && decoded.set.fields[ref]!.number === 1) found = typeNameOfUrl(String(scalarValue(decoded, child) ?? ""));
  }
  return found;
}

/** Keys of both lists by the types that their `Any`s name, a renamed type as one. */
export function* keysByTypeUrl(a: Elements, b: Elements, relations: Relations): Steps<readonly [Keys, Keys]> {
  const ids = new Map<string, number>();
  function* of({ decoded, nodes, pace }: Elements): Steps<Keys> {
    const keys = new Float64Array(nodes.length).fill(Number.NaN);
    for (let i = 0; i < nodes.length; i++) {
      if (pace.due(4)) yield i / nodes.length;
      const name = anyTypeName(decoded, nodes[i]!);
      if (name === undefined) continue;
      let id = ids.get(name);
      if (id === undefined) {
        id = ids.size;
        if (decoded === b.decoded)
          for (const [other, otherId] of namesA) if (other !== name && relations.renamed(other, name)) id = otherId;
        ids.set(name, id);
      }
      keys[i] = id;
    }
    return keys;
  }
  let namesA: readonly (readonly [string, number])[] = [];
  const keysA = yield* part(of(a), 0, 0.5);
  namesA = [...ids];
  return [keysA, yield* part(of(b), 0.5, 1)];
}

/** How well two lists of keys serve: the share that is unlike on its own side, and the share of the shorter side that both have. */
function fitOf(a: Keys, b: Keys): { readonly unlike: number; readonly shared: number } {
  const count = (keys: Keys): Map<number, number> => {
    const seen = new Map<number, number>();
    for (const key of keys) if (!Number.isNaN(key)) seen.set(key, (seen.get(key) ?? 0) + 1);
    return seen;
  };
  const seenA = count(a);
  const seenB = count(b);
  const single = (seen: Map<number, number>): number => {
    let found = 0;
    for (const times of seen.values()) if (times === 1) found++;
    return found;
  };
  let both = 0;
  for (const [key, times] of seenA) if (times === 1 && seenB.get(key) === 1) both++;
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  return {
    unlike: Math.min(share(single(seenA), a.length), share(single(seenB), b.length)),
    shared: share(both, Math.min(a.length, b.length)),
  };
}

/** Scalar fields by which both types can be keyed, and messages that are named as a key is. Number, label, promise. */
function candidates(typeA: MessageType, typeB: MessageType): readonly { number: number; label: string; promise: number }[] {
  const out: { number: number; label: string; promise: number }[] = [];
  for (const field of typeA.fields) {
    const other = typeB.byNumber.get(field.number);
    if (!other || field.repeated || other.repeated || field.bare || other.bare) continue;
    const promise = Math.max(promiseOf(field), promiseOf(other));
    const { type } = field;
    if (type.kind === "message" ? promise < 0.9 || typeA.isEnum : type.kind !== "scalar" || /^(bool|float|double)$/.test(type.scalar))
      continue;
    if (type.kind !== other.type.kind) continue;
    out.push({ number: field.number, label: field.name, promise });
  }
  return out.sort((a, b) => b.promise - a.promise || a.number - b.number);
}

/**
 * The ways to match two lists of messages, the best first; those that fit badly are left out. `content` and `index` close the list.
 * With `all` every field is scored, for a menu; else it stops at the first that serves. Cost: a field, the elements.
 */
export function* choicesFor(a: Elements, b: Elements, relations: Relations, all: boolean): Steps<readonly MatchChoice[]> {
  const out: MatchChoice[] = [];
  const ownA = a.nodes.length > 0 ? contentType(a.decoded, a.nodes[0]!) : undefined;
  const ownB = b.nodes.length > 0 ? contentType(b.decoded, b.nodes[0]!) : undefined;
  // Of a list that one side lacks the other's type names the key.
  const typeA = ownA ?? (a.nodes.length === 0 ? ownB : undefined);
  const typeB = ownB ?? (b.nodes.length === 0 ? ownA : undefined);
  if (typeA?.typeName === "google.protobuf.Any" && typeB?.typeName === typeA.typeName) {
    const { unlike, shared } = fitOf(...(yield* keysByTypeUrl(a, b, relations)));
    out.push({ by: "type-url", label: "type URL", score: unlike * (0.5 + shared / 2) });
  } else if (typeA && typeB) {
    const fields = candidates(typeA, typeB);
    for (const [at, { number, label, promise }] of fields.entries()) {
      const named = promise > UNNAMED;
      if (!all && !named && out.some(({ score }) => score >= ENOUGH)) break;
      const most = named ? undefined : SAMPLE;
      const [from, to] = [at / fields.length, (at + 1) / fields.length];
      const keysA = yield* part(keysByField(a, number, most), from, (from + to) / 2);
      const keysB = yield* part(keysByField(b, number, most), (from + to) / 2, to);
      const { unlike, shared } = fitOf(keysA, keysB);
      const fits = named ? unlike > 0 : unlike === 1 && shared >= 0.5 && Math.min(a.nodes.length, b.nodes.length) > 1;
      if (!fits) continue;
      const score = promise * unlike * (0.5 + shared / 2);
      out.push({ by: `field:${number}`, label, score });
      if (!all && named && unlike >= 0.9 && score >= ENOUGH) break;
    }
  }
  out.sort((x, y) => y.score - x.score);
  return [...out, { by: "content", label: "content", score: ENOUGH }, { by: "index", label: "place", score: 0 }];
}

/** The way that serves best: a key that is good enough, else content. */
export function bestChoice(choices: readonly MatchChoice[]): MatchChoice {
  const [first] = choices;
  return first && first.score >= ENOUGH ? first : choices.find(({ by }) => by === "content")!;
}

/** The keys of two lists for a way to match them; undefined when it has none. */
export function* keysFor(by: MatchBy, a: Elements, b: Elements, relations: Relations): Steps<readonly [Keys, Keys] | undefined> {
  if (by === "type-url") return yield* keysByTypeUrl(a, b, relations);
  const number = by === "map-key" ? 1 : by.startsWith("field:") ? Number(by.slice(6)) : undefined;
  if (number === undefined) return undefined;
  return [yield* part(keysByField(a, number), 0, 0.5), yield* part(keysByField(b, number), 0.5, 1)];
}
