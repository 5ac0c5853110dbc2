import type { NodeIndex, Steps } from "../base/index.ts";
import { part, straight } from "../base/index.ts";
import { absentFields, type Decoded, findItem, type Item } from "../decode/index.ts";
import { markSteps } from "./filter.ts";
import type { FindingMarks } from "./finding-marks.ts";
import type { Knowledge } from "./knowledge.ts";
import { CONTEXT, EXPANDED, FLAT, IN_GROUP, Listing } from "./listing.ts";
import type { Row, ViewInfo, ViewSpec } from "./protocol.ts";
import { groupOfKey } from "./row-ids.ts";
import type { RowPlace, RowTable } from "./row-table.ts";
import { makeRow, type RowRef, rowKey } from "./rows.ts";
import { nodeIn, offsetIn, type Span } from "./runs.ts";

/**
 * Makes the view of a document under a spec, in steps. `found` are the findings of the reading release, once they are known: a filter may
 * be by them. Cost: the rows that are open and what stands beside them; with a filter a pass over all rows too, where what it lets through
 * is not marked.
 */
export function* viewSteps(decoded: Decoded, spec: ViewSpec, knowledge?: Knowledge, found?: FindingMarks): Steps<View> {
  const marks = yield* part(markSteps(decoded, spec, found), 0, MARKING);
  const table = yield* part(new Listing(decoded, spec, marks).steps(), marks ? MARKING : 0, 1);
  return new View(decoded, table, marks?.matches ?? table.rows, knowledge);
}

/** As `viewSteps`, at once. */
export function viewOf(decoded: Decoded, spec: ViewSpec, knowledge?: Knowledge, found?: FindingMarks): View {
  return straight(viewSteps(decoded, spec, knowledge, found));
}

/** Share of the work that finding out what a filter lets through is. */
const MARKING = 0.7;

/** The rows of one document under one spec. Made anew for each spec. */
export class View {
  readonly info: ViewInfo;
  readonly #decoded: Decoded;
  readonly #knowledge: Knowledge | undefined;
  readonly #table: RowTable;

  constructor(decoded: Decoded, table: RowTable, matches: number, knowledge: Knowledge | undefined) {
    this.#knowledge = knowledge;
    this.#decoded = decoded;
    this.#table = table;
    this.info = { rows: table.rows, matches };
  }

  /** Rows `[from, to)`, cut to what there is; `found` are the findings of the reading release, once they are known. */
  rows(from: number, to: number, found?: FindingMarks): Row[] {
    const out: Row[] = [];
    const first = Math.max(0, from);
    const last = Math.min(to, this.#table.rows) - 1;
    if (first > last) return out;
    const table = this.#table;
    let { entry, offset } = table.placeOf(first);
    let node = this.#nodeAt({ entry, offset });
    for (let row = first; row <= last; row++) {
      out.push(this.#row(row, entry, this.#refOf(entry, node), found));
      if (entry + 1 < table.length && table.start(entry + 1) === row + 1) {
        entry++;
        offset = 0;
        node = table.node(entry);
      } else if (row < last) {
        offset++;
        node = table.flags(entry) & FLAT ? node + 1 : this.#decoded.nodes.end(node);
      }
    }
    return out;
  }

  /** The node or absent field that a row stands for; undefined for a group and below an absent message. */
  itemAt(index: number): Item | undefined {
    const ref = this.#ref(index);
    return ref.kind === "item" ? ref.item : undefined;
  }

  /** Index of the row with this key, or -1. Cost: the table's entries that may hold it, compared as numbers. */
  indexOf(key: string): number {
    const decoded = this.#decoded;
    const table = this.#table;
    const item = findItem(decoded, key, (node) => absentFields(decoded, node));
    if (item) return this.#indexOfItem(item);
    const group = groupOfKey(decoded, key);
    const chain = table.chains.findIndex((ref) => rowKey(decoded, { kind: "inner", ...ref }) === key);
    let entry = group ? table.find(group.first, (at) => table.node(at) === group.first && table.field(at) <= -2) : -1;
    if (entry < 0 && chain >= 0) entry = table.find(-2 - chain, (at) => table.node(at) === -2 - chain);
    return entry < 0 ? -1 : table.start(entry);
  }

  #indexOfItem(item: Item): number {
    const { nodes } = this.#decoded;
    const table = this.#table;
    const wanted = item.kind === "node" ? -1 : item.field.id;
    const own: number = item.node;
    const entry = table.find(own, (at) => table.field(at) === wanted && (wanted === -1 || table.node(at) === own));
    if (entry < 0) return -1;
    if (table.node(entry) === own) return table.start(entry);
    const span = this.#spanAt(entry);
    // Below a closed row of the span it has no row.
    if (!span.flat && nodes.parent(own) !== nodes.parent(span.first)) return -1;
    return table.start(entry) + offsetIn(this.#decoded, span, own);
  }

  /** What the row with this key stands for, when the view shows it. Cost: as `indexOf`. */
  refOf(key: string): RowRef | undefined {
    const index = this.indexOf(key);
    return index < 0 ? undefined : this.#ref(index);
  }

  #spanAt(entry: number): Omit<Span, "kind" | "past"> {
    const table = this.#table;
    return { first: table.node(entry) as NodeIndex, count: table.count(entry), flat: (table.flags(entry) & FLAT) !== 0 };
  }

  #nodeAt({ entry, offset }: RowPlace): number {
    return offset === 0 ? this.#table.node(entry) : nodeIn(this.#decoded, this.#spanAt(entry), offset);
  }

  #ref(row: number): RowRef {
    const place = this.#table.placeOf(row);
    return this.#refOf(place.entry, this.#nodeAt(place));
  }

  /** What a row of an entry stands for; `node` is the row's own. */
  #refOf(entry: number, node: number): RowRef {
    const field = this.#table.field(entry);
    if (node <= -2) return { kind: "inner", ...this.#table.chains[-2 - node]! };
    if (field <= -2) return { kind: "group", first: node as NodeIndex, count: -2 - field };
    return {
      kind: "item",
      item: field < 0 ? { kind: "node", node: node as NodeIndex } : { kind: "absent", node, field: this.#decoded.set.fields[field]! },
    };
  }

  #row(index: number, entry: number, ref: RowRef, found: FindingMarks | undefined): Row {
    const table = this.#table;
    const flags = table.flags(entry);
    const { depth, parent, size } = table.setOf(entry);
    const place = {
      index,
      depth,
      expanded: (flags & EXPANDED) !== 0,
      parent,
      posInSet: table.position(entry) + index - table.start(entry),
      setSize: size,
      context: (flags & CONTEXT) !== 0,
      inGroup: (flags & IN_GROUP) !== 0,
    };
    return makeRow(this.#decoded, ref, place, this.#knowledge, found);
  }
}
