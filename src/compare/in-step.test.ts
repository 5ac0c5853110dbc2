import { describe, expect, it } from "vitest";
import { decode } from "../decode/index.ts";
import { loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { type Comparison, changeKind, compare, type Side, sidePath } from "./index.ts";

const set = loadSchemaSet("r", [
  {
    path: "t.proto",
    text: `syntax = "proto3"; package t; message Page { uint32 x = 1; string text = 2; } message Root { repeated Page pages = 1; }`,
  },
]);

/** Pages by their contents. */
function side(pages: readonly number[]): Side {
  const text = pages.map((page) => `1: {1: ${page % 7} 2: "page ${page}"} `).join("");
  return { decoded: decode(encodeText(text), set, set.typeByName.get("t.Root")), name: "x" };
}
const changesOf = (comparison: Comparison): string[] =>
  [...comparison.changes].map(
    (row) => `${changeKind(comparison, row)} ${sidePath(comparison, row, "a") ?? "-"} ${sidePath(comparison, row, "b") ?? "-"}`,
  );

/** Two thousand pages, of which each content stands a hundred times. */
const pages = Array.from({ length: 2000 }, (_, i) => i % 20);
const edited = (edit: (pages: number[]) => void): number[] => {
  const copy = [...pages];
  edit(copy);
  return copy;
};
/** With few steps for an edit script: contents that repeat are matched by what is in step, or not at all. */
const compared = (a: readonly number[], b: readonly number[]): Comparison => compare(side(a), side(b), { editWork: 100 });

describe("long lists without a key, of contents that repeat", () => {
  it.each<readonly [what: string, edit: (pages: number[]) => void, changes: readonly string[]]>([
    ["an element is gone", (all) => all.splice(700, 1), ["removed pages[700] -"]],
    ["one is new", (all) => all.splice(1300, 0, 77), ["added - pages[1300]"]],
    [
      "three are others",
      (all) => {
        for (const at of [5, 900, 1999]) all[at] = 88;
      },
      [5, 900, 1999].flatMap((at) => [`changed pages[${at}].x pages[${at}].x`, `changed pages[${at}].text pages[${at}].text`]),
    ],
    [
      "one stands elsewhere",
      (all) => {
        all[105] = 55;
        all.splice(1500, 0, ...all.splice(300, 1));
      },
      ["changed pages[105].x pages[105].x", "changed pages[105].text pages[105].text", "moved pages[300] pages[1500]"],
    ],
  ])("%s: told so, and the same from the other side", (_, edit, changes) => {
    const other = edited(edit);
    const there = compared(pages, other);
    expect(changesOf(there)).toEqual(changes);
    expect(there.coarse).toEqual([]);
    const turned = changesOf(compared(other, pages)).map((change) => change.split(" "));
    const mirrored = { added: "removed", removed: "added" } as Record<string, string>;
    expect(turned.map(([kind, a, b]) => `${mirrored[kind!] ?? kind} ${b} ${a}`).sort()).toEqual([...changes].sort());
  });

  it("where the lists never go on alike, the rest is aligned as in short ones", () => {
    const other = edited((all) => all.splice(1000, 1000, ...Array.from({ length: 1000 }, (_, i) => 100 + i)));
    const there = compared(pages, other);
    expect(there.coarse.map(({ path }) => path)).toEqual(["pages"]);
    expect(changesOf(there).every((change) => /pages\[1\d\d\d\]/.test(change))).toBe(true);
  });
});
