import { readdirSync, readFileSync } from "node:fs";
import type { ReleaseInfo } from "../protocol.ts";
import { DocumentStore } from "../store.ts";

const schemas = new URL("../../../schemas/", import.meta.url);
const files = readdirSync(schemas, { recursive: true })
  .map(String)
  .filter((path) => /\.(proto|json)$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(path, schemas), "utf8") }));

/** For tests: a store with the bundled releases and one of the examples. */
export async function opened(
  file: string,
): Promise<{ readonly store: DocumentStore; readonly blobId: string; readonly releases: readonly ReleaseInfo[] }> {
  const store = new DocumentStore();
  const releases = await store.handle("bundled", { files });
  const bytes = readFileSync(new URL(`../../../public/examples/${file}`, import.meta.url));
  const { blobs } = await store.handle("import", { files: [{ path: file, kind: "file", file: new Blob([bytes]) }] });
  return { store, blobId: blobs[0]!.blobId, releases };
}
