/** The children of a row as runs: what is drawn together as a group, and rows that follow each other; never a step to each. */
import type { NodeIndex } from "../base/index.ts";
import { childrenOf, type Decoded, fieldOf, isElement, isPacked, isPackedField, type Nodes, type Run } from "../decode/index.ts";
import type { SchemaSet } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";

/** A run of occurrences of one repeated field, drawn as one row that opens: from node `first` on, `count` of them. */
export interface GroupRef {
  readonly kind: "group";
  readonly first: NodeIndex;
  readonly count: number;
}

/** Nodes that follow each other below one node, each a row of its own. */
export interface Span {
  readonly kind: "span";
  readonly first: NodeIndex;
  readonly count: number;
  /** Past the last one and all that is below it. */
  readonly past: number;
  /** Nothing stands below any of them, nor can: their indexes follow each other. */
  readonly flat: boolean;
}

/** Its value is bytes, and opens to the type that its URL names. */
const ANY = "google.protobuf.Any";

/** What is known of a field: its occurrences are drawn together, packed ones too, and whether one that holds nothing may open, to what is absent. */
const GROUPED = 1;
const GROUPED_PACKED = 2;
const MAY_OPEN = 4;

const known = new WeakMap<SchemaSet, Uint8Array>();

function fieldsOf(set: SchemaSet): Uint8Array {
  let fields = known.get(set);
  if (!fields) {
    fields = Uint8Array.from(set.fields, ({ repeated, bare, type, parent }) => {
      const opens = type.kind === "message" || type.kind === "group" || set.types[parent]!.typeName === ANY;
      return (repeated ? GROUPED : 0) | (repeated && bare ? GROUPED_PACKED : 0) | (opens ? MAY_OPEN : 0);
    });
    known.set(set, fields);
  }
  return fields;
}

/** Draws runs as they come in wire order: `out` has those that are done. */
class Drawing {
  out: (GroupRef | Span)[] = [];
  readonly #nodes: Nodes;
  readonly #fields: Uint8Array;
  // What may go on: a group of this field, or with -1 a span below which nothing can stand.
  #ref = -1;
  #first = 0;
  #count = 0;
  #past = 0;

  constructor({ nodes, set }: Decoded) {
    this.#nodes = nodes;
    this.#fields = fieldsOf(set);
  }

  /** Takes `count` children of one field; `past` is the node past them and all that is below them. */
  take(ref: number, packed: boolean, first: number, count: number, past: number): void {
    const field = ref < 0 ? 0 : this.#fields[ref]!;
    const grouped = (field & (packed ? GROUPED_PACKED : GROUPED)) !== 0;
    const flat = past - first === count && (field & MAY_OPEN) === 0;
    if (grouped || flat) {
      const goes = grouped ? ref : -1;
      if (this.#count > 0 && this.#ref === goes) this.#count += count;
      else {
        this.end();
        this.#ref = goes;
        this.#first = first;
        this.#count = count;
      }
      this.#past = past;
      return;
    }
    this.end();
    if (count === 1 || !packed) this.#add(first, count, past, false);
    else
      for (let node = first; node < past; node = this.#nodes.end(node)) {
        const end = this.#nodes.end(node);
        this.#add(node, 1, end, end === node + 1 && (field & MAY_OPEN) === 0);
      }
  }

  /** Nothing more goes on. */
  end(): void {
    const [first, count, past] = [this.#first, this.#count, this.#past];
    this.#count = 0;
    if (count > 1 && this.#ref >= 0) this.out.push({ kind: "group", first: first as NodeIndex, count });
    else if (count > 0)
      this.#add(first, count, past, past - first === count && (this.#ref < 0 || (this.#fields[this.#ref]! & MAY_OPEN) === 0));
  }

  #add(first: number, count: number, past: number, flat: boolean): void {
    this.out.push({ kind: "span", first: first as NodeIndex, count, past, flat });
  }
}

/** Nodes of a message through which a step to each child is no cost. */
const SMALL = 1024;

/**
 * The direct children of a node (-1: the root) in wire order: neighbours of one repeated field as a group, the others as spans, those
 * below which nothing can stand as one, whatever their fields. Cost: as `Nodes.runsIn`; a step to each further chunk of a packed field, and to each
 * child where one is read otherwise. Of a small message the runs are there at once, as an array of the caller's own.
 */
export function runsBelow(decoded: Decoded, parent: number): (GroupRef | Span)[] | Generator<GroupRef | Span> {
  const { nodes } = decoded;
  const end = parent < 0 ? nodes.length : nodes.end(parent);
  if (parent >= 0 && isPacked(decoded, parent)) return end > parent + 1 ? [spanOf(decoded, -1, parent + 1, end - parent - 1, end)] : [];
  if (end - parent > SMALL || holdsReread(decoded, parent)) return manyRuns(decoded, parent);
  const drawing = new Drawing(decoded);
  for (let child = parent + 1; child < end; ) {
    const past = nodes.end(child);
    drawing.take(nodes.ref(child), nodes.shape(child) < -1, child, 1, past);
    child = past;
  }
  drawing.end();
  return drawing.out;
}

const rereadIn = new WeakMap<Decoded, ReadonlySet<number>>();

/** Whether a direct child is read otherwise than by its schema. Cost: the nodes that are, once. */
function holdsReread(decoded: Decoded, parent: number): boolean {
  const { nodes, rereads } = decoded;
  if (rereads.size === 0) return false;
  let parents = rereadIn.get(decoded);
  if (!parents) {
    parents = new Set([...rereads.keys()].map((node) => nodes.parent(node)));
    rereadIn.set(decoded, parents);
  }
  return parents.has(parent);
}

function* manyRuns(decoded: Decoded, parent: number): Generator<GroupRef | Span> {
  const drawing = new Drawing(decoded);
  for (const { run, past } of runsWithEnds(decoded, parent)) {
    drawing.take(run.ref, run.packed, run.first, run.count, past);
    if (drawing.out.length === 0) continue;
    yield* drawing.out;
    drawing.out = [];
  }
  drawing.end();
  yield* drawing.out;
}

/** The runs of a message, with the node past each and all that is below it. */
function* runsWithEnds(decoded: Decoded, parent: number): Generator<{ readonly run: Run; readonly past: number }> {
  const { nodes } = decoded;
  if (holdsReread(decoded, parent)) {
    // What is read as numbers by the user's choice is no packed field, and stays in its group.
    for (const child of childrenOf(decoded, parent))
      yield { run: { ref: nodes.ref(child), packed: isPackedField(decoded, child), first: child, count: 1 }, past: nodes.end(child) };
    return;
  }
  let last: Run | undefined;
  for (const run of nodes.runsIn(parent)) {
    if (last) yield { run: last, past: run.first };
    last = run;
  }
  if (last) yield { run: last, past: parent < 0 ? nodes.length : nodes.end(parent) };
}

/** The same, each with its field number, by which they are to be sorted; raw bytes come last. Cost: a step to each unknown field more. */
export function numberedRuns(decoded: Decoded, parent: number): { readonly run: GroupRef | Span; readonly number: number }[] {
  const out: { run: GroupRef | Span; number: number }[] = [];
  if (parent >= 0 && isPacked(decoded, parent)) return [...runsBelow(decoded, parent)].map((run) => ({ run, number: 0 }));
  let drawing = new Drawing(decoded);
  let ref = -1;
  const done = (): void => {
    drawing.end();
    for (const run of drawing.out) out.push({ run, number: decoded.set.fields[ref]!.number });
    drawing = new Drawing(decoded);
  };
  for (const { run, past } of runsWithEnds(decoded, parent)) {
    if (ref !== run.ref && ref >= 0) done();
    ref = run.ref;
    if (ref >= 0) drawing.take(ref, run.packed, run.first, run.count, past);
    else for (const one of equalNumbers(decoded, spanOf(decoded, -1, run.first, run.count, past))) out.push(one);
  }
  if (ref >= 0) done();
  return out;
}

/** Cuts a span of unknown fields where their number changes. */
function* equalNumbers(decoded: Decoded, { first, past }: Span): Generator<{ run: Span; number: number }> {
  const { nodes, bytes } = decoded;
  let start: number = first;
  let length = 0;
  let number = -1;
  for (let node: number = first; node < past; node = nodes.end(node)) {
    const own = kindAt(nodes, node) <= NodeKind.RESOURCE ? numberAt(nodes, bytes, node) : Number.POSITIVE_INFINITY;
    if (length > 0 && own !== number) {
      yield { run: spanOf(decoded, -1, start, length, node), number };
      start = node;
      length = 0;
    }
    number = own;
    length++;
  }
  if (length > 0) yield { run: spanOf(decoded, -1, start, length, past), number };
}

/** The rows of a group. Cost: the logarithm of the pages. */
export function spanOfGroup(decoded: Decoded, { first, count }: GroupRef): Span {
  return spanOf(decoded, decoded.nodes.ref(first), first, count, decoded.nodes.end(nthOf(decoded, first, count - 1)));
}

function spanOf({ set }: Decoded, ref: number, first: number, count: number, past: number): Span {
  const flat = past - first === count && (ref < 0 || (fieldsOf(set)[ref]! & MAY_OPEN) === 0);
  return { kind: "span", first: first as NodeIndex, count, past, flat };
}

/** The node that stands `nth` places after the first one of a run. Cost: the logarithm of the pages. */
function nthOf({ nodes }: Decoded, first: number, nth: number): number {
  return nodes.nthIn(nodes.parent(first), nodes.ref(first), first, nth);
}

/** The node of a span's row. */
export function nodeIn(decoded: Decoded, { first, flat }: Pick<Span, "first" | "flat">, offset: number): NodeIndex {
  return (flat ? first + offset : offset === 0 ? first : nthOf(decoded, first, offset)) as NodeIndex;
}

/**
 * Which row of a span a node is. It must be one. Cost: nothing where the field counts its occurrences, else the logarithm of the span
 * times that of the pages.
 */
export function offsetIn(decoded: Decoded, { first, flat, count }: Omit<Span, "kind" | "past">, node: number): number {
  if (flat) return node - first;
  const { nodes } = decoded;
  const field = fieldOf(decoded, first);
  // Entries of a map count the entries with their key.
  if (field && !field.map) return nodes.ordinal(node) - nodes.ordinal(first);
  let low = 0;
  let high = count;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (nthOf(decoded, first, middle) <= node) low = middle;
    else high = middle;
  }
  return low;
}

/** The group in which a node stands; undefined for one that is drawn alone. Cost: the runs before it. */
export function groupAround(decoded: Decoded, node: number): GroupRef | undefined {
  if (!fieldOf(decoded, node)?.repeated || isElement(decoded, node)) return undefined;
  let found: GroupRef | Span | undefined;
  for (const run of runsBelow(decoded, decoded.nodes.parent(node))) {
    if (run.first > node) break;
    found = run;
  }
  return found?.kind === "group" ? found : undefined;
}
