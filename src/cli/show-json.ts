import { jsonNode, walk } from "../decode/index.ts";
import type { ShownBlob } from "./blob.ts";
import type { Output } from "./output.ts";

/** Prints the contract's `show --json` document on one line, node by node, so that a large blob takes no more memory than a small one. */
export async function showJson(shown: ShownBlob, file: string | undefined, depth: number, out: Output): Promise<void> {
  const { decoded, name, sha256, container, detected } = shown;
  const head = {
    schemaVersion: 1,
    ...(file !== undefined && { file }),
    blob: { name, bytes: decoded.bytes.length, sha256 },
    container,
    ...(decoded.set.release !== "" && { release: decoded.set.release }),
    ...(decoded.root && { root: { typeName: decoded.root.typeName, detected } }),
    counts: decoded.counts,
    ...(decoded.wire.depth > depth && { cut: { depth, levels: decoded.wire.depth } }),
  };
  out.write(`${JSON.stringify(head).slice(0, -1)},"nodes":[`);
  let first = true;
  for (const { item } of walk(decoded, depth)) {
    const wait = out.write((first ? "" : ",") + JSON.stringify(jsonNode(decoded, item)));
    first = false;
    if (wait) await wait;
    if (out.closed) return;
  }
  out.write("]}\n");
}
