import { expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { DocumentStore } from "./store.ts";

test("where no release gives a message by what its writer surely leaves out, what its plain schema leaves open is told", async () => {
  const store = new DocumentStore();
  const proto = 'syntax = "proto3"; package t; message Root { uint32 id = 1; bytes mac = 2; string name = 3; }';
  const { blobs } = await store.handle("import", {
    files: [
      { path: "own/t.proto", kind: "file", file: new Blob([proto]) },
      { path: "a.bin", kind: "file", file: new Blob([encodeText('1: 7 3: "x"')]) },
    ],
  });
  const blob = { blobId: blobs[0]!.blobId, root: "t.Root" };
  const read = async (text: string) => {
    const answer = await store.handle("readLog", { text, blob });
    if (answer.kind !== "errors") throw new Error(answer.why);
    return answer.errors[0]!.releases.find(({ release }) => release === "own")!;
  };
  const [judged] = (await store.handle("verdictRow", blob)).verdicts;
  expect(judged!.verdict).toBe("restores");
  const missing = await read("decoding failed: missing required field");
  expect(missing).toMatchObject({ can: "open", says: "own may give this message: its schema does not say." });
  expect(missing.causes).toMatchObject([{ rank: "may", path: "mac" }]);
  expect(await read("decoding failed: missing enum variant")).toMatchObject({ can: "no", causes: [] });
});
