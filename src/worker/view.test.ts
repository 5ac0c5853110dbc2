import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NodeIndex, straight } from "../base/index.ts";
import {
  absentFields,
  childrenOf,
  type Decoded,
  decodedFrom,
  fieldOf,
  fieldsOfAbsent,
  findItem,
  type Item,
  isElement,
  isPackedField,
  keyOf,
} from "../decode/index.ts";
import { survey } from "../decode/survey/survey.ts";
import { absent, realBlobs, setOf } from "../decode/testing/openvmm.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { markSteps } from "./filter.ts";
import type { StatusFilter, ViewSpec } from "./protocol.ts";
import { openSiblings, reveal } from "./reveal.ts";
import { absentPlace, absentType, isExpandable, type RowRef, rowKey } from "./rows.ts";
import { all, bytesOf, LENDER, lent, lists, otherwise, SET } from "./testing/blobs.ts";
import { viewOf } from "./view.ts";

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
console.info(`view: seed ${SEED}`);

// ---- the rows one by one, as slowly as can be ---------------------------------------------------------------------------

interface Listed {
  readonly key: string;
  readonly depth: number;
  readonly parent: number;
  readonly posInSet: number;
  setSize: number;
  readonly expanded: boolean;
  readonly context: boolean;
}

function isGroupable(decoded: Decoded, node: number): boolean {
  const field = fieldOf(decoded, node);
  return field?.repeated === true && !isElement(decoded, node) && (field.bare || !isPackedField(decoded, node));
}

function numberOf(decoded: Decoded, item: Item): number {
  if (item.kind === "absent") return item.field.number;
  const { nodes, bytes } = decoded;
  return kindAt(nodes, item.node) <= NodeKind.RESOURCE ? numberAt(nodes, bytes, item.node) : Number.POSITIVE_INFINITY;
}

/** The rows of one message: a step to each child. */
function fieldsBelow(decoded: Decoded, spec: ViewSpec, parent: number): RowRef[] {
  const items: Item[] = [
    ...[...childrenOf(decoded, parent)].map((node): Item => ({ kind: "node", node })),
    ...absentFields(decoded, parent).map((field): Item => ({ kind: "absent", node: parent, field })),
  ];
  if (spec.sort === "number") {
    const numbers = new Map(items.map((item) => [item, numberOf(decoded, item)]));
    items.sort((a, b) => (numbers.get(a) === numbers.get(b) ? 0 : numbers.get(a)! - numbers.get(b)!));
  }
  const out: RowRef[] = [];
  let last = -1;
  for (const item of items) {
    const before = out[out.length - 1];
    const node = item.kind === "node" && isGroupable(decoded, item.node) ? item.node : -1;
    const first = before?.kind === "group" ? before.first : before?.kind === "item" && before.item.kind === "node" ? before.item.node : -1;
    const joins = node >= 0 && first >= 0 && last >= 0 && decoded.nodes.ref(first) === decoded.nodes.ref(node);
    if (joins && decoded.nodes.end(last) === node)
      out[out.length - 1] = { kind: "group", first: first as never, count: before?.kind === "group" ? before.count + 1 : 2 };
    else out.push({ kind: "item", item });
    last = node;
  }
  return out;
}

function listed(decoded: Decoded, spec: ViewSpec): { readonly rows: Listed[]; readonly refs: RowRef[] } {
  const { nodes } = decoded;
  const marks = straight(markSteps(decoded, spec));
  const open = new Set(spec.open);
  const closed = new Set(spec.closed);
  const rows: Listed[] = [];
  const refs: RowRef[] = [];
  const shows = (ref: RowRef): { self: boolean; below: boolean } => {
    if (!marks) return { self: true, below: false };
    const place = absentPlace(ref);
    if (place) return { self: marks.absent(place.node, place.chain), below: marks.absentBelow(place.node, place.chain) };
    if (ref.kind === "item") return { self: marks.self.has(ref.item.node), below: marks.below.has(ref.item.node) };
    let below = false;
    let node: number = (ref as { first: number }).first;
    for (let i = 0; i < (ref as { count: number }).count; i++, node = nodes.end(node))
      below ||= marks.self.has(node) || marks.below.has(node);
    return { self: false, below };
  };
  const visit = (all: readonly RowRef[], parent: number, depth: number, whole: boolean): void => {
    const shown = all.filter((ref) => whole || shows(ref).self || shows(ref).below);
    shown.forEach((ref, i) => {
      const { self, below } = shows(ref);
      const key = rowKey(decoded, ref);
      const isWire = ref.kind === "group" || (ref.kind === "item" && ref.item.kind === "node");
      const byDefault = isWire ? (marks ? below : depth < spec.level) : below;
      const expanded = isExpandable(decoded, ref) && !(closed.has(key) && (isWire || !open.has(key))) && (open.has(key) || byDefault);
      rows.push({ key, depth, parent, posInSet: i + 1, setSize: shown.length, expanded, context: !self });
      refs.push(ref);
      if (expanded) visit(belowRef(decoded, spec, ref), rows.length - 1, depth + 1, whole || !below);
    });
  };
  visit(fieldsBelow(decoded, spec, -1), -1, 0, !marks);
  return { rows, refs };
}

function belowRef(decoded: Decoded, spec: ViewSpec, ref: RowRef): RowRef[] {
  if (ref.kind === "group") {
    const out: RowRef[] = [];
    let node: number = ref.first;
    for (let i = 0; i < ref.count; i++, node = decoded.nodes.end(node))
      out.push({ kind: "item", item: { kind: "node", node: node as never } });
    return out;
  }
  if (ref.kind === "item" && ref.item.kind === "node") return fieldsBelow(decoded, spec, ref.item.node);
  const chain = ref.kind === "inner" ? ref.chain : [(ref.item as { field: Field }).field];
  const node = ref.kind === "inner" ? ref.node : ref.item.node;
  return fieldsOfAbsent(absentType(decoded, chain[chain.length - 1]!)!).map((field) => ({ kind: "inner", node, chain: [...chain, field] }));
}

/** The view has these rows, in any window, and each is found by its key. */
function same(decoded: Decoded, spec: ViewSpec, name: string): void {
  const { rows, refs } = listed(decoded, spec);
  const view = viewOf(decoded, spec);
  expect({ name, spec, rows: view.info.rows }).toEqual({ name, spec, rows: rows.length });
  const brief = (from: number, to: number): Listed[] =>
    view.rows(from, to).map(({ key, depth, parent, posInSet, setSize, expanded, context = false }) => ({
      key,
      depth,
      parent,
      posInSet,
      setSize,
      expanded,
      context,
    }));
  expect({ name, spec, rows: brief(0, rows.length + 5) }).toEqual({ name, spec, rows });
  for (let from = 3; from < rows.length; from += 1 + Math.floor(rows.length / 7))
    expect(brief(from, from + 3)).toEqual(rows.slice(from, from + 3));
  rows.forEach(({ key }, i) => {
    const ref = refs[i]!;
    if (!isNamed(decoded, key, ref)) return;
    expect({ spec, key, at: view.indexOf(key) }).toEqual({ spec, key, at: i });
  });
}

/** Chunks of a packed field behind one without elements have the key of that one, and so have the groups of a map that others part. */
function isNamed(decoded: Decoded, key: string, ref: RowRef): boolean {
  if (ref.kind === "item")
    return isSame(
      findItem(decoded, key, (node) => absentFields(decoded, node)),
      ref.item,
    );
  if (ref.kind !== "group") return true;
  const beside = fieldsBelow(decoded, { level: 0, open: [], closed: [], sort: "offset" }, decoded.nodes.parent(ref.first));
  return beside.filter((one) => one.kind === "group" && rowKey(decoded, one) === key).length === 1;
}

function pickKey(decoded: Decoded, spec: ViewSpec, pick: number): string | undefined {
  const { rows, refs } = listed(decoded, spec);
  const at = pick % rows.length;
  return rows.length > 0 && isNamed(decoded, rows[at]!.key, refs[at]!) ? rows[at]!.key : undefined;
}

function isSame(a: Item | undefined, b: Item): boolean {
  return a?.kind === b.kind && a.node === b.node && (a.kind !== "absent" || b.kind !== "absent" || a.field === b.field);
}

const specs = fc.record({
  level: fc.constantFrom(0, 1, 2, 3, 9),
  opens: fc.array(fc.nat(), { maxLength: 6 }),
  closes: fc.array(fc.nat(), { maxLength: 3 }),
  status: fc.constantFrom<(StatusFilter | undefined)[]>(
    undefined,
    undefined,
    undefined,
    "known",
    "unknown",
    "defaulted",
    "notes",
    "malformed",
  ),
  text: fc.constantFrom(undefined, undefined, undefined, "inners[1", "5", "k1", "uint32"),
  sort: fc.constantFrom<ViewSpec["sort"][]>("offset", "offset", "number"),
});

describe("a view", () => {
  it("has the rows that listing one by one gives, whatever is open, filtered or sorted", () => {
    fc.assert(
      fc.property(lists, specs, fc.nat(3), fc.nat(50), (parts, { level, opens, closes, status, text, sort }, how, odd) => {
        const bytes = bytesOf(parts);
        const made = survey(bytes, SET, how === 3 ? undefined : all, 40 + odd);
        const read = decodedFrom(made);
        const decoded = how === 1 ? lent(read, LENDER) : how === 2 ? otherwise(read, odd) : read;
        // Rows are opened and closed one after the other, so that those below opened ones are among them.
        let spec: ViewSpec = { level, open: [], closed: [], sort, ...(status && { status }), ...(text && { text }) };
        for (const pick of opens) {
          const key = pickKey(decoded, spec, pick);
          if (key !== undefined) spec = { ...spec, open: [...new Set([...spec.open, key])] };
        }
        for (const pick of closes) {
          const key = pickKey(decoded, spec, pick);
          if (key !== undefined && !spec.open.includes(key)) spec = { ...spec, closed: [...spec.closed, key] };
        }
        same(decoded, spec, `${JSON.stringify(parts)} how ${how} odd ${odd}`);
      }),
      { seed: SEED, numRuns: 120 },
    );
  });

  it("shows a row in long runs once all is open down to it, and the rows beside it are opened", () => {
    fc.assert(
      fc.property(lists, fc.nat(), fc.constantFrom<ViewSpec["sort"][]>("offset", "number"), fc.nat(2), (parts, pick, sort, how) => {
        const read = decodedFrom(survey(bytesOf(parts), SET, all, 64));
        const decoded = how === 1 ? lent(read, LENDER) : how === 2 ? otherwise(read, pick % 7) : read;
        if (decoded.nodes.length === 0) return;
        const node = pick % decoded.nodes.length;
        const key = keyOf(decoded, node);
        if (
          !isSame(
            findItem(decoded, key, () => []),
            { kind: "node", node: node as NodeIndex },
          )
        )
          return;
        const start: ViewSpec = { level: 0, open: [], closed: [], sort };
        const found = reveal(decoded, start, key).find((spec) => viewOf(decoded, spec).indexOf(key) >= 0)!;
        const view = viewOf(decoded, found);
        const index = view.indexOf(key);
        expect(view.rows(index, index + 1)[0]?.key).toBe(key);
        const beside = openSiblings(decoded, found, key);
        const row = view.rows(index, index + 1)[0]!;
        if (row.expandable)
          expect(
            viewOf(decoded, beside)
              .rows(index, index + 1000)
              .find((one) => one.key === key)?.expanded,
          ).toBe(true);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});

describe.skipIf(absent)("views of the real blobs", () => {
  it("have the rows that listing one by one gives", () => {
    let count = 0;
    for (const { bytes, root, writer, file } of realBlobs()) {
      if (bytes.length < 300 || count++ % 4 !== 0 || bytes.length > 50_000) continue;
      const set = setOf("exact", writer);
      const decoded = decodedFrom(survey(bytes, set, set.typeByName.get(root), 200));
      for (const spec of [{ level: 2 }, { level: 30 }, { level: 1, status: "known" as const }, { level: 1, sort: "number" as const }])
        same(decoded, { open: [], closed: [], sort: "offset", ...spec }, file);
    }
    expect(count).toBeGreaterThan(100);
  });
});
