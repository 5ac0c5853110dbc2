import { describe, expect, it } from "vitest";
import type { BlobInfo, VerdictKind } from "../../worker/protocol.ts";
import type { AppState } from "./store.ts";
import { factsOf, tableReleases, tableRows } from "./table-rows.ts";
import type { BlobVerdict, TableShow, TableSort } from "./verdict-slice.ts";

const blob = (name: string, bytes: number, container = "raw"): BlobInfo => ({ blobId: name, name, bytes, sha256: name, container });

function verdict(
  root: string | undefined,
  writer: string,
  problems: number,
  kinds: Record<string, VerdictKind>,
  cause?: string,
): BlobVerdict {
  const cells = Object.entries(kinds).map(([release, kind]) => [
    release,
    { verdict: kind, exact: true, count: "", findings: [], ...(kind === "fails" && cause !== undefined && { cause }) },
  ]);
  const found = { release: writer, candidates: [writer], confidence: "sure" as const, evidence: [], given: false };
  return { key: "", origin: { ...(root !== undefined && { root }), writer: found }, cells: Object.fromEntries(cells), problems };
}

const blobs = [blob("b10", 3, "gzip"), blob("b2", 9), blob("b1", 5), blob("late", 7)];
const verdicts = {
  b10: verdict("t.B", "2.0", 0, { "1.0": "fails", "2.0": "restores" }, "missing\nt.B.x"),
  b2: verdict("t.A", "1.0", 4, { "1.0": "restores", "2.0": "loses" }),
  b1: verdict(undefined, "1.0", 1, { "1.0": "fails", "2.0": "fails" }, "eof\n"),
};

function names(show: TableShow, closing: readonly string[] = []): string[] {
  return tableRows({ blobs, closing, twins: { b2: ["other/b2 again"] }, verdicts, tableShow: show }).map(({ name }) => name);
}

describe("the rows of the table", () => {
  it("sorts by every column; equal ones and those of which nothing is known keep their order", () => {
    const by = (sort: TableSort, down = false) => names({ sort, down });
    expect(by("name")).toEqual(["b1", "b2", "b10", "late"]);
    expect(by("name", true)).toEqual(["late", "b10", "b2", "b1"]);
    expect(by("bytes")).toEqual(["b10", "b1", "late", "b2"]);
    expect(by("container")).toEqual(["b10", "b2", "b1", "late"]);
    expect(by("root")).toEqual(["b1", "late", "b2", "b10"]);
    expect(by("writer")).toEqual(["late", "b2", "b1", "b10"]);
    expect(by("problems")).toEqual(["b2", "b1", "b10", "late"]);
    expect(by("on 1.0")).toEqual(["b10", "b1", "b2", "late"]);
    expect(by("on 2.0")).toEqual(["b1", "b2", "b10", "late"]);
  });

  it("narrows by verdict, root, writer, cause and text, and leaves out what is being closed", () => {
    expect(names({ verdict: "fails" })).toEqual(["b10", "b1"]);
    expect(names({ root: "t.A" })).toEqual(["b2"]);
    expect(names({ writer: "1.0" })).toEqual(["b2", "b1"]);
    expect(names({ cause: "eof\n" })).toEqual(["b1"]);
    expect(names({ text: "GZip" })).toEqual(["b10"]);
    expect(names({ text: "AGAIN" })).toEqual(["b2"]);
    expect(names({ text: "t.a" })).toEqual(["b2"]);
    expect(names({}, ["b2"])).toEqual(["b10", "b1", "late"]);
  });

  it("counts what it can be narrowed to", () => {
    const facts = factsOf(verdicts);
    expect(facts.verdicts).toEqual({ fails: 2, depends: 0, loses: 1, restores: 2, "no-root": 0 });
    expect([...facts.roots]).toEqual([
      ["t.B", 1],
      ["t.A", 1],
      ["", 1],
    ]);
    expect([...facts.causes]).toEqual([
      ["missing\nt.B.x", 1],
      ["eof\n", 2],
    ]);
    expect(facts.failing).toBe(3);
  });

  it("counts blobs of several candidates as one entry, which narrows to them", () => {
    const both = verdict("t.A", "2.0", 0, {});
    const found = { ...both.origin!.writer, candidates: ["2.0", "1.0"] };
    const two = { ...verdicts, late: { ...both, origin: { root: "t.A", writer: found } } };
    expect([...factsOf(two).writers]).toEqual([
      ["2.0", 1],
      ["1.0", 2],
      ["2.0 or 1.0", 1],
    ]);
    const shown = (writer: string) => tableRows({ blobs, closing: [], twins: {}, verdicts: two, tableShow: { writer } });
    expect(shown("2.0 or 1.0").map(({ name }) => name)).toEqual(["late"]);
    expect(shown("2.0").map(({ name }) => name)).toEqual(["b10"]);
  });

  it("has a column for the user's releases, and an example's only where a blob is of no other", () => {
    const release = (name: string, origin: "user" | "bundled") => ({ release: name, origin }) as AppState["releases"][number];
    const releases = [release("1.0", "bundled"), release("2.0", "user")];
    expect(tableReleases({ releases, verdicts: {} })).toEqual(["1.0", "2.0"]);
    expect(tableReleases({ releases, verdicts })).toEqual(["2.0"]);
    const only = { x: verdict("t.C", "1.0", 0, { "1.0": "restores", "2.0": "no-root" }) };
    expect(tableReleases({ releases, verdicts: only })).toEqual(["1.0"]);
  });
});
