import { expect, test } from "vitest";
import { toldApart } from "./told-apart.ts";

const blob = (source: string, name = source.slice(source.lastIndexOf("/") + 1)) => ({ name, ...(source !== name && { source }) });
const names = (...sources: string[]) => toldApart(sources.map((source) => blob(source))).map(({ name }) => name);

test("blobs of one name are called after the fewest folders that tell them apart", () => {
  expect(names("releases/a/vm.bin", "releases/b/vm.bin", "releases/b/x.bin")).toEqual(["vm.bin — a", "vm.bin — b", "x.bin"]);
  expect(names("vm.bin", "r/a/vm.bin")).toEqual(["vm.bin", "vm.bin — a"]);
  expect(names("c/a/vm.bin", "d/a/vm.bin", "b/vm.bin")).toEqual(["vm.bin — c/a", "vm.bin — d/a", "vm.bin — b"]);
});

test("folders that all have at the end tell nothing", () => {
  expect(names("r/a/out/vm.bin", "r/b/out/vm.bin", "r/c/out/vm.bin")).toEqual(["vm.bin — a", "vm.bin — b", "vm.bin — c"]);
  expect(names("out/vm.bin", "a/out/vm.bin")).toEqual(["vm.bin", "vm.bin — a"]);
});

test("archives tell apart as folders do", () => {
  const [x, y] = toldApart([blob("a.zip › vm.bin", "vm.bin"), blob("b.zip › in/vm.bin", "vm.bin")]);
  expect([x!.name, y!.name]).toEqual(["vm.bin — a.zip", "vm.bin — in"]);
});

test("what no folder tells apart is numbered, and no name is given twice", () => {
  expect(names("vm.bin", "vm.bin", "vm.bin (2)")).toEqual(["vm.bin", "vm.bin (3)", "vm.bin (2)"]);
  expect(names("a/vm.bin", "b/vm.bin", "a/vm.bin")).toEqual(["vm.bin — a", "vm.bin — b", "vm.bin — a (2)"]);
  expect(names("a/vm.bin", "b/vm.bin", "vm.bin — b")).toEqual(["vm.bin — a", "vm.bin — b (2)", "vm.bin — b"]);
});

test("a name goes back to the file's when no other has it any more, and an object stays where its name does", () => {
  const [a, b] = toldApart([blob("r/a/vm.bin"), blob("r/b/vm.bin")]);
  expect(a).toMatchObject({ name: "vm.bin — a", file: "vm.bin" });
  expect(toldApart([b!])).toEqual([blob("r/b/vm.bin")]);
  const more = toldApart([a!, b!, blob("r/c/vm.bin")]);
  expect(more[0]).toBe(a);
  expect(more[2]!.name).toBe("vm.bin — c");
});
