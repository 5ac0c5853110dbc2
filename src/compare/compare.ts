import { assert, hexOf } from "../base/index.ts";
import {
  childrenOf,
  contentType,
  type Decoded,
  defaultValue,
  fieldOf,
  isElement,
  isOpened,
  isPacked,
  NoteBit,
  pathOf,
  Status,
  scalarValue,
  valueRange,
} from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { OVERLONG } from "../wire/index.ts";
import { align } from "./align.ts";
import { type Group, groupsOf, type Message, variantOf } from "./groups.ts";
import { type Hashes, hashSide } from "./hash.ts";
import { HeldValues, sameBytes, sameValue } from "./held.ts";
import { anyTypeName, bestChoice, choicesFor, type Elements, keysByField, keysFor } from "./keys.ts";
import {
  CHANGE_KINDS,
  type ChangeKind,
  type CompareOptions,
  type Comparison,
  Flag,
  type MatchChoice,
  RowForm,
  RowKind,
  type Side,
} from "./model.ts";
import { Relations } from "./relate.ts";
import { rowPath, withoutIndex } from "./rows.ts";
import { type Mark, RowSink } from "./sink.ts";
import { isListSort, isUnitType, Sort, sortsOf } from "./traits.ts";
import { summarize } from "./units.ts";

const EDIT_WORK = 2 ** 22;
const ANY = "google.protobuf.Any";

/**
 * Aligns two sides to one tree of changes: messages by field number, lists by key or content, `Any` contents by the type of each
 * side. Never throws on bad bytes, and never recurses. Borrows both sides. Cost: linear in the bytes of both where lists have keys or
 * unlike contents; edit scripts are bounded by `editWork`, and what they do not reach is said in `coarse`.
 */
export function compare(a: Side, b: Side, options: CompareOptions = {}): Comparison {
  return new Comparer(a, b, options).run();
}

/** What is known of one side. */
interface SideData extends Side {
  readonly hashes: Hashes;
  readonly held: HeldValues;
  readonly sorts: Uint8Array;
}

function dataOf(side: Side): SideData {
  return { ...side, hashes: hashSide(side.decoded), held: new HeldValues(side.decoded), sorts: sortsOf(side.decoded.set) };
}

/** What an enclosing field or list says of a pair. */
interface Place {
  readonly form: RowForm;
  /** Its row's parent. */
  readonly parent: number;
  readonly renamed: boolean;
  readonly moved: boolean;
  /** Order means nothing there. */
  readonly orderless: boolean;
  readonly misplaced: boolean;
}

interface FrameBase {
  readonly row: number;
  readonly place: Place;
  readonly mark: Mark;
  /** The nodes of both sides that the row stands for. */
  readonly as: readonly number[];
  readonly bs: readonly number[];
  at: number;
}
interface MessageFrame extends FrameBase {
  readonly kind: "message";
  readonly groups: readonly Group[];
  readonly isAny: boolean;
}
interface ListFrame extends FrameBase {
  readonly kind: "list";
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  /** Places of A and B in the order of the rows: a, b, a, b, … */
  readonly order: Int32Array;
  readonly moved: Uint8Array;
  readonly orderless: boolean;
  readonly numbers: boolean;
}
type Frame = MessageFrame | ListFrame;

class Comparer {
  readonly #a: SideData;
  readonly #b: SideData;
  readonly #options: CompareOptions;
  readonly #relations: Relations;
  readonly #sink = new RowSink();
  readonly #frames: Frame[] = [];

  constructor(a: Side, b: Side, options: CompareOptions) {
    this.#a = dataOf(a);
    this.#b = a.decoded === b.decoded ? { ...this.#a, ...b } : dataOf(b);
    this.#options = options;
    this.#relations = new Relations(a.decoded.set, b.decoded.set, options.between ?? []);
  }

  run(): Comparison {
    const { root } = this.#a.decoded;
    const other = this.#b.decoded.root;
    if (root && other ? !this.#relations.related(root, other) : root !== other)
      this.#sink.coarse.push({
        row: -1,
        reason: `the roots are not of one type: ${root?.typeName ?? "raw"} and ${other?.typeName ?? "raw"}; fields are aligned by number all the same`,
      });
    this.#openMessage(-1, [-1], [-1], this.#placeAt(-1, RowForm.FIELD), this.#sink.mark());
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      if (frame.kind === "message") this.#stepMessage(frame);
      else this.#stepList(frame);
    }
    return this.#finish();
  }

  #finish(): Comparison {
    const equal = !this.#sink.unlike;
    const sealed = this.#sink.seal();
    const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
    for (const row of sealed.changes) counts[CHANGE_KINDS[sealed.rows.kind[row]! - RowKind.CHANGED]!]++;
    const bare = { a: this.#a, b: this.#b, equal, ...sealed, counts, lists: this.#sink.lists, units: [], equalUnits: 0, coarse: [] };
    const coarse = this.#sink.coarse.map((each) => ({ ...each, path: each.row < 0 ? "" : rowPath(bare, each.row).path }));
    return {
      ...bare,
      a: { decoded: this.#a.decoded, name: this.#a.name },
      b: { decoded: this.#b.decoded, name: this.#b.name },
      ...summarize(bare),
      coarse,
    };
  }

  #placeAt(parent: number, form: RowForm, over: Partial<Place> = {}): Place {
    return { form, parent, renamed: false, moved: false, orderless: false, misplaced: false, ...over };
  }

  // ---- messages

  #message(side: SideData, content: readonly number[]): Message {
    return { decoded: side.decoded, content, type: contentType(side.decoded, content[0]!) };
  }

  #openMessage(row: number, as: readonly number[], bs: readonly number[], place: Place, mark: Mark): void {
    const a = this.#message(this.#a, as);
    const b = this.#message(this.#b, bs);
    const isAny = a.type?.typeName === ANY && b.type?.typeName === ANY;
    this.#frames.push({ kind: "message", row, place, mark, as, bs, at: 0, groups: groupsOf(a, b), isAny });
  }

  #stepMessage(frame: MessageFrame): void {
    const group = frame.groups[frame.at++];
    if (group) this.#group(frame, group);
    else this.#close(frame);
  }

  #group(frame: MessageFrame, group: Group): void {
    const { fieldA, fieldB, a, b } = group;
    this.#lost(frame.row, group);
    if (a.length === 0 && b.length === 0) return;
    if (!fieldA && !fieldB) {
      const place = this.#placeAt(frame.row, RowForm.FIELD, { misplaced: group.misplaced });
      if (a.length === 1 && b.length === 1) this.#pair(a, b, place);
      else if (a.length + b.length === 1) this.#oneSided(place, a[0] ?? -1, b[0] ?? -1);
      else this.#list(place, a, b, RowKind.PARENT, false);
    } else if (!fieldA || !fieldB) this.#knownToOne(frame, group);
    else this.#known(frame, group, fieldA, fieldB);
  }

  /** What is superseded restores to nothing: it differs on the wire only. */
  #lost(parent: number, { lostA, lostB }: Pick<Group, "lostA" | "lostB">): void {
    for (let i = 0; i < Math.max(lostA.length, lostB.length); i++) {
      const a = lostA[i] ?? -1;
      const b = lostB[i] ?? -1;
      if (a < 0 || b < 0 || !this.#sameOnWire(a, b)) this.#sink.add(RowForm.FIELD, RowKind.WIRE_ONLY, 0, a, b, parent);
    }
  }

  /** A field that only one release knows: the other reads past it, whether it is there or not. */
  #knownToOne(frame: MessageFrame, { fieldA, a, b }: Group): void {
    const kind = fieldA ? RowKind.REMOVED : RowKind.ADDED;
    const count = Math.max(a.length, b.length);
    if (count === 1) {
      this.#sink.add(RowForm.FIELD, kind, Flag.UNLIKE, a[0] ?? -1, b[0] ?? -1, frame.row);
      return;
    }
    const row = this.#addList(
      this.#placeAt(frame.row, RowForm.LIST),
      a,
      b,
      RowKind.PARENT,
      { by: "index", label: "place", score: 0 },
      a.length,
      b.length,
    );
    for (let i = 0; i < count; i++) this.#sink.add(RowForm.ELEMENT, kind, Flag.UNLIKE, a[i] ?? -1, b[i] ?? -1, row, 0);
    this.#sink.close(row);
  }

  #known(frame: MessageFrame, group: Group, fieldA: Field, fieldB: Field): void {
    const { a, b } = group;
    const renamed = fieldA.name !== fieldB.name;
    const place = this.#placeAt(frame.row, RowForm.FIELD, { renamed, misplaced: group.misplaced });
    if (a.length === 0 || b.length === 0) {
      this.#absent(place, fieldA, fieldB, a, b);
      return;
    }
    const lists = isListSort(this.#a.sorts[fieldA.id]!) && isListSort(this.#b.sorts[fieldB.id]!);
    if (this.#relations.retyped(fieldA, fieldB)) this.#retyped(place, fieldA, fieldB, a, b, lists);
    else if (fieldA.map) this.#map(place, a, b, renamed);
    else if (lists) this.#list(place, a, b, renamed ? RowKind.RENAMED : RowKind.PARENT, false);
    else if (frame.isAny && fieldA.number === 2 && this.#contentOfOne(a[0]!, b[0]!) !== undefined)
      this.#sink.add(RowForm.FIELD, this.#contentOfOne(a[0]!, b[0]!)!, Flag.UNLIKE, a[0]!, b[0]!, frame.row);
    else if (frame.isAny && fieldA.number === 1 && this.#followsRename(frame))
      this.#sink.add(RowForm.FIELD, RowKind.RENAMED, 0, a[0]!, b[0]!, frame.row);
    else this.#pair(a, b, place);
  }

  /** The content of an `Any` whose type only one release has: what kind of change that is. */
  #contentOfOne(a: number, b: number): RowKind | undefined {
    const left = isOpened(this.#a.decoded, a) && contentType(this.#a.decoded, a);
    const right = isOpened(this.#b.decoded, b) && contentType(this.#b.decoded, b);
    return !left === !right ? undefined : left ? RowKind.REMOVED : RowKind.ADDED;
  }

  #followsRename({ as, bs }: MessageFrame): boolean {
    const nameA = as[0]! < 0 ? undefined : anyTypeName(this.#a.decoded, as[0]!);
    const nameB = bs[0]! < 0 ? undefined : anyTypeName(this.#b.decoded, bs[0]!);
    return nameA !== undefined && nameB !== undefined && nameA !== nameB && this.#relations.renamed(nameA, nameB);
  }

  #retyped(place: Place, fieldA: Field, fieldB: Field, as: readonly number[], bs: readonly number[], lists: boolean): void {
    const comparable = this.#relations.comparable(fieldA, fieldB);
    const flags = place.renamed ? Flag.RENAMED : 0;
    if (lists && comparable) {
      this.#list(place, as, bs, RowKind.RETYPED, false);
      return;
    }
    const a = as[0]!;
    const b = bs[0]!;
    const same = comparable && !lists && this.#sameLeaf(as, bs);
    this.#sink.add(lists ? RowForm.LIST : RowForm.FIELD, RowKind.RETYPED, flags | (same ? 0 : Flag.UNLIKE), a, b, place.parent, -1);
  }

  /** A field that both know and one lacks. */
  #absent(place: Place, fieldA: Field, fieldB: Field, as: readonly number[], bs: readonly number[]): void {
    const isA = as.length > 0;
    const side = isA ? this.#a : this.#b;
    const nodes = isA ? as : bs;
    const field = isA ? fieldA : fieldB;
    const sort = side.sorts[field.id]!;
    const gone = isA ? RowKind.REMOVED : RowKind.ADDED;
    const flags = place.renamed ? Flag.RENAMED : 0;
    const add = (form: RowForm, kind: RowKind): void => {
      const unlike = kind === RowKind.WIRE_ONLY ? 0 : Flag.UNLIKE;
      this.#sink.add(form, kind, flags | unlike, as[0] ?? -1, bs[0] ?? -1, place.parent);
    };
    if (sort === Sort.MAP) this.#map(place, as, bs, false);
    else if (sort === Sort.LIST) this.#list(place, as, bs, RowKind.PARENT, false);
    else if (isListSort(sort) && !field.bare)
      add(RowForm.LIST, this.#elements(side, nodes).length === 0 ? RowKind.WIRE_ONLY : RowKind.CHANGED);
    else if (isListSort(sort) || sort === Sort.MESSAGE || sort === Sort.LAST_MESSAGE)
      add(RowForm.FIELD, nodes.every((node) => side.decoded.notes[node]! & NoteBit.EXPLICIT_DEFAULT) ? RowKind.WIRE_ONLY : gone);
    else if (field.oneof !== undefined) add(RowForm.FIELD, gone);
    else {
      const other = isA ? this.#b : this.#a;
      const fallback = defaultValue(other.decoded, isA ? fieldB : fieldA);
      const held =
        nodes.length === 1 ? scalarValue(side.decoded, nodes[0]!) : nodes.map((node) => scalarValue(side.decoded, node)).join("");
      add(RowForm.FIELD, fallback !== undefined && held === fallback ? RowKind.WIRE_ONLY : RowKind.CHANGED);
    }
  }

  // ---- pairs

  #pair(as: readonly number[], bs: readonly number[], place: Place): void {
    const a = as[0]!;
    const b = bs[0]!;
    if (as.length === 1 && bs.length === 1 && this.#sameOnWire(a, b) && this.#readAlike(a, b)) {
      this.#equal(a, b, place);
      return;
    }
    const left = this.#a.decoded;
    const right = this.#b.decoded;
    if (isOpened(left, a) && isOpened(right, b)) this.#messages(as, bs, place);
    else if (isPacked(left, a) && isPacked(right, b)) {
      const mark = this.#sink.mark();
      const row = this.#addRow(place, RowKind.PARENT, a, b);
      this.#openElements(row, as, bs, place, mark, this.#elements(this.#a, as), this.#elements(this.#b, bs));
    } else this.#leaf(as, bs, place);
  }

  #messages(as: readonly number[], bs: readonly number[], place: Place): void {
    const a = this.#message(this.#a, as);
    const b = this.#message(this.#b, bs);
    if (a.type?.typeName === ANY && b.type?.typeName === ANY) {
      if (as.length > 1 || bs.length > 1) {
        this.#mergedAnys(as, bs, place);
        return;
      }
      if (this.#isOtherAny(as[0]!, bs[0]!)) {
        this.#change(RowKind.RETYPED, as[0]!, bs[0]!, place);
        return;
      }
    }
    if (a.type?.isEnum && b.type?.isEnum) {
      const left = variantOf(a);
      const right = variantOf(b);
      if (left !== undefined && right !== undefined && left !== right) {
        this.#change(RowKind.CHANGED, as[0]!, bs[0]!, place);
        return;
      }
    }
    const mark = this.#sink.mark();
    const row = this.#addRow(place, RowKind.PARENT, as[0]!, bs[0]!);
    this.#openMessage(row, as, bs, place, mark);
  }

  /** `Any`s in several occurrences: which type their joined content has is told by the last of them, so it is compared as bytes. */
  #mergedAnys(as: readonly number[], bs: readonly number[], place: Place): void {
    if (joinedAny(this.#a.decoded, as) !== joinedAny(this.#b.decoded, bs)) this.#change(RowKind.CHANGED, as[0]!, bs[0]!, place);
    else if (as.length === bs.length && as.every((a, i) => this.#sameOnWire(a, bs[i]!))) this.#equal(as[0]!, bs[0]!, place);
    else this.#wireOnly(as[0]!, bs[0]!, place);
  }

  /** True for two `Any`s whose contents have nothing to do with each other. */
  #isOtherAny(a: number, b: number): boolean {
    const nameA = anyTypeName(this.#a.decoded, a) ?? "";
    const nameB = anyTypeName(this.#b.decoded, b) ?? "";
    return nameA !== nameB && nameA !== "" && nameB !== "" && !this.#relations.renamed(nameA, nameB);
  }

  #leaf(as: readonly number[], bs: readonly number[], place: Place): void {
    if (this.#sameLeaf(as, bs)) {
      const wireOnly = as.length !== bs.length || as.some((a, i) => !this.#sameOnWire(a, bs[i]!, place.form === RowForm.ELEMENT));
      if (wireOnly) this.#wireOnly(as[0]!, bs[0]!, place);
      else this.#equal(as[0]!, bs[0]!, place);
    } else this.#change(RowKind.CHANGED, as[0]!, bs[0]!, place);
  }

  /** Single values, or bytes in several occurrences. */
  #sameLeaf(as: readonly number[], bs: readonly number[]): boolean {
    const left = this.#a.decoded;
    const right = this.#b.decoded;
    if (as.length === 1 && bs.length === 1) return sameValue(left, as[0]!, this.#a.held, right, bs[0]!, this.#b.held);
    const known = (decoded: Decoded, nodes: readonly number[]): boolean => nodes.every((node) => decoded.status[node] === Status.KNOWN);
    if (!known(left, as) || !known(right, bs)) return false;
    const whole = (decoded: Decoded, nodes: readonly number[]): string => nodes.map((node) => scalarValue(decoded, node)).join("");
    return whole(left, as) === whole(right, bs);
  }

  /** True when both are the same bytes, tag and length included; `valueOnly` looks past the tag. */
  #sameOnWire(a: number, b: number, valueOnly = false): boolean {
    const { wire, bytes } = this.#a.decoded;
    const other = this.#b.decoded;
    if (!valueOnly && this.#a.hashes.wire[a] !== this.#b.hashes.wire[b]) return false;
    if ((wire.kind[a]! ^ other.wire.kind[b]!) & (valueOnly ? OVERLONG : 0xff)) return false;
    const [fromA, toA] = valueOnly ? valueRange(this.#a.decoded, a) : [wire.from[a]!, wire.to[a]!];
    const [fromB, toB] = valueOnly ? valueRange(other, b) : [other.wire.from[b]!, other.wire.to[b]!];
    return toA - fromA === toB - fromB && sameBytes(bytes, fromA, other.bytes, fromB, toA - fromA);
  }

  /** True when the same bytes at both nodes mean the same, with the same names. */
  #readAlike(a: number, b: number): boolean {
    const left = this.#a.decoded;
    const right = this.#b.decoded;
    if (left.status[a] !== right.status[b]) return false;
    const opened = isOpened(left, a);
    if (opened !== isOpened(right, b)) return false;
    return !opened || this.#relations.alike(contentType(left, a), contentType(right, b));
  }

  #addRow(place: Place, kind: RowKind, a: number, b: number): number {
    const own = kind !== RowKind.PARENT ? kind : place.moved ? RowKind.MOVED : place.renamed ? RowKind.RENAMED : kind;
    let flags: number = (place.renamed ? Flag.RENAMED : 0) | (place.moved ? Flag.MOVED : 0);
    if (own === RowKind.MOVED && !place.orderless) flags |= Flag.UNLIKE;
    return this.#sink.add(place.form, own, flags, a, b, place.parent, place.form === RowForm.ELEMENT ? 0 : -1);
  }

  #change(kind: RowKind, a: number, b: number, place: Place): void {
    this.#sink.setKind(this.#addRow(place, kind, a, b), kind, Flag.UNLIKE);
  }

  #equal(a: number, b: number, place: Place): void {
    if (place.moved || place.renamed) this.#addRow(place, RowKind.PARENT, a, b);
    else if (place.misplaced) this.#addRow(place, RowKind.WIRE_ONLY, a, b);
    else this.#sink.addEqual(a, b, place.parent);
  }

  #wireOnly(a: number, b: number, place: Place): void {
    this.#addRow(place, place.moved || place.renamed ? RowKind.PARENT : RowKind.WIRE_ONLY, a, b);
  }

  #oneSided(place: Place, a: number, b: number): void {
    this.#sink.add(
      place.form,
      a >= 0 ? RowKind.REMOVED : RowKind.ADDED,
      Flag.UNLIKE,
      a,
      b,
      place.parent,
      place.form === RowForm.ELEMENT ? 0 : -1,
    );
  }

  /** Ends a row: when nothing below differs it is a change of its own or is taken back. */
  #close(frame: Frame): void {
    this.#frames.pop();
    const { row, place, mark, as, bs } = frame;
    const sink = this.#sink;
    if (row < 0) {
      this.#closeRoot(as, bs);
      return;
    }
    sink.close(row);
    if (sink.isEqualBelow(row)) {
      const kind = sink.kindOf(row);
      // Further occurrences of a merged message have rows of their own.
      const isMerged = frame.kind === "message" && as.length !== bs.length;
      const wireSame = isMerged || (as.length === bs.length && as.every((a, i) => this.#sameOnWire(a, bs[i]!)));
      if (kind !== RowKind.PARENT || !wireSame || place.misplaced) {
        this.#dropBelow(row);
        if (kind === RowKind.PARENT) sink.setKind(row, RowKind.WIRE_ONLY, 0);
      } else {
        sink.backTo(mark);
        sink.addEqual(as[0]!, bs[0]!, place.parent);
      }
    }
    this.#merged(frame);
  }

  /** Takes back the one run below a row that is a change of its own. */
  #dropBelow(row: number): void {
    if (this.#sink.length === row + 1) return;
    const { pairs, runs, ...rest } = this.#sink.mark();
    const last = this.#sink.runs.at(-1)!;
    this.#sink.backTo({ ...rest, row: row + 1, pairs: pairs - last.count, runs: runs - 1 });
    this.#sink.close(row);
  }

  /** Occurrences of one message that only one side has: merged on restore, so only the wire differs. */
  #merged({ kind, as, bs, place }: Frame): void {
    if (kind !== "message") return;
    for (let i = Math.min(as.length, bs.length); i < Math.max(as.length, bs.length); i++)
      this.#sink.add(RowForm.FIELD, RowKind.WIRE_ONLY, 0, as[i] ?? -1, bs[i] ?? -1, place.parent);
  }

  /** Fields of the root that only interleave in another way: the first one stands for them. */
  #closeRoot(as: readonly number[], bs: readonly number[]): void {
    assert(as.length === 1 && bs.length === 1, "one root a side");
    const left = this.#a.decoded.bytes;
    const right = this.#b.decoded.bytes;
    if (this.#sink.length !== 1 || this.#sink.kindOf(0) !== RowKind.EQUAL) return;
    if (left.length === right.length && sameBytes(left, 0, right, 0, left.length)) return;
    const coarse = this.#sink.coarse.length;
    const [[a, b], ...rest] = this.#sink.lastPairs() as [[number, number], ...[number, number][]];
    this.#sink.backTo({ row: 0, pairs: 0, runs: 0, lists: 0, coarse });
    const ref = this.#a.decoded.wire.ref[a]!;
    const isList = ref >= 0 && isListSort(this.#a.sorts[ref]!);
    this.#sink.add(isList ? RowForm.LIST : RowForm.FIELD, RowKind.WIRE_ONLY, 0, a, b, -1);
    for (const [x, y] of rest) this.#sink.addEqual(x, y, -1);
  }

  // ---- lists

  /** Elements of a list: occurrences, or the numbers in packed ones. */
  #elements({ decoded }: SideData, nodes: readonly number[]): ArrayLike<number> {
    const { end } = decoded.wire;
    if (!nodes.some((node) => isPacked(decoded, node))) return nodes;
    if (nodes.length === 1) return Int32Array.from({ length: end[nodes[0]!]! - nodes[0]! - 1 }, (_, i) => nodes[0]! + 1 + i);
    const out: number[] = [];
    for (const node of nodes) {
      if (!isPacked(decoded, node)) out.push(node);
      else for (let element = node + 1; element < end[node]!; element++) out.push(element);
    }
    return out;
  }

  /** A map: of entries with one key the last wins, so the others differ on the wire only. */
  #map(place: Place, as: readonly number[], bs: readonly number[], renamed: boolean): void {
    const [a, lostA] = lastOfKeys(this.#a, as);
    const [b, lostB] = lastOfKeys(this.#b, bs);
    this.#lost(place.parent, { lostA, lostB });
    this.#list(place, a, b, renamed ? RowKind.RENAMED : RowKind.PARENT, true);
  }

  #list(place: Place, as: readonly number[], bs: readonly number[], kind: RowKind, map: boolean): void {
    const listPlace: Place = { ...place, form: RowForm.LIST };
    const alike = as.length === bs.length && as.every((a, i) => this.#sameOnWire(a, bs[i]!) && this.#readAlike(a, bs[i]!));
    if (alike) {
      if (kind !== RowKind.PARENT) this.#sink.add(RowForm.LIST, kind, place.renamed ? Flag.RENAMED : 0, as[0]!, bs[0]!, place.parent);
      else this.#equal(as[0]!, bs[0]!, listPlace);
      return;
    }
    const single = (side: SideData, nodes: readonly number[]): boolean => {
      const ref = nodes.length > 0 ? side.decoded.wire.ref[nodes[0]!]! : -1;
      return ref >= 0 && isListSort(side.sorts[ref]!) && side.sorts[ref]! < Sort.LIST;
    };
    const numbers = single(this.#a, as) || single(this.#b, bs);
    const a: Elements = { decoded: this.#a.decoded, hashes: this.#a.hashes, nodes: numbers ? this.#elements(this.#a, as) : as };
    const b: Elements = { decoded: this.#b.decoded, hashes: this.#b.hashes, nodes: numbers ? this.#elements(this.#b, bs) : bs };
    const choice = this.#choose(a, b, map);
    const mark = this.#sink.mark();
    const row = this.#addList(listPlace, as, bs, kind, choice, a.nodes.length, b.nodes.length);
    this.#alignInto(row, a, b, choice, { row, place: listPlace, mark, as, bs }, numbers);
  }

  #addList(
    place: Place,
    as: readonly number[],
    bs: readonly number[],
    kind: RowKind,
    choice: MatchChoice,
    countA: number,
    countB: number,
  ): number {
    const flags = place.renamed ? Flag.RENAMED : 0;
    const row = this.#sink.add(RowForm.LIST, kind, flags, as[0] ?? -1, bs[0] ?? -1, place.parent, this.#sink.lists.length);
    const units = this.#isUnits(this.#a, as) || this.#isUnits(this.#b, bs);
    const orderless = units || choice.by === "map-key";
    this.#sink.lists.push({ row, by: choice.by, label: choice.label, countA, countB, orderless, units });
    return row;
  }

  #isUnits({ decoded }: SideData, nodes: readonly number[]): boolean {
    return nodes.length > 0 && isOpened(decoded, nodes[0]!) && isUnitType(decoded.set, contentType(decoded, nodes[0]!));
  }

  /** How a list is to be matched: as asked, else as serves best. */
  #choose(a: Elements, b: Elements, map: boolean): MatchChoice {
    if (map) return { by: "map-key", label: "map key", score: 1 };
    const asked = this.#asked(a, b);
    if (asked) {
      const choice = choicesFor(a, b, this.#relations, true).find(({ by }) => by === asked);
      if (choice) return choice;
    }
    return bestChoice(choicesFor(a, b, this.#relations, false));
  }

  #asked(a: Elements, b: Elements): string | undefined {
    const { matchBy } = this.#options;
    if (!matchBy || Object.keys(matchBy).length === 0) return undefined;
    const side = a.nodes.length > 0 ? a : b;
    const first = side.nodes[0];
    if (first === undefined) return undefined;
    const node = isElement(side.decoded, first) ? side.decoded.wire.parent[first]! : first;
    const path = withoutIndex(pathOf(side.decoded, node));
    return matchBy[path] ?? matchBy[path.replace(/\[\d+\]/g, "[*]")];
  }

  /** The elements of two packed values that are elements or fields themselves. */
  #openElements(
    row: number,
    as: readonly number[],
    bs: readonly number[],
    place: Place,
    mark: Mark,
    nodesA: ArrayLike<number>,
    nodesB: ArrayLike<number>,
  ): void {
    const a: Elements = { decoded: this.#a.decoded, hashes: this.#a.hashes, nodes: nodesA };
    const b: Elements = { decoded: this.#b.decoded, hashes: this.#b.hashes, nodes: nodesB };
    this.#alignInto(row, a, b, { by: "content", label: "content", score: 0 }, { row, place, mark, as, bs }, true);
  }

  #alignInto(row: number, a: Elements, b: Elements, choice: MatchChoice, base: Omit<FrameBase, "at">, numbers: boolean): void {
    const { partner, back, moved, coarse } = align(a, b, {
      keys: keysFor(choice.by, a, b, this.#relations),
      numbers,
      byIndex: choice.by === "index",
      work: this.#options.editWork ?? EDIT_WORK,
      pairable: (i, j) => !this.#isOtherUnit(a.nodes[i]!, b.nodes[j]!),
    });
    if (coarse !== undefined) {
      this.#sink.coarse.push({ row, reason: coarse });
      this.#sink.setKind(row, this.#sink.kindOf(row), Flag.COARSE);
    }
    const orderless = this.#sink.lists.at(-1)?.row === row && this.#sink.lists.at(-1)!.orderless;
    const order = rowOrder(partner, back);
    this.#frames.push({ ...base, kind: "list", at: 0, a: a.nodes, b: b.nodes, order, moved, orderless, numbers });
  }

  /** Two state units whose states are of unlike types, or two such `Any`s: never one that became the other. */
  #isOtherUnit(a: number, b: number): boolean {
    const anyA = anyOf(this.#a.decoded, a);
    const anyB = anyOf(this.#b.decoded, b);
    return anyA >= 0 && anyB >= 0 && this.#isOtherAny(anyA, anyB);
  }

  #stepList(frame: ListFrame): void {
    const { order, moved, orderless, row } = frame;
    if (frame.at >= order.length) {
      this.#close(frame);
      return;
    }
    const i = order[frame.at]!;
    const j = order[frame.at + 1]!;
    frame.at += 2;
    const a = i < 0 ? -1 : frame.a[i]!;
    const b = j < 0 ? -1 : frame.b[j]!;
    if (a < 0 || b < 0) this.#oneSided(this.#placeAt(row, RowForm.ELEMENT), a, b);
    else this.#pair([a], [b], this.#placeAt(row, RowForm.ELEMENT, { moved: moved[i] === 1, orderless }));
  }
}

/** Map entries that count, and those that a later one of the same key supersedes. */
function lastOfKeys({ decoded, hashes }: SideData, nodes: readonly number[]): readonly [readonly number[], readonly number[]] {
  const keys = keysByField({ decoded, hashes, nodes }, 1);
  const last = new Map<number, number>();
  for (let i = 0; i < nodes.length; i++) if (!Number.isNaN(keys[i])) last.set(keys[i]!, i);
  if (last.size === nodes.length) return [nodes, []];
  const counts = (i: number): boolean => Number.isNaN(keys[i]) || last.get(keys[i]!) === i;
  return [nodes.filter((_, i) => counts(i)), nodes.filter((_, i) => !counts(i))];
}

/** What several occurrences of an `Any` make: the last type URL, and the values appended. */
function joinedAny(decoded: Decoded, nodes: readonly number[]): string {
  let name: string | undefined;
  let value = "";
  for (const node of nodes) {
    name = anyTypeName(decoded, node) ?? name;
    for (const child of childrenOf(decoded, node))
      if (fieldOf(decoded, child)?.number === 2) value += hexOf(decoded.bytes, ...valueRange(decoded, child));
  }
  return `${name ?? ""} ${value}`;
}

/** The `Any` that an element is, or that is the state of the unit that it is; -1 for neither. */
function anyOf(decoded: Decoded, node: number): number {
  if (!isOpened(decoded, node)) return -1;
  const type = contentType(decoded, node);
  if (type?.typeName === ANY) return node;
  if (!isUnitType(decoded.set, type)) return -1;
  const { wire } = decoded;
  let found = -1;
  for (let child = node + 1; child < wire.end[node]!; child = wire.end[child]!)
    if (isOpened(decoded, child) && contentType(decoded, child)?.typeName === ANY) found = child;
  return found;
}

/** Places in the order of the rows: A's, and what only B has after what stands before it in B. */
function rowOrder(partner: Int32Array, back: Int32Array): Int32Array {
  let both = 0;
  for (const j of partner) if (j >= 0) both++;
  const order = new Int32Array(2 * (partner.length + back.length - both));
  let at = 0;
  const put = (i: number, j: number): void => {
    order[at++] = i;
    order[at++] = j;
  };
  const follow = (from: number): void => {
    for (let j = from; j < back.length && back[j]! < 0; j++) put(-1, j);
  };
  follow(0);
  for (let i = 0; i < partner.length; i++) {
    const j = partner[i]!;
    put(i, j);
    if (j >= 0) follow(j + 1);
  }
  return order;
}
