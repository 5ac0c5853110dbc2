import { absentFields, type Decoded, fieldOf, isOpened, isPacked } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { type Comparison, type Places, RowForm } from "./model.ts";
import { nodeOf } from "./spots.ts";
import { isListSort, sortsOf } from "./traits.ts";
import { occurrencesFrom } from "./values.ts";

/** True when an occurrence stands for a list of which it is the first element, or that it holds. */
function isList(decoded: Decoded, node: number): boolean {
  const field = fieldOf(decoded, node);
  return field !== undefined && isListSort(sortsOf(decoded.set)[field.id]!);
}

/**
 * The equal siblings of a `RUN` row, or those from `from` up to `to` of them: elements where its parent is a list, else fields and
 * whole lists. Cost: the window.
 */
export function openRun(comparison: Comparison, row: number, from = 0, to = Number.POSITIVE_INFINITY): Places {
  const { rows, runs, pairs } = comparison;
  const run = runs[rows.extra[row]!]!;
  const parent = rows.parent[row]!;
  const inList = parent >= 0 && (rows.form[parent] === RowForm.LIST || isPacked(comparison.a.decoded, rows.a.at(parent)));
  const count = Math.max(0, Math.min(run.count, to) - from);
  const a = new Int32Array(count);
  const b = new Int32Array(count);
  const form = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    a[i] = nodeOf(comparison.a.decoded, pairs[2 * (run.from + from + i)]!);
    b[i] = nodeOf(comparison.b.decoded, pairs[2 * (run.from + from + i) + 1]!);
    form[i] = inList ? RowForm.ELEMENT : isList(comparison.a.decoded, a[i]!) ? RowForm.LIST : RowForm.FIELD;
  }
  return { length: count, a, b, form };
}

class PlaceList {
  readonly a: number[] = [];
  readonly b: number[] = [];
  readonly form: number[] = [];

  add(form: RowForm, a: number, b: number): void {
    this.form.push(form);
    this.a.push(a);
    this.b.push(b);
  }

  done(): Places {
    return { length: this.a.length, a: Int32Array.from(this.a), b: Int32Array.from(this.b), form: Uint8Array.from(this.form) };
  }
}

/** Elements of a list whose first occurrence is `node`, or of a packed value. */
function elementsOf(decoded: Decoded, node: number): readonly number[] {
  const out: number[] = [];
  const whole = isList(decoded, node) ? occurrencesFrom(decoded, node) : [node];
  for (const each of whole) {
    if (!isPacked(decoded, each)) out.push(each);
    else for (let element = each + 1; element < decoded.nodes.end(each); element++) out.push(element);
  }
  return out;
}

/** The fields inside a message in wire order, of a list its first occurrence only. */
function fieldsIn(decoded: Decoded, node: number): readonly number[] {
  const { nodes, bytes } = decoded;
  const out: number[] = [];
  const lists = new Set<number>();
  for (let child = node + 1; child < nodes.end(node); child = nodes.end(child)) {
    if (isList(decoded, child)) {
      const number = numberAt(nodes, bytes, child);
      if (lists.has(number)) continue;
      lists.add(number);
    }
    out.push(child);
  }
  return out;
}

/**
 * What is inside a pair that the table does not open: an equal pair, both sides in step; a node of one side, with -1 for the other;
 * or two that cannot be compared inside (retyped, or two variants of an enum), A's content and then B's when `equal` is false.
 * Fields that are absent from the message close it, as `ABSENT` with field ids. Empty for a single value. Cost: the direct children.
 */
export function openPlace(comparison: Comparison, form: RowForm, a: number, b: number, equal = true): Places {
  const left = comparison.a.decoded;
  const right = comparison.b.decoded;
  const places = new PlaceList();
  const inStep = equal && a >= 0 && b >= 0;
  const inA = a < 0 ? [] : inside(left, form, a);
  const inB = b < 0 ? [] : inside(right, form, b);
  const child = (decoded: Decoded, node: number, owner: number): RowForm =>
    form === RowForm.LIST || isPacked(decoded, owner) ? RowForm.ELEMENT : isList(decoded, node) ? RowForm.LIST : RowForm.FIELD;
  if (inStep)
    for (let i = 0; i < Math.max(inA.length, inB.length); i++)
      places.add(i < inA.length ? child(left, inA[i]!, a) : child(right, inB[i]!, b), inA[i] ?? -1, inB[i] ?? -1);
  else {
    for (const node of inA) places.add(child(left, node, a), node, -1);
    for (const node of inB) places.add(child(right, node, b), -1, node);
  }
  if (form !== RowForm.LIST) absentIn(places, left, right, a, b);
  return places.done();
}

function inside(decoded: Decoded, form: RowForm, node: number): readonly number[] {
  if (form === RowForm.LIST || isPacked(decoded, node)) return elementsOf(decoded, node);
  return isOpened(decoded, node) ? fieldsIn(decoded, node) : [];
}

/**
 * The fields that neither wire has in the message of a row (-1: the root), as `ABSENT`, by number: what "show equal" adds to the rows
 * that the table holds. Empty for a row that is no message on both sides. Cost: the direct children.
 */
export function openAbsent(comparison: Comparison, row: number): Places {
  const { rows, a, b } = comparison;
  const places = new PlaceList();
  const nodeA = row < 0 ? -1 : rows.a.at(row);
  const nodeB = row < 0 ? -1 : rows.b.at(row);
  if (row < 0 || (rows.form[row] !== RowForm.LIST && nodeA >= 0 && nodeB >= 0))
    addAbsent(places, absenceIn(a.decoded, nodeA), absenceIn(b.decoded, nodeB));
  return places.done();
}

function absentIn(places: PlaceList, left: Decoded, right: Decoded, a: number, b: number): void {
  addAbsent(places, a < 0 ? undefined : absenceIn(left, a), b < 0 ? undefined : absenceIn(right, b));
}

/** What a message (-1: the root) has and lacks on the wire, by number. */
interface Absence {
  readonly absent: ReadonlyMap<number, Field>;
  readonly present: ReadonlySet<number>;
}

function absenceIn(decoded: Decoded, node: number): Absence | undefined {
  if (node >= 0 && !isOpened(decoded, node)) return undefined;
  const { nodes, bytes, set } = decoded;
  const present = new Set<number>();
  const refs = nodes.fieldsIn(node);
  for (const ref of refs) if (ref >= 0) present.add(set.fields[ref]!.number);
  // What the release does not know is told by its numbers, one by one.
  if (refs.has(-1))
    for (const { ref, first, count } of nodes.runsIn(node))
      for (let i = 0, at = first; ref < 0 && i < count; i++, at = nodes.end(at))
        if (kindAt(nodes, at) !== NodeKind.RAW) present.add(numberAt(nodes, bytes, at));
  return { absent: new Map(absentFields(decoded, node).map((field) => [field.number, field])), present };
}

/** Fields that are on neither wire, by number. */
function addAbsent(places: PlaceList, a: Absence | undefined, b: Absence | undefined): void {
  const numbers = [...new Set([...(a?.absent.keys() ?? []), ...(b?.absent.keys() ?? [])])].sort((x, y) => x - y);
  for (const number of numbers)
    if (!a?.present.has(number) && !b?.present.has(number))
      places.add(RowForm.ABSENT, a?.absent.get(number)?.id ?? -1, b?.absent.get(number)?.id ?? -1);
}
