import { contentType, type Decoded, isOpened, Status } from "../decode/index.ts";

/** True for a node of which the reader does not know what is inside: an unknown field, or an `Any`'s content that is lent a type or guessed at. */
export function isForeignTo(decoded: Decoded, node: number): boolean {
  const { nodes, loans } = decoded;
  return nodes.status(node) === Status.UNKNOWN || loans.has(node) || (isOpened(decoded, node) && contentType(decoded, node) === undefined);
}
