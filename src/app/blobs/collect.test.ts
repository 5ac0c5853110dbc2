import { describe, expect, it } from "vitest";
import { collectDrop, type Entry, fromFiles, type Transfer } from "./collect.ts";

const file = (name: string, path = ""): File => Object.assign(new File(["x"], name), path ? { webkitRelativePath: path } : {});
const fileEntry = (name: string): Entry => ({ isDirectory: false, name, file: (done) => done(file(name)) });

/** A folder whose reader gives at most two entries a call, as browsers give at most 100. */
function folder(name: string, entries: readonly Entry[]): Entry {
  const left = [...entries];
  return { isDirectory: true, name, createReader: () => ({ readEntries: (done) => done(left.splice(0, 2)) }) };
}

function transfer(entries: readonly (Entry | null)[], files: readonly File[] = [], text = ""): Transfer {
  return { items: entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry })), files, getData: () => text };
}

describe("the files of a drop", () => {
  it("walks folders to the end and keeps the order", async () => {
    const inner = folder("b", [fileEntry("4"), fileEntry("5"), fileEntry("6")]);
    const drop = transfer([folder("a", [fileEntry("1"), fileEntry("2"), fileEntry("3"), inner]), fileEntry("7")]);
    const { files, problems } = await collectDrop(drop);
    expect(files.map((f) => f.path)).toEqual(["a/1", "a/2", "a/3", "a/b/4", "a/b/5", "a/b/6", "7"]);
    expect(problems).toEqual([]);
  });

  it("takes all entries before it waits", async () => {
    let emptied = false;
    const entry = (name: string) => () => (emptied ? null : fileEntry(name));
    const drop: Transfer = {
      items: ["a", "b"].map((name) => ({ kind: "file", webkitGetAsEntry: entry(name) })),
      files: [],
      getData: () => "",
    };
    const collected = collectDrop(drop);
    emptied = true;
    expect((await collected).files.map((f) => f.path)).toEqual(["a", "b"]);
  });

  it("takes plain files when a synthetic drop has no entries", async () => {
    const { files } = await collectDrop(transfer([null], [file("a.bin")]));
    expect(files).toMatchObject([{ path: "a.bin", kind: "file" }]);
  });

  it("names what the browser does not let it read and goes on", async () => {
    const bad: Entry = { isDirectory: false, name: "bad", file: (_, failed) => failed(new Error("no permission")) };
    const { files, problems } = await collectDrop(transfer([bad, fileEntry("good")]));
    expect(files.map((f) => f.path)).toEqual(["good"]);
    expect(problems).toEqual([{ path: "bad", message: "The browser cannot read it: no permission" }]);
  });

  it("takes dragged text as a paste", async () => {
    expect((await collectDrop(transfer([], [], "0a 13"))).files).toEqual([{ path: "pasted", kind: "text", text: "0a 13" }]);
    expect((await collectDrop(transfer([], [], "  "))).files).toEqual([]);
  });
});

describe("picked files", () => {
  it("keep their path inside a picked folder", () => {
    expect(fromFiles([file("a.proto", "set/1.0/a.proto"), file("b.bin")]).files.map((f) => f.path)).toEqual(["set/1.0/a.proto", "b.bin"]);
  });
});
