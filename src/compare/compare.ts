import { assert } from "../base/index.ts";
import { contentType, defaultValue, isOpened, isPacked, scalarValue } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { type Frame, type ListFrame, type MessageFrame, type Place, placeAt } from "./frames.ts";
import { type Group, groupsOf, type Message, variantOf } from "./groups.ts";
import { sameBytes } from "./held.ts";
import { Lists } from "./lists.ts";
import { CHANGE_KINDS, type ChangeKind, type CompareOptions, type Comparison, Flag, RowForm, RowKind, type Side } from "./model.ts";
import { Relations } from "./relate.ts";
import { rowPath } from "./rows.ts";
import { isForeignTo, Sameness } from "./sameness.ts";
import { ANY, dataOf, isDefault, joinedAny, lastOfKeys, numbersIn, type SideData } from "./side-data.ts";
import { type Mark, RowSink } from "./sink.ts";
import { isListSort, Sort } from "./traits.ts";
import { summarize } from "./units.ts";

/**
 * Aligns two sides to one tree of changes: messages by field number, lists by key or content, `Any` contents by the type of each
 * side. Never throws on bad bytes, and never recurses. Borrows both sides. Cost: linear in the bytes of both where lists have keys or
 * unlike contents; edit scripts are bounded by `editWork`, and what they do not reach is said in `coarse`.
 */
export function compare(a: Side, b: Side, options: CompareOptions = {}): Comparison {
  return new Comparer(a, b, options).run();
}

class Comparer {
  readonly #a: SideData;
  readonly #b: SideData;
  readonly #relations: Relations;
  readonly #same: Sameness;
  readonly #lists: Lists;
  readonly #sink = new RowSink();
  readonly #frames: Frame[] = [];

  constructor(a: Side, b: Side, options: CompareOptions) {
    this.#a = dataOf(a);
    this.#b = a.decoded === b.decoded ? { ...this.#a, ...b } : dataOf(b);
    this.#relations = new Relations(a.decoded.set, b.decoded.set, options.between ?? []);
    this.#same = new Sameness(this.#a, this.#b, this.#relations);
    this.#lists = new Lists(this.#a, this.#b, options, this.#relations, this.#same, this.#sink);
  }

  run(): Comparison {
    const { root } = this.#a.decoded;
    const other = this.#b.decoded.root;
    if (root && other ? !this.#relations.related(root, other) : root !== other)
      this.#sink.coarse.push({
        row: -1,
        reason: `the roots are not of one type: ${root?.typeName ?? "raw"} and ${other?.typeName ?? "raw"}; fields are aligned by number all the same`,
      });
    this.#openMessage(-1, [-1], [-1], placeAt(-1, RowForm.FIELD), this.#sink.mark());
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

  // ---- messages

  #message(side: SideData, content: readonly number[]): Message {
    return { decoded: side.decoded, content, type: contentType(side.decoded, content[0]!) };
  }

  #openMessage(row: number, as: readonly number[], bs: readonly number[], place: Place, mark: Mark): void {
    let a = this.#message(this.#a, as);
    let b = this.#message(this.#b, bs);
    const isForeign = row >= 0 && isForeignTo(this.#a.decoded, as[0]!) && isForeignTo(this.#b.decoded, bs[0]!);
    if (isForeign && !(a.type && b.type && this.#relations.related(a.type, b.type))) {
      // Two lent types that have nothing to do with each other, or one against a guess, say nothing of the pair.
      a = { ...a, type: undefined };
      b = { ...b, type: undefined };
    }
    const isAny = a.type?.typeName === ANY && b.type?.typeName === ANY;
    this.#frames.push({ kind: "message", row, place, mark, as, bs, at: 0, groups: groupsOf(a, b), isAny, isForeign });
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
    const isUntyped = !fieldA && !fieldB;
    if (isUntyped || (frame.isForeign && this.#isRaw(group))) {
      const place = placeAt(frame.row, RowForm.FIELD, { misplaced: group.misplaced });
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
      if (a < 0 || b < 0 || !this.#same.sameOnWire(a, b)) this.#sink.add(RowForm.FIELD, RowKind.WIRE_ONLY, 0, a, b, parent);
    }
  }

  /** A field inside what neither release knows, of which the lent types say nothing: it has no default there, and no type of the reader's. */
  #isRaw({ fieldA, fieldB, a, b }: Group): boolean {
    return !fieldA || !fieldB || a.length === 0 || b.length === 0 || this.#relations.retyped(fieldA, fieldB);
  }

  /** A field that only one release knows: the other reads past it, whether it is there or not. */
  #knownToOne(frame: MessageFrame, { fieldA, a, b }: Group): void {
    const kind = fieldA ? RowKind.REMOVED : RowKind.ADDED;
    const count = Math.max(a.length, b.length);
    if (count === 1) {
      this.#sink.add(RowForm.FIELD, kind, Flag.UNLIKE, a[0] ?? -1, b[0] ?? -1, frame.row);
      return;
    }
    const row = this.#lists.add(
      placeAt(frame.row, RowForm.LIST),
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
    const renamed = !frame.isForeign && fieldA.name !== fieldB.name;
    const place = placeAt(frame.row, RowForm.FIELD, { renamed, misplaced: group.misplaced });
    if (a.length === 0 || b.length === 0) {
      this.#absent(place, fieldA, fieldB, a, b);
      return;
    }
    const lists = isListSort(this.#a.sorts[fieldA.id]!) && isListSort(this.#b.sorts[fieldB.id]!);
    if (this.#relations.retyped(fieldA, fieldB)) this.#retyped(place, fieldA, fieldB, a, b, lists);
    else if (fieldA.map) this.#map(place, a, b, renamed);
    else if (lists) this.#list(place, a, b, renamed ? RowKind.RENAMED : RowKind.PARENT, false);
    else if (frame.isAny && !frame.isForeign && fieldA.number === 2 && this.#same.contentOfOne(a[0]!, b[0]!) !== undefined)
      this.#sink.add(RowForm.FIELD, this.#same.contentOfOne(a[0]!, b[0]!)!, Flag.UNLIKE, a[0]!, b[0]!, frame.row);
    else if (frame.isAny && fieldA.number === 1 && this.#same.followsRename(frame.as, frame.bs))
      this.#sink.add(RowForm.FIELD, RowKind.RENAMED, 0, a[0]!, b[0]!, frame.row);
    else this.#pair(a, b, place);
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
    const same = comparable && !lists && this.#same.sameLeaf(as, bs);
    // A list against a single value: all of its elements stand in the row.
    const isList = lists || [as, bs].some(({ length }) => length > 1);
    this.#sink.add(isList ? RowForm.LIST : RowForm.FIELD, RowKind.RETYPED, flags | (same ? 0 : Flag.UNLIKE), a, b, place.parent, -1);
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
    else if (isListSort(sort) && !field.bare) add(RowForm.LIST, numbersIn(side, nodes).length === 0 ? RowKind.WIRE_ONLY : RowKind.CHANGED);
    else if (isListSort(sort) || sort === Sort.MESSAGE || sort === Sort.LAST_MESSAGE)
      add(RowForm.FIELD, isDefault(side, field, nodes) ? RowKind.WIRE_ONLY : gone);
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
    if (this.#same.allSame(as, bs)) {
      this.#equal(a, b, place);
      return;
    }
    const left = this.#a.decoded;
    const right = this.#b.decoded;
    if (isOpened(left, a) && isOpened(right, b)) this.#messages(as, bs, place);
    else if (isPacked(left, a) && isPacked(right, b)) {
      const mark = this.#sink.mark();
      const row = this.#addRow(place, RowKind.PARENT, a, b);
      this.#frames.push(this.#lists.openPacked({ row, place, mark, as, bs }));
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
      if (this.#same.isOtherAny(as[0]!, bs[0]!)) {
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
    else if (as.length === bs.length && as.every((a, i) => this.#same.sameOnWire(a, bs[i]!))) this.#equal(as[0]!, bs[0]!, place);
    else this.#wireOnly(as[0]!, bs[0]!, place);
  }

  #leaf(as: readonly number[], bs: readonly number[], place: Place): void {
    if (this.#same.sameLeaf(as, bs)) {
      const wireOnly = as.length !== bs.length || as.some((a, i) => !this.#same.sameOnWire(a, bs[i]!, place.form === RowForm.ELEMENT));
      if (wireOnly) this.#wireOnly(as[0]!, bs[0]!, place);
      else this.#equal(as[0]!, bs[0]!, place);
    } else this.#change(RowKind.CHANGED, as[0]!, bs[0]!, place);
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
      const wireSame = isMerged || (as.length === bs.length && as.every((a, i) => this.#same.sameOnWire(a, bs[i]!)));
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

  /** A map: of entries with one key the last wins, so the others differ on the wire only. */
  #map(place: Place, as: readonly number[], bs: readonly number[], renamed: boolean): void {
    const [a, lostA] = lastOfKeys(this.#a, as);
    const [b, lostB] = lastOfKeys(this.#b, bs);
    this.#lost(place.parent, { lostA, lostB });
    this.#list(place, a, b, renamed ? RowKind.RENAMED : RowKind.PARENT, true);
  }

  #list(place: Place, as: readonly number[], bs: readonly number[], kind: RowKind, map: boolean): void {
    const isAlike = this.#same.allSame(as, bs);
    if (!isAlike) this.#frames.push(this.#lists.open({ ...place, form: RowForm.LIST }, as, bs, kind, map));
    else if (kind === RowKind.PARENT) this.#equal(as[0]!, bs[0]!, { ...place, form: RowForm.LIST });
    else this.#sink.add(RowForm.LIST, kind, place.renamed ? Flag.RENAMED : 0, as[0]!, bs[0]!, place.parent);
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
    if (a < 0 || b < 0) this.#oneSided(placeAt(row, RowForm.ELEMENT), a, b);
    else this.#pair([a], [b], placeAt(row, RowForm.ELEMENT, { moved: moved[i] === 1, orderless }));
  }
}
