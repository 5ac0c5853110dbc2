import { expect, it } from "vitest";
import type { TypeLine } from "../../worker/protocol.ts";
import { packageKey, pathTo, typeRows } from "./type-rows.ts";

const line = (typeName: string, outer?: string): TypeLine => ({
  typeName,
  name: typeName.slice(typeName.lastIndexOf(".") + 1),
  packageName: typeName.slice(0, typeName.indexOf(".")),
  fields: 1,
  root: false,
  gone: false,
  ...(outer !== undefined && { outer }),
});
const lines = [line("a.A"), line("a.A.In", "a.A"), line("a.A.In.Deep", "a.A.In"), line("b.B"), line("b.Lost.In", "b.Lost")];
const drawn = (open: readonly string[], all = false) =>
  typeRows(lines, new Set(open), all).map(({ key, depth, expanded, posInSet, setSize, parent }) =>
    [" ".repeat(depth) + key, expanded ? "v" : "", `${posInSet}/${setSize}`, parent].join(" "),
  );

it("shows packages only, until they are opened", () => {
  expect(drawn([])).toEqual(["package a  1/2 -1", "package b  2/2 -1"]);
  expect(drawn([packageKey("a"), "a.A"])).toEqual(["package a v 1/2 -1", " a.A v 1/1 0", "  a.A.In  1/1 1", "package b  2/2 -1"]);
});

it("opens all for a search, and puts a nested type without its outer one into the package", () => {
  expect(drawn([], true)).toEqual([
    "package a v 1/2 -1",
    " a.A v 1/1 0",
    "  a.A.In v 1/1 1",
    "   a.A.In.Deep  1/1 2",
    "package b v 2/2 -1",
    " b.B  1/2 4",
    " b.Lost.In  2/2 4",
  ]);
});

it("lists the fields that a search found below their type", () => {
  const hit = { ...line("a.A"), hits: [{ name: "x", number: 7 }] };
  expect(typeRows([hit], new Set(), true).at(-1)).toMatchObject({ kind: "field", depth: 2, name: "x", number: 7 });
});

it("knows what to open for a type to be in sight", () => {
  expect(pathTo("a.A.In.Deep", lines)).toEqual([packageKey("a"), "a.A.In", "a.A"]);
  expect(pathTo("gone", lines)).toEqual([]);
});
