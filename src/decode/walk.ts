import type { NodeIndex } from "../base/index.ts";
import { absentFields } from "./absent.ts";
import { type Decoded, type Item, isOpened } from "./model.ts";

/** An item of the tree and its level, 0 for a field of the root. */
export interface Step {
  readonly item: Item;
  readonly depth: number;
}

/**
 * All rows of a blob in tree order: a parent before its children; on one level wire order, then the absent fields by number.
 * What is deeper than `maxDepth` levels is passed over. Iterative; makes one small object a row, as they are asked for.
 */
export function* walk(decoded: Decoded, maxDepth = Number.POSITIVE_INFINITY): Generator<Step> {
  const { nodes } = decoded;
  const open: { readonly node: number; readonly end: number }[] = [{ node: -1, end: nodes.length }];
  let node = 0;
  for (;;) {
    const top = open[open.length - 1]!;
    if (node < top.end) {
      const here = node as NodeIndex;
      const depth = open.length - 1;
      yield { item: { kind: "node", node: here }, depth };
      const end = nodes.end(here);
      if (depth + 1 >= maxDepth) node = end;
      else {
        node++;
        if (end > node || isOpened(decoded, here)) open.push({ node: here, end });
      }
      continue;
    }
    for (const field of absentFields(decoded, top.node)) yield { item: { kind: "absent", node: top.node, field }, depth: open.length - 1 };
    open.pop();
    if (open.length === 0) return;
  }
}
