/** The children of a row as runs: what is drawn together as a group, and rows that follow each other; never a step to each. */
import type { NodeIndex } from "../base/index.ts";
import { type Decoded, fieldOf, isElement, isPacked, type Run } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
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

function isGrouped(field: Field | undefined, packed: boolean): boolean {
  return field?.repeated === true && (field.bare || !packed);
}

/**
 * The direct children of a node (-1: the root) in wire order: neighbours of one repeated field as a group, the others as spans. Cost: as
 * `Nodes.runsIn`; a step to each further chunk of a packed field.
 */
export function* runsBelow(decoded: Decoded, parent: number): Generator<GroupRef | Span> {
  const { nodes } = decoded;
  if (parent >= 0 && isPacked(decoded, parent)) {
    const past = nodes.end(parent);
    if (past > parent + 1) yield spanOf(undefined, parent + 1, past - parent - 1, past);
    return;
  }
  for (const { run, past } of drawnTogether(decoded, parent)) yield* drawn(decoded, run, past);
}

/** The runs of a message, with the node past each and all that is below it. A bare array may stand there as one and then broken: that is one run. */
function* drawnTogether(decoded: Decoded, parent: number): Generator<{ readonly run: Run; readonly past: number }> {
  const { nodes, set } = decoded;
  let last: Run | undefined;
  for (const run of nodes.runsIn(parent)) {
    const field = run.ref < 0 ? undefined : set.fields[run.ref]!;
    if (last?.ref === run.ref && field?.bare && field.repeated) {
      last = { ...last, count: last.count + run.count };
      continue;
    }
    if (last) yield { run: last, past: run.first };
    last = run;
  }
  if (last) yield { run: last, past: parent < 0 ? nodes.length : nodes.end(parent) };
}

/** A run as it is drawn. `past` is the node past it and all that is below it. */
function* drawn(decoded: Decoded, { ref, packed, first, count }: Run, past: number): Generator<GroupRef | Span> {
  const { nodes, set } = decoded;
  const field = ref < 0 ? undefined : set.fields[ref]!;
  if (count > 1 && isGrouped(field, packed)) yield { kind: "group", first: first as NodeIndex, count };
  else if (count === 1 || !packed) yield spanOf(field, first, count, past);
  else for (let node = first; node < past; node = nodes.end(node)) yield spanOf(field, node, 1, nodes.end(node));
}

/** The same, each with its field number, by which they are to be sorted; raw bytes come last. Cost: a step to each unknown field more. */
export function numberedRuns(decoded: Decoded, parent: number): { readonly run: GroupRef | Span; readonly number: number }[] {
  const out: { run: GroupRef | Span; number: number }[] = [];
  if (parent >= 0 && isPacked(decoded, parent)) for (const run of runsBelow(decoded, parent)) out.push({ run, number: 0 });
  else
    for (const { run, past } of drawnTogether(decoded, parent)) {
      const { ref, first, count } = run;
      if (ref < 0) for (const one of equalNumbers(decoded, spanOf(undefined, first, count, past))) out.push(one);
      else for (const one of drawn(decoded, run, past)) out.push({ run: one, number: decoded.set.fields[ref]!.number });
    }
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
      yield { run: spanOf(undefined, start, length, node), number };
      start = node;
      length = 0;
    }
    number = own;
    length++;
  }
  if (length > 0) yield { run: spanOf(undefined, start, length, past), number };
}

/** The rows of a group. Cost: the logarithm of the pages. */
export function spanOfGroup(decoded: Decoded, { first, count }: GroupRef): Span {
  return spanOf(fieldOf(decoded, first), first, count, decoded.nodes.end(nthOf(decoded, first, count - 1)));
}

function spanOf(field: Field | undefined, first: number, count: number, past: number): Span {
  const kind = field?.type.kind;
  return { kind: "span", first: first as NodeIndex, count, past, flat: past - first === count && kind !== "message" && kind !== "group" };
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
