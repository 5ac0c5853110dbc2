import fs from "node:fs";
import path from "node:path";
import { encodeText } from "../../src/wire/text.ts";
import type { ExampleInfo } from "../../src/worker/protocol.ts";
import { examples } from "./catalog.ts";

/**
 * Every file of `public/examples/`, by name: the blobs, encoded from the texts in `texts`, and `index.json`.
 * The same input gives the same bytes. Throws, naming the text, when one cannot be encoded.
 */
export function buildExamples(texts: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const index: ExampleInfo[] = [];
  for (const { name, title, text, release, root, source, cut } of examples) {
    const from = path.join(texts, `${source ?? name}.txt`);
    files.set(`${name}.bin`, encodeFile(from).slice(0, cut));
    index.push({ file: `${name}.bin`, title, text, release, root });
  }
  files.set("index.json", new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`));
  return files;
}

function encodeFile(file: string): Uint8Array {
  try {
    return encodeText(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${path.basename(file)}:${error instanceof Error ? error.message : error}`);
  }
}
