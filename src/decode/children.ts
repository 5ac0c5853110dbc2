/** The questions of `Nodes` about direct children, answered by a step to each. */
import type { Nodes, Run } from "./nodes.ts";

type Tree = Pick<Nodes, "length" | "end" | "ref" | "shape">;

export function fieldsByStep(nodes: Tree, node: number): Set<number> {
  const seen = new Set<number>();
  const end = node < 0 ? nodes.length : nodes.end(node);
  for (let child = node + 1; child < end; child = nodes.end(child)) seen.add(nodes.ref(child));
  return seen;
}

export function* runsByStep(nodes: Tree, node: number): Generator<Run> {
  const end = node < 0 ? nodes.length : nodes.end(node);
  let run: { ref: number; packed: boolean; first: number; count: number } | undefined;
  for (let child = node + 1; child < end; child = nodes.end(child)) {
    const ref = nodes.ref(child);
    const packed = nodes.shape(child) < -1;
    if (run && run.ref === ref && run.packed === packed) run.count++;
    else {
      if (run) yield run;
      run = { ref, packed, first: child, count: 1 };
    }
  }
  if (run) yield run;
}

export function nthByStep(nodes: Tree, first: number, nth: number): number {
  let node = first;
  for (let i = 0; i < nth; i++) node = nodes.end(node);
  return node;
}
