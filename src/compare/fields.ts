import { part, type Steps } from "../base/index.ts";
import { defaultValue, isOpened, scalarValue } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import type { Context } from "./context.ts";
import { Elements } from "./elements.ts";
import { type Frame, type ListFrame, type MessageFrame, type Place, placeAt } from "./frames.ts";
import type { Group } from "./groups.ts";
import { isBlank } from "./hash.ts";
import type { Lists } from "./lists.ts";
import { Flag, RowForm, RowKind } from "./model.ts";
import type { PairRows } from "./pair-rows.ts";
import type { Pairs } from "./pairs.ts";
import type { Relations } from "./relate.ts";
import type { Sameness } from "./sameness.ts";
import { isBroken, isDefault, lastOfKeys, numbersIn, type SideData } from "./side-data.ts";
import type { RowSink } from "./sink.ts";
import { nodeOf, nodesOf, type Spot } from "./spots.ts";
import { isListSort, Sort } from "./traits.ts";

const BY_PLACE = { by: "index", label: "place", score: 0 } as const;

/** Aligns the fields of a pair of messages, one number at a time. */
export class Fields {
  readonly #a: SideData;
  readonly #b: SideData;
  readonly #relations: Relations;
  readonly #same: Sameness;
  readonly #sink: RowSink;
  readonly #frames: Frame[];
  readonly #lists: Lists;
  readonly #pairs: Pairs;
  readonly #rows: PairRows;

  constructor({ a, b, relations, same, sink, frames }: Context, lists: Lists, pairs: Pairs, rows: PairRows) {
    this.#a = a;
    this.#b = b;
    this.#relations = relations;
    this.#same = same;
    this.#sink = sink;
    this.#frames = frames;
    this.#lists = lists;
    this.#pairs = pairs;
    this.#rows = rows;
  }

  /** One field number of a pair of messages. */
  align(frame: MessageFrame, found: Group): void {
    const { fieldA, fieldB } = found;
    const staysUnread = fieldA && fieldB && !frame.isForeign && !this.#relations.retyped(fieldA, fieldB);
    const group = staysUnread ? found : { ...found, a: nodesOf(this.#a.decoded, found.a), b: nodesOf(this.#b.decoded, found.b) };
    const { a, b } = group;
    this.#lost(frame.row, group);
    if (a.length === 0 && b.length === 0) return;
    const isUntyped = !fieldA && !fieldB;
    if (isUntyped || (frame.isForeign && this.#isRaw(group))) {
      const place = placeAt(frame.row, RowForm.FIELD, { misplaced: group.misplaced });
      if (a.length === 1 && b.length === 1) this.#pairs.pair(a, b, place);
      else if (a.length + b.length === 1) this.#rows.oneSided(place, a[0] ?? -1, b[0] ?? -1);
      else this.#list(place, a, b, RowKind.PARENT);
    } else if (!fieldA || !fieldB) this.#knownToOne(frame, group);
    else this.#known(frame, group, fieldA, fieldB);
  }

  /** What is superseded restores to nothing: it differs on the wire only, unless it does not read. */
  #lost(parent: number, { lostA, lostB }: Pick<Group, "lostA" | "lostB">): void {
    for (let i = 0; i < Math.max(lostA.length, lostB.length); i++) {
      const a = nodeOf(this.#a.decoded, lostA[i] ?? -1);
      const b = nodeOf(this.#b.decoded, lostB[i] ?? -1);
      if (a >= 0 && b >= 0 && this.#same.sameOnWire(a, b)) continue;
      if (isBroken(this.#a, a) || isBroken(this.#b, b)) this.#sink.add(RowForm.FIELD, RowKind.CHANGED, Flag.UNLIKE, a, b, parent);
      else this.#sink.add(RowForm.FIELD, RowKind.WIRE_ONLY, 0, a, b, parent);
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
    const place = placeAt(frame.row, RowForm.LIST);
    const [whole, other] = [new Elements(this.#a, a), new Elements(this.#b, b)];
    const row = this.#lists.add(place, whole, other, RowKind.PARENT, BY_PLACE, a.length, b.length);
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
    else if (lists) this.#list(place, a, b, renamed ? RowKind.RENAMED : RowKind.PARENT);
    else if (frame.isAny && !frame.isForeign && fieldA.number === 2 && this.#same.contentOfOne(a[0]!, b[0]!) !== undefined)
      this.#sink.add(RowForm.FIELD, this.#same.contentOfOne(a[0]!, b[0]!)!, Flag.UNLIKE, a[0]!, b[0]!, frame.row);
    else if (frame.isAny && fieldA.number === 1 && this.#same.followsRename(frame.as, frame.bs))
      this.#sink.add(RowForm.FIELD, RowKind.RENAMED, 0, a[0]!, b[0]!, frame.row);
    else this.#pairs.pair(a, b, place);
  }

  #retyped(place: Place, fieldA: Field, fieldB: Field, as: readonly number[], bs: readonly number[], lists: boolean): void {
    const comparable = this.#relations.comparable(fieldA, fieldB);
    const flags = place.renamed ? Flag.RENAMED : 0;
    if (lists && comparable) {
      this.#list(place, as, bs, RowKind.RETYPED);
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
    // What does not read is no default.
    const isSound = !nodes.some((node) => isBroken(side, node));
    if (sort === Sort.MAP) this.#map(place, as, bs, false);
    else if (sort === Sort.LIST) this.#list(place, as, bs, RowKind.PARENT);
    else if (isListSort(sort) && !field.bare)
      add(RowForm.LIST, isSound && numbersIn(side, nodes).length === 0 ? RowKind.WIRE_ONLY : RowKind.CHANGED);
    else if (isListSort(sort) || sort === Sort.MESSAGE || sort === Sort.LAST_MESSAGE)
      add(RowForm.FIELD, isSound && isDefault(side, field, nodes) ? RowKind.WIRE_ONLY : gone);
    else if (field.oneof !== undefined) add(RowForm.FIELD, gone);
    else {
      const other = isA ? this.#b : this.#a;
      const fallback = defaultValue(other.decoded, isA ? fieldB : fieldA);
      const held =
        nodes.length === 1 ? scalarValue(side.decoded, nodes[0]!) : nodes.map((node) => scalarValue(side.decoded, node)).join("");
      // The content of an `Any` is a message. Minus zero is not the default.
      const isContent = nodes.some((node) => isOpened(side.decoded, node));
      const isSame = isContent ? nodes.every((node) => isBlank(side.hashes, node)) : fallback !== undefined && Object.is(held, fallback);
      add(RowForm.FIELD, isSame && isSound ? RowKind.WIRE_ONLY : RowKind.CHANGED);
    }
  }

  #map(place: Place, as: readonly Spot[], bs: readonly Spot[], renamed: boolean): void {
    this.#frames.push({ kind: "opening", steps: this.#openMap(place, as, bs, renamed) });
  }

  /** A map: of entries with one key the last wins, so the others differ on the wire only. */
  *#openMap(place: Place, as: readonly Spot[], bs: readonly Spot[], renamed: boolean): Steps<ListFrame | undefined> {
    const [a, lostA] = yield* part(lastOfKeys(this.#a, as), 0, 0.15);
    const [b, lostB] = yield* part(lastOfKeys(this.#b, bs), 0.15, 0.3);
    this.#lost(place.parent, { lostA, lostB });
    return yield* part(this.#openList(place, a, b, renamed ? RowKind.RENAMED : RowKind.PARENT, true), 0.3, 1);
  }

  #list(place: Place, as: readonly Spot[], bs: readonly Spot[], kind: RowKind): void {
    this.#frames.push({ kind: "opening", steps: this.#openList(place, as, bs, kind, false) });
  }

  *#openList(place: Place, as: readonly Spot[], bs: readonly Spot[], kind: RowKind, map: boolean): Steps<ListFrame | undefined> {
    const opened = yield* this.#lists.open({ ...place, form: RowForm.LIST }, as, bs, kind, map);
    if (opened) return opened;
    const [a, b] = [nodeOf(this.#a.decoded, as[0]!), nodeOf(this.#b.decoded, bs[0]!)];
    if (kind === RowKind.PARENT) this.#rows.equal(a, b, { ...place, form: RowForm.LIST });
    else this.#sink.add(RowForm.LIST, kind, place.renamed ? Flag.RENAMED : 0, a, b, place.parent);
    return undefined;
  }
}
