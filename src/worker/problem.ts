import { type Decoded, type Item, isElement, keyOf, NoteBit, Status } from "../decode/index.ts";
import { treeOrder } from "./find.ts";

/** Key of the next or previous malformed or mismatched row, from an item or from the start, going round. Linear in the nodes passed. */
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
  for (let i = 1; i <= length; i++) {
    const node = (((start + direction * i) % length) + length) % length;
    // As the chips count them: a bad element stands in a bad field already, and a guess is nobody's problem.
    const counted = !isElement(decoded, node) && !(decoded.nodes.notes(node) & (NoteBit.GUESS | NoteBit.BORROWED));
    if (counted && decoded.nodes.status(node) >= Status.MISMATCHED) return keyOf(decoded, node);
  }
  return null;
}
