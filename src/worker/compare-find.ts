import { type Comparison, RowForm } from "../compare/index.ts";
import { absentFields, childrenOf, findItem, type Item, isPacked } from "../decode/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { absentField, keyOfPlace, type Place, type PlaceFinder } from "./compare-places.ts";
import type { CompareHit, SideName } from "./compare-protocol.ts";
import { find } from "./find.ts";
import type { FindQuery } from "./protocol.ts";
import { Turns } from "./turns.ts";

/** A hit: what both sides have there is one. */
interface Hit {
  readonly side: SideName;
  readonly item: Item;
  /** Row of the table that it stands in; fields that a message lacks come after all that it has. */
  readonly row: number;
  /** Place in that row; what absent fields close stands before what it is in; last into a field's bytes, or the number of an absent one. */
  readonly at: number;
  readonly closes: number;
  readonly into: number;
  /** Bytes that were looked for. */
  readonly ranges: { a?: readonly [number, number]; b?: readonly [number, number] };
}

type Order = Pick<Hit, "row" | "at" | "closes" | "into">;

/** A's nodes stand before those that only B has. */
const AFTER_A = 2 ** 32;

function compareOrder(x: Order, y: Order): number {
  return x.row - y.row || x.at - y.at || y.closes - x.closes || x.into - y.into;
}

/** The hits of one search on both sides, in the order of the rows. */
export class SideHits {
  readonly #comparison: Comparison;
  readonly #finder: PlaceFinder;
  readonly #hits: Hit[] = [];
  readonly #byKey = new Map<string, Hit>();
  complete = true;
  trouble: string | undefined;

  private constructor(comparison: Comparison, finder: PlaceFinder) {
    this.#comparison = comparison;
    this.#finder = finder;
  }

  /** Looks through both sides; `absent`: also for fields that neither wire has. Cost: both sides, and what sorting the hits takes. */
  static async search(
    comparison: Comparison,
    finder: PlaceFinder,
    query: FindQuery,
    absent: boolean,
    signal: AbortSignal | undefined,
  ): Promise<SideHits> {
    const hits = new SideHits(comparison, finder);
    const turns = new Turns(signal);
    for (const side of ["a", "b"] as const) {
      const result = await find(comparison[side].decoded, query, signal);
      hits.trouble ??= result.trouble;
      hits.complete &&= result.hits.complete;
      for (const { item, range } of result.hits.entries()) {
        const rest = turns.pause();
        if (rest) await rest;
        if (item.kind === "node") hits.#addNode(side, item.node, range);
        else hits.#addAbsent(side, item, absent);
      }
    }
    hits.#hits.sort(compareOrder);
    return hits;
  }

  get length(): number {
    return this.#hits.length;
  }

  #add(key: string, hit: Hit, side: SideName, range: readonly [number, number] | undefined): void {
    let known = this.#byKey.get(key);
    if (!known) {
      known = hit;
      this.#byKey.set(key, hit);
      this.#hits.push(hit);
    }
    if (range) known.ranges[side] = range;
  }

  #addNode(side: SideName, node: number, range?: readonly [number, number]): void {
    const other = side === "a" ? "b" : "a";
    const there = this.#finder.partner(side, node);
    const [first, own] = side === "b" && there >= 0 ? ([other, there] as const) : ([side, node] as const);
    // The same bytes at the same place of the same field are one hit on both sides.
    const into = range ? range[0] - this.#comparison[side].decoded.nodes.from(node) : 0;
    const at = own + (first === "b" ? AFTER_A : 0);
    const item = { kind: "node", node: own } as Item;
    // All chunks of a packed list share its row.
    const { decoded } = this.#comparison[first];
    const isChunk = !range && isPacked(decoded, own) && decoded.nodes.ref(own) >= 0;
    const key = isChunk ? `${first} list ${decoded.nodes.parent(own)} ${decoded.nodes.ref(own)}` : `${first} ${own} ${into}`;
    this.#add(key, { side: first, item, row: this.#finder.owner(first, own), at, closes: 0, into, ranges: {} }, side, range);
  }

  /** A field that one side's message lacks: the other may have it, else it stands behind all that the message has. */
  #addAbsent(side: SideName, item: Extract<Item, { kind: "absent" }>, absent: boolean): void {
    const { node, field } = item;
    const other = side === "a" ? "b" : "a";
    const there = node < 0 ? -1 : this.#finder.partner(side, node);
    if (node < 0 || there >= 0) {
      const { decoded } = this.#comparison[other];
      for (const child of childrenOf(decoded, there))
        if (kindAt(decoded.nodes, child) !== NodeKind.RAW && numberAt(decoded.nodes, decoded.bytes, child) === field.number) {
          this.#addNode(other, child);
          return;
        }
    }
    if (!absent) return;
    const first = side === "b" && there >= 0 ? `a ${there}` : node < 0 ? "" : `${side} ${node}`;
    this.#add(`- ${first} ${field.number}`, { side, item, ...this.#placeBehind(side, node, field.number), ranges: {} }, side, undefined);
  }

  #placeBehind(side: SideName, node: number, number: number): Order {
    const { rows } = this.#comparison;
    if (node < 0) return { row: rows.length, at: 0, closes: 0, into: number };
    const there = side === "b" ? this.#finder.partner(side, node) : -1;
    if (there >= 0) return this.#placeBehind("a", there, number);
    const row = this.#finder.owner(side, node);
    const isTable = rows[side].at(row) === node && rows.end[row]! > row + 1;
    if (isTable) return { row: rows.end[row]! - 0.5, at: 0, closes: row, into: number };
    const end = this.#comparison[side].decoded.nodes.end(node);
    return { row, at: end - 0.5 + (side === "b" ? AFTER_A : 0), closes: node, into: number };
  }

  /** The row of a hit, and the bytes that were looked for. Cost: the way to the row. */
  at(index: number): CompareHit | null {
    const hit = this.#hits[index];
    const place = hit && this.#placeOf(hit);
    if (!place) return null;
    return { key: keyOfPlace(this.#comparison, place), ...hit.ranges };
  }

  #placeOf({ side, item }: Hit): Place | undefined {
    if (item.kind === "node") return this.#finder.way(side, item.node)?.at(-1);
    const inside = this.#finder.wayToFieldsOf(side, item.node)?.inside;
    return inside?.find((place) => absentField(this.#comparison, place, side)?.id === item.field.id);
  }

  /** The first hit at or after a row, 0 when there is none. */
  near(key: string): number {
    const place = this.#finder.wayTo(key)?.at(-1);
    if (!place) return 0;
    const order = this.#orderOf(place);
    return Math.max(
      0,
      this.#hits.findIndex((hit) => compareOrder(hit, order) >= 0),
    );
  }

  #orderOf(place: Place): Order {
    const side = place.a >= 0 ? "a" : "b";
    if (place.form === RowForm.ABSENT)
      return this.#placeBehind(side, place.message![side], absentField(this.#comparison, place, side)!.number);
    return { row: this.#finder.owner(side, place[side]), at: place[side] + (side === "b" ? AFTER_A : 0), closes: 0, into: 0 };
  }
}

/** Key of the row that a path names on one side, of a list without an index its row; undefined when the side has none. */
export function keyOfPath(comparison: Comparison, finder: PlaceFinder, side: SideName, path: string): string | undefined {
  const { decoded } = comparison[side];
  const itemAt = (text: string): Item | undefined => findItem(decoded, text, (node) => absentFields(decoded, node));
  const item = itemAt(path);
  const first = item ? undefined : itemAt(`${path}[0]`);
  if (first?.kind === "node") {
    const list = finder.way(side, first.node)?.findLast(({ form }) => form === RowForm.LIST);
    return list && keyOfPlace(comparison, list);
  }
  if (!item) return undefined;
  if (item.kind === "node") {
    const way = finder.way(side, item.node);
    return way && keyOfPlace(comparison, way.at(-1)!);
  }
  const inside = finder.wayToFieldsOf(side, item.node);
  const absent = inside?.inside.find((place) => absentField(comparison, place, side)?.id === item.field.id);
  return absent ? keyOfPlace(comparison, absent) : undefined;
}
