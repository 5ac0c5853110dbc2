import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { absent, isTwofold, openvmm, realBlobs } from "../decode/testing/openvmm.ts";
import type { EvidenceExtent } from "./protocol.ts";
import { DocumentStore } from "./store.ts";

/** A store with the plain schemas and all real blobs, as a folder drops them: the root is found out. */
async function folder(): Promise<{ readonly store: DocumentStore; readonly ids: readonly string[] }> {
  const store = new DocumentStore();
  const schemas = path.join(openvmm, "schemas");
  const files = readdirSync(schemas, { recursive: true })
    .map(String)
    .filter((file) => /\.(proto|json)$/.test(file))
    .map((file) => ({ path: `schemas/${file}`, kind: "file" as const, file: new Blob([readFileSync(path.join(schemas, file))]) }));
  await store.handle("import", { files });
  const ids: string[] = [];
  for (const { file, bytes } of realBlobs()) {
    const { blobs } = await store.handle("import", { files: [{ path: file, kind: "file", file: new Blob([bytes.slice()]) }] });
    ids.push(blobs[0]!.blobId);
  }
  return { store, ids };
}

/** What the table says, beside what the decoders said: asked twice, as the page asks again where something was open. */
async function table({ store, ids }: Awaited<ReturnType<typeof folder>>, isSaid: boolean) {
  const rows = [...realBlobs()];
  const ask = (i: number) => store.handle("verdictRow", { blobId: ids[i]!, ...(isSaid && { writer: rows[i]!.writer }) });
  let evidence: EvidenceExtent = { blobs: 0, fields: 0, retracted: 0 };
  for (let i = 0; i < rows.length; i++) ({ evidence } = await ask(i));
  let pairs = 0;
  let depends = 0;
  const wrong: string[] = [];
  for (const [i, row] of rows.entries()) {
    const { origin, verdicts } = await ask(i);
    if (isTwofold(row) || origin.root !== row.root) continue;
    for (const said of row.readers) {
      if (said.knowsRoot === false || said.ambiguous) continue;
      const found = verdicts.find(({ release }) => release === said.release)!;
      pairs++;
      if (found.verdict === "depends") depends += said.unknownTypes ? 0 : 1;
      else if ((found.verdict === "fails") === said.ok) wrong.push(`${row.file} by ${said.release}: ${found.verdict}`);
    }
  }
  return { pairs, share: depends / pairs, wrong, evidence };
}

describe.skipIf(absent)("a folder of all real blobs, plain schemas, roots found out", () => {
  test("what is said of the writers is evidence: less depends, nothing contradicts, and taken back it is gone", {
    timeout: 600_000,
  }, async () => {
    const open = await folder();
    const shown = await table(open, false);
    const said = await table(open, true);
    const back = await table(open, false);
    console.info(
      `depends: ${[shown, said, back].map(({ share }) => `${(100 * share).toFixed(1)} %`)} of ${shown.pairs}, ${said.pairs} pairs`,
    );
    for (const { wrong, pairs } of [shown, said, back]) {
      expect(wrong).toEqual([]);
      expect(pairs).toBeGreaterThan(2500);
    }
    expect(said.share).toBeLessThan(0.1);
    expect(said.share).toBeLessThan(shown.share / 2);
    expect(said.evidence.blobs).toBeGreaterThan(shown.evidence.blobs);
    expect([back.share, back.evidence.blobs, back.evidence.fields]).toEqual([shown.share, shown.evidence.blobs, shown.evidence.fields]);
  });
});
