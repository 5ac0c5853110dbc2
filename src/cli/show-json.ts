import { type Item, type JsonNode, jsonNode, knownIn, NoteBit, Status, walk, whyAbsent } from "../decode/index.ts";
import type { ShownBlob } from "./blob.ts";
import type { Output } from "./output.ts";

/** Prints the contract's `show --json` document on one line, node by node, so that a large blob takes no more memory than a small one. */
export async function showJson(shown: ShownBlob, depth: number, out: Output): Promise<void> {
  const { decoded, file, name, sha256, container, pieces, detected } = shown;
  const head = {
    schemaVersion: 1,
    ...(file !== undefined && { file }),
    blob: {
      name,
      bytes: decoded.bytes.length,
      sha256,
      ...(pieces && { fileOffset: pieces[0]![1] }),
      ...(pieces && pieces.length > 1 && { pieces }),
    },
    container,
    ...(decoded.set.release !== "" && { release: decoded.set.release }),
    ...(decoded.root && { root: { typeName: decoded.root.typeName, detected } }),
    counts: decoded.counts,
    ...(decoded.nodes.depth > depth && { cut: { depth, levels: decoded.nodes.depth } }),
  };
  out.write(`${JSON.stringify(head).slice(0, -1)},"nodes":[`);
  let first = true;
  for (const { item } of walk(decoded, depth)) {
    const wait = out.write((first ? "" : ",") + JSON.stringify(nodeOf(shown, item)));
    first = false;
    if (wait) await wait;
    if (out.closed) return;
  }
  out.write("]}\n");
}

/** A node with what other releases know of it: the names of an unknown field, the reason of an absent one. */
function nodeOf(shown: ShownBlob, item: Item): JsonNode & Record<string, unknown> {
  const { decoded, others, writers } = shown;
  const node = jsonNode(decoded, item);
  if (item.kind === "absent") return { ...node, why: whyAbsent(writers, item) };
  if (decoded.nodes.status(item.node) !== Status.UNKNOWN || decoded.nodes.notes(item.node) & NoteBit.GUESS) return { ...node };
  return { ...node, knownIn: knownIn(others, item.node) };
}
