import { part, type Steps } from "../base/index.ts";
import { accepts, contentType, type Decoded, NoteBit, Status, scalarValue, typeNameOfUrl } from "../decode/index.ts";
import type { Field, MessageType } from "../schema/index.ts";
import { Elements } from "./elements.ts";
import { isForeignTo } from "./foreign.ts";
import { EMPTY_KEY, keyOnWire, ZERO_KEY } from "./hash.ts";
import { type InStep, NOT_IN_STEP } from "./in-step.ts";
import { KeyTable } from "./key-table.ts";
import type { MatchBy, MatchChoice } from "./model.ts";
import type { Pace } from "./pace.ts";
import { plain, readPlain } from "./plain.ts";
import type { Relations } from "./relate.ts";
import { isUnread, nodeOf, valueAt } from "./spots.ts";

/** The keys of both lists. */
export type KeyPair = readonly [a: KeyTable, b: KeyTable];

/** What was found out of two lists on the way. */
export interface Looked {
  readonly inStep: InStep;
  /** Keys of all elements. */
  readonly made: Map<MatchBy, KeyPair>;
}

/** Names that keys go by, and how much they promise. */
const NAMES: readonly (readonly [RegExp, number])[] = [
  [/^(name|id|key|uuid|guid|instance_id)$/, 1],
  [/^(index|number|path|type_id|channel_id|vp_index|slot|msr|port|address|gpa|offset)$/, 0.95],
  [/_(id|key|name|guid|uuid)$/, 0.9],
  [/_(index|number|path|slot|port|address|addr|gpa|offset)$/, 0.8],
];
/** What a field without such a name promises: it must then be unlike in all of a sample, in most elements, and largely shared. */
const UNNAMED = 0.6;
/** Elements a side that are looked at first for a key that has no such name. */
const SAMPLE = 1000;
const MOST_UNLIKE = 0.9;
/** Elements a side that a menu of all keys looks at. */
export const MENU = 4096;
/** Elements of a much longer list by which a key is given up before all are read. */
const SPREAD = 8192;
const ENOUGH = 0.4;

function promiseOf(field: Field): number {
  // Bytes called a key are one to a lock.
  if (field.type.kind === "scalar" && field.type.scalar === "bytes" && !/^(id|uuid|guid|instance_id)$/.test(field.name)) return UNNAMED;
  for (const [pattern, promise] of NAMES) if (pattern.test(field.name)) return promise;
  return UNNAMED;
}

/** Keys of the other list, and of which of its elements one is the same. */
interface Told {
  readonly keys: Float64Array;
  readonly places: Int32Array;
}

/**
 * Key of each element by the value of one of its fields, absent ones as their default; what `told` says of it is not read again.
 * Cost: the direct fields of the elements, as they stand on the wire; the nodes of those whose bytes are not plain.
 */
export function* keysByField(elements: Elements, number: number, most = elements.length, told?: Told): Steps<Float64Array> {
  const { pace } = elements;
  const count = Math.min(most, elements.length);
  const keys = new Float64Array(count).fill(Number.NaN);
  const onWire = new KeyOnWire(elements, number);
  for (let i = 0; i < count; i++) {
    const other = told?.places[i] ?? -1;
    keys[i] = other >= 0 && other < told!.keys.length ? told!.keys[other]! : (onWire.of(i) ?? keyByNodes(elements, i, number));
    if (pace.due(2)) yield i / count;
  }
  return keys;
}

/** Key of an absent field. */
function absentKey(field: Field): number {
  if (field.presence !== "implicit" || field.type.kind !== "scalar") return Number.NaN;
  return field.type.scalar === "string" || field.type.scalar === "bytes" ? EMPTY_KEY : ZERO_KEY;
}

/** Reads the key of elements of one type from their bytes. */
class KeyOnWire {
  readonly #elements: Elements;
  readonly #field: Field | undefined;
  readonly #absent: number;
  readonly #isText: boolean;
  /** Bits of the wire types that the field accepts. */
  readonly #accepted: number;

  constructor(elements: Elements, number: number) {
    const field = elements.type?.byNumber.get(number);
    this.#elements = elements;
    this.#absent = field ? absentKey(field) : Number.NaN;
    this.#isText = field?.type.kind === "scalar" && field.type.scalar === "string";
    this.#accepted = 0;
    for (let wire = 0; field && wire < 8; wire++) if (accepts(field, wire)) this.#accepted |= 1 << wire;
    // A message, a member of a oneof, and what is not one value are left to the nodes.
    this.#field = field?.type.kind === "scalar" && field.oneof === undefined && !field.repeated && !field.bare ? field : undefined;
  }

  /** Undefined for an element that the nodes have to tell of. */
  of(at: number): number | undefined {
    const { decoded, side, spots, pace } = this.#elements;
    const field = this.#field;
    const spot = spots[at]!;
    if (!field || (!isUnread(spot) && (contentType(decoded, spot) !== this.#elements.type || isForeignTo(decoded, spot)))) return undefined;
    const { bytes } = decoded;
    const end = this.#elements.to(at);
    let wire = -1;
    let value = 0;
    let to = 0;
    for (let next = valueAt(decoded, spot); next < end; next = plain.to) {
      if (!readPlain(bytes, next, end)) return undefined;
      pace.spend(1);
      if (plain.number !== field.number) continue;
      if ((this.#accepted & (1 << plain.wire)) === 0) return undefined;
      ({ wire, value, to } = plain);
    }
    if (wire < 0) return this.#absent;
    if (this.#isText) for (let i = value; i < to; i++) if (bytes[i]! >= 0x80) return undefined;
    return keyOnWire(side.held, bytes, field.id, wire, value, to);
  }
}

function keyByNodes({ decoded, side, spots, pace }: Elements, at: number, number: number): number {
  const { nodes } = decoded;
  const node = nodeOf(decoded, spots[at]!);
  const field = contentType(decoded, node)?.byNumber.get(number);
  if (!field) return Number.NaN;
  let key = absentKey(field);
  const end = nodes.end(node);
  for (let child = node + 1; child < end; child = nodes.end(child)) {
    pace.spend(1);
    if (nodes.ref(child) !== field.id || nodes.notes(child) & NoteBit.SUPERSEDED) continue;
    key = nodes.status(child) === Status.KNOWN ? side.hashes.valueKey(child) : Number.NaN;
  }
  return key;
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
function* keysByTypeUrl(a: Elements, b: Elements, relations: Relations): Steps<KeyPair> {
  const ids = new Map<string, number>();
  function* of(elements: Elements): Steps<Float64Array> {
    const { decoded, length, pace } = elements;
    const keys = new Float64Array(length).fill(Number.NaN);
    for (let i = 0; i < length; i++) {
      if (pace.due(4)) yield i / length;
      const name = anyTypeName(decoded, elements.node(i));
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
  const keysB = yield* part(of(b), 0.5, 0.9);
  return yield* part(pairOf(keysA, keysB, a.pace), 0.9, 1);
}

function* pairOf(a: Float64Array, b: Float64Array, pace: Pace): Steps<KeyPair> {
  return [yield* part(KeyTable.of(a, pace), 0, 0.5), yield* part(KeyTable.of(b, pace), 0.5, 1)];
}

/** Keys of both lists by one field, of the first `most` elements. */
function* pairByField(a: Elements, b: Elements, number: number, { back }: InStep, most?: number): Steps<KeyPair> {
  const keysA = yield* part(keysByField(a, number, most), 0, 0.4);
  const keysB = yield* part(keysByField(b, number, most, { keys: keysA, places: back }), 0.4, 0.8);
  return yield* part(pairOf(keysA, keysB, a.pace), 0.8, 1);
}

/** How well two lists of keys serve: the share that is unlike on its own side, and the share of the shorter side that both have. */
function fitOf([a, b]: KeyPair): { readonly unlike: number; readonly shared: number } {
  const [lengthA, lengthB] = [a.keys.length, b.keys.length];
  let both = 0;
  if (a.single > 0 && b.single > 0)
    for (let at = 0, next = 0; at < lengthA; at++) {
      const place = a.isSingle(at) ? b.placeOf(a.keys[at]!, next) : -1;
      if (place < 0) continue;
      both++;
      next = place + 1;
    }
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  return {
    unlike: Math.min(share(a.single, lengthA), share(b.single, lengthB)),
    shared: share(both, Math.min(lengthA, lengthB)),
  };
}

/** The first elements of a long list; the whole of another. */
function headOf(list: Elements): Elements {
  return list.length <= MENU ? list : new Elements(list.side, Array.prototype.slice.call(list.spots, 0, MENU));
}

/** Elements from all over a list that is much longer. */
function spreadOf({ side, spots, length }: Elements): Elements | undefined {
  const step = Math.floor(length / SPREAD);
  if (step < 4) return undefined;
  // At no period of the list.
  const place = (i: number): number => i * step + ((Math.imul(i, 0x9e3779b1) >>> 0) % step);
  const picked = Int32Array.from({ length: SPREAD }, (_, i) => spots[place(i)]!);
  return new Elements(side, picked);
}

/** By which fields the elements of a list may be keyed: what stands once in the list stands once in any part of it. */
class Spread {
  readonly #some: Elements | undefined;
  /** The share of the elements whose bytes stand once: no field of theirs is unlike in more. */
  #unlike: number | undefined;

  constructor(a: Elements, b: Elements) {
    this.#some = spreadOf(a) ?? spreadOf(b);
  }

  /** False when less than so great a share of the keys can be unlike. Cost: some thousand elements. */
  *mayBeUnlike(number: number, share: number): Steps<boolean> {
    const some = this.#some;
    if (!some) return true;
    if (this.#unlike !== undefined && this.#unlike < share) return false;
    const { single } = yield* KeyTable.of(yield* keysByField(some, number), some.pace);
    const isUnlike = single >= share * some.length;
    if (!isUnlike) this.#unlike ??= (yield* KeyTable.of(yield* this.#contents(some), some.pace)).single / some.length;
    return isUnlike;
  }

  *#contents(some: Elements): Steps<Float64Array> {
    const keys = new Float64Array(some.length);
    for (let i = 0; i < some.length; i++) {
      keys[i] = some.rough(i);
      if (some.pace.due()) yield i / some.length;
    }
    return keys;
  }
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
 * With `all` every field is scored by the first elements, for a menu; else it stops at the first that serves. `made` gets the keys of
 * all elements that were looked at. Cost: a field, the elements.
 */
export function* choicesFor(
  wholeA: Elements,
  wholeB: Elements,
  relations: Relations,
  all: boolean,
  { inStep, made }: Looked = { inStep: NOT_IN_STEP, made: new Map() },
): Steps<readonly MatchChoice[]> {
  const out: MatchChoice[] = [];
  const [a, b] = all ? [headOf(wholeA), headOf(wholeB)] : [wholeA, wholeB];
  const isWhole = a === wholeA && b === wholeB;
  // Of a list that one side lacks the other's type names the key.
  const typeA = a.type ?? (a.length === 0 ? b.type : undefined);
  const typeB = b.type ?? (b.length === 0 ? a.type : undefined);
  if (typeA?.typeName === "google.protobuf.Any" && typeB?.typeName === typeA.typeName) {
    const keys = yield* keysByTypeUrl(a, b, relations);
    if (isWhole) made.set("type-url", keys);
    const { unlike, shared } = fitOf(keys);
    out.push({ by: "type-url", label: "type URL", score: unlike * (0.5 + shared / 2) });
  } else if (typeA && typeB) {
    const fields = candidates(typeA, typeB);
    const spread = new Spread(a, b);
    for (const [at, { number, label, promise }] of fields.entries()) {
      const named = promise > UNNAMED;
      if (!all && !named && out.some(({ score }) => score >= ENOUGH)) break;
      const share = [at / fields.length, (at + 1) / fields.length] as const;
      if (!(yield* part(spread.mayBeUnlike(number, ENOUGH / promise), share[0], share[0]))) continue;
      if (!named) {
        const sample = fitOf(yield* part(pairByField(a, b, number, inStep, SAMPLE), ...share));
        if (sample.unlike < 1 || sample.shared < 0.5 || Math.min(a.length, b.length) < 2) continue;
      }
      const keys = yield* part(pairByField(a, b, number, inStep), ...share);
      if (isWhole) made.set(`field:${number}`, keys);
      const { unlike, shared } = fitOf(keys);
      if (named ? unlike === 0 : unlike < MOST_UNLIKE || shared < 0.5) continue;
      const score = promise * unlike * (0.5 + shared / 2);
      out.push({ by: `field:${number}`, label, score });
      if (!all && named && unlike >= MOST_UNLIKE && score >= ENOUGH) break;
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
export function* keysFor(by: MatchBy, a: Elements, b: Elements, relations: Relations, inStep: InStep): Steps<KeyPair | undefined> {
  if (by === "type-url") return yield* keysByTypeUrl(a, b, relations);
  const number = by === "map-key" ? 1 : by.startsWith("field:") ? Number(by.slice(6)) : undefined;
  return number === undefined ? undefined : yield* pairByField(a, b, number, inStep);
}
