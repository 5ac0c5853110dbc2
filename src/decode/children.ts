/** The questions of `Nodes` about direct children, answered by a step to each. */
import type { Nodes, Run } from "./nodes.ts";

type Tree = Pick<Nodes, "length" | "end" | "ref" | "shape">;

/** The refs of the fields that a message has (-1: the root). Cost: a step for each child. */
export function fieldsByStep(nodes: Tree, node: number): Set<number> {
  const seen = new Set<number>();
  const end = node < 0 ? nodes.length : nodes.end(node);
  for (let child = node + 1; child < end; child = nodes.end(child)) seen.add(nodes.ref(child));
  return seen;
}

/** Draws direct children together as they are met in wire order. */
export class RunMaker {
  run: { readonly ref: number; readonly packed: boolean; readonly first: number; count: number } | undefined;

  /** Takes one more child. Gives the run before it when that has ended. */
  take(child: number, ref: number, shape: number): Run | undefined {
    const before = this.run;
    const packed = shape < -1;
    if (before && before.ref === ref && before.packed === packed) {
      before.count++;
      return undefined;
    }
    this.run = { ref, packed, first: child, count: 1 };
    return before;
  }
}

/** The children of a message (-1: the root) as runs, in wire order. Cost: a step for each child. */
export function* runsByStep(nodes: Tree, node: number): Generator<Run> {
  const end = node < 0 ? nodes.length : nodes.end(node);
  const runs = new RunMaker();
  for (let child = node + 1; child < end; child = nodes.end(child)) {
    const ended = runs.take(child, nodes.ref(child), nodes.shape(child));
    if (ended) yield ended;
  }
  if (runs.run) yield runs.run;
}
