import { describe, expect, it } from "vitest";
import type { BlobInfo } from "../../worker/protocol.ts";
import { blobWord, verdictWordOf } from "./summary.ts";

const blob: BlobInfo = { blobId: "1", name: "a.bin", bytes: 2405, sha256: "", container: "raw" };
const none = { known: 3, unknown: 0, defaulted: 0, mismatched: 0, malformed: 0, trouble: false };

describe("what the list says of a blob", () => {
  it("is the size until something is wrong", () => {
    expect(blobWord(blob, undefined)).toMatchObject({ kind: undefined, word: "2,405 bytes" });
    expect(blobWord(blob, none)).toMatchObject({ kind: "known", word: "2,405 bytes", says: "a.bin, 2,405 bytes, every field known" });
  });

  it("puts problems before unknown fields", () => {
    expect(blobWord(blob, { ...none, unknown: 2 })).toMatchObject({ kind: "unknown", word: "2 unknown" });
    expect(blobWord(blob, { ...none, unknown: 2, mismatched: 1 })).toMatchObject({ kind: "mismatched", word: "1 problem" });
    expect(blobWord(blob, { ...none, malformed: 1, mismatched: 1 })).toMatchObject({ kind: "malformed", word: "2 problems" });
  });
});

describe("what the list says of a blob that was judged", () => {
  const cell = (verdict: "fails" | "loses" | "depends" | "restores" | "no-root") => ({ verdict, exact: true, count: "", findings: [] });
  const word = blobWord(blob, none);

  it("is the worst verdict, and on how many releases", () => {
    const cells = { a: cell("fails"), b: cell("loses"), c: cell("fails"), d: cell("restores") };
    expect(verdictWordOf(word, { key: "", cells })).toMatchObject({ verdict: "fails", word: "fails on 2" });
    expect(verdictWordOf(word, { key: "", cells: { a: cell("restores"), b: cell("no-root") } })).toMatchObject({ word: "restores" });
  });

  it("is a whole sentence for who hears it", () => {
    const says = (...kinds: Parameters<typeof cell>[0][]) =>
      verdictWordOf(word, { key: "", cells: Object.fromEntries(kinds.map((kind, i) => [i, cell(kind)])) }).says;
    expect(says("fails", "depends")).toBe("a.bin, 2,405 bytes, every field known, fails on 1 of the releases");
    expect(says("depends", "restores", "depends")).toBe("a.bin, 2,405 bytes, every field known, cannot be told on 2 of the releases");
    expect(says("restores")).toMatch(/, restores on every release that has its root$/);
  });

  it("stays as it was where no release has the root", () => {
    expect(verdictWordOf(word, { key: "", cells: { a: cell("no-root") } })).toBe(word);
    expect(verdictWordOf(word, undefined)).toBe(word);
  });
});
