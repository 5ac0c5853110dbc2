import { type Decoded, type Item, isElement, jsonNodeText, knownIn, NoteBit, Status, segmentOf, walk, whyAbsent } from "../decode/index.ts";
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
  /** Paths of the last node of each level so far: that of a row is its parent's with a step. */
  const paths: string[] = [];
  for (const { item, depth: level } of walk(decoded, depth)) {
    const parent = level === 0 ? "" : paths[level - 1]!;
    const path = childPath(decoded, item, parent);
    if (item.kind === "node") paths[level] = path;
    const wait = out.write((first ? "" : ",") + nodeText(shown, item, path));
    first = false;
    if (wait) await wait;
    if (out.closed) return;
  }
  out.write("]}\n");
}

/** Path of a row whose parent's is given, "" for the root. */
function childPath(decoded: Decoded, item: Item, parent: string): string {
  const step = item.kind === "node" ? segmentOf(decoded, item.node) : item.field.name;
  return parent === "" || (item.kind === "node" && isElement(decoded, item.node)) ? parent + step : `${parent}.${step}`;
}

/** A node with what other releases know of it: the names of an unknown field, the reason of an absent one. */
function nodeText({ decoded, others, writers }: ShownBlob, item: Item, path: string): string {
  const text = jsonNodeText(decoded, item, path);
  if (item.kind === "absent") return `${text.slice(0, -1)},"why":"${whyAbsent(writers, item)}"}`;
  if (decoded.nodes.status(item.node) !== Status.UNKNOWN || decoded.nodes.notes(item.node) & NoteBit.GUESS) return text;
  return `${text.slice(0, -1)},"knownIn":${JSON.stringify(knownIn(others, item.node))}}`;
}
