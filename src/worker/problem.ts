import { type Decoded, type Item, keyOf } from "../decode/index.ts";
import { treeOrder } from "./find.ts";

/** Key of the next or previous malformed or mismatched row, from an item or from the start, going round. Cost: a bit for each node passed. */
export function problemFrom(decoded: Decoded, item: Item | undefined, direction: 1 | -1): string | null {
  const { nodes } = decoded;
  const { length } = nodes;
  const start =
    item === undefined
      ? direction === 1
        ? -1
        : length
      : item.kind === "node"
        ? item.node
        : Math.ceil(treeOrder(decoded)(item)) - (direction === 1 ? 1 : 0);
  // As the chips count them: a bad element stands in a bad field already, and a guess is nobody's problem.
  const sets = [nodes.marked("mismatched"), nodes.marked("malformed")];
  const next = (from: number): number => Math.min(...sets.map((set) => set.next(from)).filter((node) => node >= 0));
  const previous = (from: number): number => Math.max(...sets.map((set) => set.previous(from)));
  let node = direction === 1 ? next(start + 1) : previous(start - 1);
  if (direction === 1 && node === Number.POSITIVE_INFINITY) node = next(0);
  if (direction === -1 && node < 0) node = previous(length - 1);
  return node >= 0 && node < length ? keyOf(decoded, node) : null;
}
