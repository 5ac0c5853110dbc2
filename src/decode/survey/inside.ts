/**
 * The direct children of a message that reaches over many pages, without a step to each: at every checkpoint in it stands how many
 * occurrences of each of its fields there were so far.
 */
import type { Nodes, Run } from "../nodes.ts";
import { lastWhere } from "./bisect.ts";
import * as F from "./frames.ts";
import type { Checkpoint } from "./rows.ts";
import type { Survey } from "./survey.ts";

/** Nodes with the survey by which they are made. */
type Surveyed = Pick<Nodes, "length" | "to" | "end" | "ref" | "shape"> & { readonly survey: Survey };

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
  readonly #survey: Survey;
  readonly #node: number;
  readonly #first: number;

  constructor(nodes: Surveyed, node: number) {
    const { survey } = nodes;
    const { checkpoints, splits } = survey;
    this.#survey = survey;
    this.#node = node;
    this.#first = 1;
    this.length = 0;
    if (node < 0) this.length = checkpoints.length - 1;
    else if (splits.has(node)) {
      const to = nodes.to(node);
      this.#first = lastWhere(checkpoints.length, (at) => checkpoints[at]!.nodes <= node) + 1;
      this.length = lastWhere(checkpoints.length, (at) => checkpoints[at]!.pos < to) + 1 - this.#first;
    }
  }

  at(index: number): Stop {
    const { set, splits } = this.#survey;
    const checkpoint = this.#survey.checkpoints[this.#first + index]!;
    const { frames, slots, nodes, run } = checkpoint;
    const frame = frameOf(checkpoint, this.#node);
    const counts = new Map<number, number>();
    const type = set.types[frames[frame + F.TYPE]!];
    const base = frames[frame + F.BASE]!;
    for (let i = 0; type && i < slots.length; i += 3) {
      const field = type.fields[slots[i]! / F.SLOT - base];
      if (field) counts.set(field.id, slots[i + 1]! & F.ONCE ? 1 : slots[i + 2]!);
    }
    let strange = 0;
    for (const [level, , count] of checkpoint.strange) if (level === frame / F.STRIDE) strange += count;
    // What is open below it ends elsewhere.
    let child = nodes;
    if (frame < checkpoint.frame) child = splits.get(frames[frame + F.STRIDE + F.NODE]!)!.end;
    else if (run) child = run.last + 1;
    return { counts, strange, nodes, child };
  }

  /** Index of the last stop whose checkpoint stands at or before a node, -1 for none. */
  before(node: number): number {
    const { checkpoints } = this.#survey;
    if (this.length === 0 || checkpoints[this.#first]!.nodes > node) return -1;
    return lastWhere(this.length, (index) => checkpoints[this.#first + index]!.nodes <= node);
  }
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

/** As `Nodes.runsIn`. Cost: the children of the pages on which a run begins or ends, and for each run the logarithm of its pages. */
export function* runsIn(nodes: Surveyed, node: number): Generator<Run> {
  const stops = new Stops(nodes, node);
  const { packable } = nodes.survey.tables.plans;
  const end = node < 0 ? nodes.length : nodes.end(node);
  let run: { ref: number; packed: boolean; first: number; count: number } | undefined;
  let passed = -1;
  for (let child = node + 1; child < end; ) {
    const ref = nodes.ref(child);
    const packed = nodes.shape(child) < -1;
    if (!run || run.ref !== ref || run.packed !== packed) {
      if (run) yield run;
      run = { ref, packed, first: child, count: 0 };
    }
    const stop = stops.length > passed + 1 ? stops.before(child) : passed;
    if (stop > passed) {
      passed = stop;
      const far = ref < 0 || packed ? stop : farthest(stops, stop, ref, packable[ref] === 1);
      if (far > stop) {
        const to = stops.at(far);
        run.count += (to.counts.get(ref) ?? 0) - (stops.at(stop).counts.get(ref) ?? 0);
        passed = far;
        child = to.child;
        continue;
      }
    }
    run.count++;
    child = nodes.end(child);
  }
  if (run) yield run;
}

/** The last stop up to which, from a stop on, all children are occurrences of one field, one node each where it can be packed. */
function farthest(stops: Stops, from: number, ref: number, oneNode: boolean): number {
  const start = stops.at(from);
  const isPure = (index: number): boolean => {
    const stop = stops.at(index);
    if (stop.strange !== start.strange) return false;
    for (const [field, count] of stop.counts) if (field !== ref && start.counts.get(field) !== count) return false;
    return !oneNode || stop.nodes - start.child === (stop.counts.get(ref) ?? 0) - (start.counts.get(ref) ?? 0);
  };
  let step = 1;
  let low = from;
  while (low + step < stops.length && isPure(low + step)) {
    low += step;
    step *= 2;
  }
  return low + lastWhere(Math.min(step, stops.length - low), (more) => more === 0 || isPure(low + more));
}

/** As `Nodes.nthIn`. Cost: the logarithm of the pages, and the children on one of them. */
export function nthIn(nodes: Surveyed, node: number, ref: number, first: number, nth: number): number {
  const stops = new Stops(nodes, node);
  const from = stops.before(first);
  const countAt = (stop: Stop): number => stop.counts.get(ref) ?? 0;
  let child = first;
  let at = 0;
  if (stops.length > from + 1 && nth > 0) {
    // Occurrences before `first`, from the first stop after it less those between the two.
    const next = stops.at(from + 1);
    let between = 0;
    for (let one = first; one < next.child; one = nodes.end(one)) between++;
    const before = countAt(next) - between;
    const last = from + 1 + lastWhere(stops.length - from - 1, (more) => countAt(stops.at(from + 1 + more)) - before <= nth);
    const stop = stops.at(last);
    if (countAt(stop) - before <= nth) {
      child = stop.child;
      at = countAt(stop) - before;
    }
  }
  for (; at < nth; at++) child = nodes.end(child);
  return child;
}
