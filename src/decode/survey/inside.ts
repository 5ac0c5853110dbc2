/**
 * The direct children of a message that reaches over many pages, without a step to each: at every checkpoint in it stands how many
 * occurrences of each of its fields there were so far.
 */
import type { SchemaSet } from "../../schema/index.ts";
import { readVarint, VarintFault, varint, WireType } from "../../wire/index.ts";
import { RunMaker } from "../children.ts";
import type { Nodes, Run } from "../nodes.ts";
import { lastWhere } from "./bisect.ts";
import type { Checkpoint } from "./checkpoint.ts";
import * as F from "./frames.ts";
import { END, LINE, type Lines, REF, SHAPE } from "./lines.ts";
import type { PageReader } from "./pages.ts";
import type { Survey } from "./survey.ts";

/** Nodes with what makes them. */
type Surveyed = Pick<Nodes, "length" | "to" | "end" | "ref" | "shape"> & { readonly reader: PageReader };

/** What a checkpoint tells of one of the messages that are open there. */
interface Stop {
  /** Occurrences so far, by ref; of a packed field its elements. */
  readonly counts: ReadonlyMap<number, number>;
  /** Occurrences of unknown numbers so far. */
  readonly strange: number;
  /** Nodes of the blob so far. */
  readonly nodes: number;
  /** The first child that begins after the checkpoint, or the message's end. */
  readonly child: number;
}

/** The stops in one message (-1: the root), by index from 0. */
class Stops {
  readonly length: number;
  readonly #reader: PageReader;
  readonly #node: number;
  readonly #first: number;
  /** Offset past the message's last byte. */
  readonly #to: number;

  constructor(nodes: Surveyed, node: number) {
    const { survey } = nodes.reader;
    const { checkpoints, splits } = survey;
    this.#reader = nodes.reader;
    this.#node = node;
    this.#first = 1;
    this.#to = node < 0 ? survey.bytes.length : nodes.to(node);
    this.length = 0;
    if (node < 0) this.length = checkpoints.length - 1;
    else if (splits.has(node)) {
      this.#first = lastWhere(checkpoints.length, (at) => checkpoints[at]!.nodes <= node) + 1;
      this.length = lastWhere(checkpoints.length, (at) => checkpoints[at]!.pos < this.#to) + 1 - this.#first;
    }
  }

  at(index: number): Stop {
    const { set, splits } = this.#reader.survey;
    const checkpoint = this.#reader.survey.checkpoints[this.#first + index]!;
    const { frames, nodes, run } = checkpoint;
    const frame = frameOf(checkpoint, this.#node);
    const counts = countsIn(checkpoint, frame, set);
    let strange = 0;
    for (const [level, , count] of checkpoint.strange) if (level === frame / F.STRIDE) strange += count;
    // What is open below it ends elsewhere.
    let child = nodes;
    if (frame < checkpoint.frame) child = splits.get(frames[frame + F.STRIDE + F.NODE]!)!.end;
    else if (run) child = run.last + 1;
    return { counts, strange, nodes, child };
  }

  /** Its direct children that begin between this stop and the next. */
  children(index: number): Lines {
    const at = this.#first + index;
    return this.#reader.children(at, frameOf(this.#reader.survey.checkpoints[at]!, this.#node), this.#to);
  }

  /** Index of the last stop whose checkpoint stands at or before a node, -1 for none. */
  before(node: number): number {
    const { checkpoints } = this.#reader.survey;
    if (this.length === 0 || checkpoints[this.#first]!.nodes > node) return -1;
    return lastWhere(this.length, (index) => checkpoints[this.#first + index]!.nodes <= node);
  }
}

/** Occurrences so far in the message of a frame, by ref; of a packed field its elements. */
function countsIn({ frames, slots }: Checkpoint, frame: number, set: SchemaSet): Map<number, number> {
  const counts = new Map<number, number>();
  const type = set.types[frames[frame + F.TYPE]!];
  const base = frames[frame + F.BASE]!;
  for (let i = 0; type && i < slots.length; i += 3) {
    const field = type.fields[slots[i]! / F.SLOT - base];
    if (field) counts.set(field.id, slots[i + 1]! & F.ONCE ? 1 : slots[i + 2]!);
  }
  return counts;
}

/**
 * Which occurrence of field `ref` stands at `offset` in the message of node `parent`, told by the tags alone that stand before it behind
 * checkpoint `index`; undefined where these do not tell: the message is not open at the checkpoint, or there are groups or damage.
 * The field must be one that is never packed. Cost: the siblings between.
 */
export function ordinalAt(
  { bytes, checkpoints, set }: Survey,
  index: number,
  parent: number,
  ref: number,
  offset: number,
): number | undefined {
  const checkpoint = checkpoints[index]!;
  const { frames, run } = checkpoint;
  const frame = frameOf(checkpoint, parent);
  const below = frame + F.STRIDE;
  if (frames[frame + F.NODE] !== parent || (frame < checkpoint.frame && frames[below + F.FLAGS]! & F.IS_GROUP)) return undefined;
  const { number } = set.fields[ref]!;
  let count = countsIn(checkpoint, frame, set).get(ref) ?? 0;
  // What is open below it ends first.
  let at = frame < checkpoint.frame ? frames[below + F.END]! : (run?.to ?? checkpoint.pos);
  while (at < offset && readVarint(bytes, at, offset) === VarintFault.NONE) {
    if (varint.hi === 0 && varint.lo >>> 3 === number) count++;
    const wire = varint.lo & 7;
    at = varint.next;
    if (wire === WireType.I64) at += 8;
    else if (wire === WireType.I32) at += 4;
    else if ((wire === WireType.VARINT || wire === WireType.LEN) && readVarint(bytes, at, offset) === VarintFault.NONE)
      at = wire === WireType.LEN && varint.hi === 0 ? varint.next + varint.lo : varint.next;
    else return undefined;
  }
  return at === offset ? count : undefined;
}

function frameOf(checkpoint: Checkpoint, node: number): number {
  let frame = checkpoint.frame;
  while (frame > 0 && checkpoint.frames[frame + F.NODE] !== node) frame -= F.STRIDE;
  return frame;
}

/** As `Nodes.fieldsIn`. Cost: the direct children after the last checkpoint. */
export function fieldsIn(nodes: Surveyed, node: number): Set<number> {
  const stops = new Stops(nodes, node);
  const last = stops.length > 0 ? stops.at(stops.length - 1) : undefined;
  const seen = new Set(last?.counts.keys());
  if (last && last.strange > 0) seen.add(-1);
  const end = node < 0 ? nodes.length : nodes.end(node);
  for (let child = last?.child ?? node + 1; child < end; child = nodes.end(child)) seen.add(nodes.ref(child));
  return seen;
}

/**
 * As `Nodes.runsIn`. Cost: the page on which the message begins; of the others those on which a run begins or ends are passed over by the
 * survey's loop, and a run that fills pages costs the logarithm of their number.
 */
export function* runsIn(nodes: Surveyed, node: number): Generator<Run> {
  const stops = new Stops(nodes, node);
  const { packable } = nodes.reader.survey.tables.plans;
  const end = node < 0 ? nodes.length : nodes.end(node);
  const pageEnd = stops.length > 0 ? stops.at(0).nodes : end;
  const runs = new RunMaker();
  for (let child = node + 1; child < end && child < pageEnd; child = nodes.end(child)) {
    const ended = runs.take(child, nodes.ref(child), nodes.shape(child));
    if (ended) yield ended;
  }
  for (let index = 0; index < stops.length; index++) {
    const { run } = runs;
    if (run && !run.packed) {
      const far = farthest(stops, index, run.ref, packable[run.ref] === 1);
      if (far > index) run.count += countAt(stops.at(far), run.ref) - countAt(stops.at(index), run.ref);
      index = far;
    }
    let { child } = stops.at(index);
    const { facts, next } = stops.children(index);
    for (let line = 0; line < next; line += LINE) {
      const ended = runs.take(child, facts[line + REF]!, facts[line + SHAPE]!);
      if (ended) yield ended;
      child = facts[line + END]!;
    }
  }
  if (runs.run) yield runs.run;
}

/** Occurrences of a field so far, of unknown ones when `ref` is below 0. */
function countAt({ counts, strange }: Stop, ref: number): number {
  return ref < 0 ? strange : (counts.get(ref) ?? 0);
}

/** The last stop up to which, from a stop on, all children are occurrences of one field, or unknown, one node each where it can be packed. */
function farthest(stops: Stops, from: number, ref: number, oneNode: boolean): number {
  const start = stops.at(from);
  const isPure = (index: number): boolean => {
    const stop = stops.at(index);
    if (ref >= 0 && stop.strange !== start.strange) return false;
    for (const [field, count] of stop.counts) if (field !== ref && start.counts.get(field) !== count) return false;
    return !oneNode || stop.nodes - start.child === countAt(stop, ref) - countAt(start, ref);
  };
  let step = 1;
  let low = from;
  while (low + step < stops.length && isPure(low + step)) {
    low += step;
    step *= 2;
  }
  return low + lastWhere(Math.min(step, stops.length - low), (more) => more === 0 || isPure(low + more));
}

/** Occurrences to which a step to each is taken, whatever the checkpoints tell. */
const NEAR = 32;

/** As `Nodes.nthIn`. Cost: the logarithm of the pages, and the children on one of them. */
export function nthIn(nodes: Surveyed, node: number, ref: number, first: number, nth: number): number {
  let child = first;
  let at = 0;
  for (; at < nth && at < NEAR; at++) child = nodes.end(child);
  if (at === nth) return child;
  const stops = new Stops(nodes, node);
  const from = stops.before(first);
  if (stops.length > from + 1) {
    // Occurrences before `first`, from the first stop after it less those between the two.
    const next = stops.at(from + 1);
    let between = 0;
    for (let one = first; one < next.child; one = nodes.end(one)) between++;
    const before = countAt(next, ref) - between;
    const last = from + 1 + lastWhere(stops.length - from - 1, (more) => countAt(stops.at(from + 1 + more), ref) - before <= nth);
    const stop = stops.at(last);
    if (countAt(stop, ref) - before <= nth && stop.child > child) {
      child = stop.child;
      at = countAt(stop, ref) - before;
    }
  }
  for (; at < nth; at++) child = nodes.end(child);
  return child;
}
