import { describe, expect, it } from "vitest";
import { type Decoded, decode, pathOf } from "../decode/index.ts";
import { encodeVarint } from "../wire/text.ts";
import { type Comparison, changeJson, compare, comparisonJson, fromOf, matchChoices } from "./index.ts";
import { below, rngOf, root, set } from "./testing/random.ts";

function bytesOf(parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
}
/** LEN field. */
function len(number: number, body: readonly number[] | Uint8Array): Uint8Array {
  return bytesOf([encodeVarint(number * 8 + 2), encodeVarint(body.length), body]);
}
function uint(number: number, value: number): Uint8Array {
  return bytesOf([encodeVarint(number * 8), encodeVarint(value)]);
}
function text(number: number, value: string): Uint8Array {
  return len(number, new TextEncoder().encode(value));
}
function read(bytes: Uint8Array): Decoded {
  return decode(bytes, set, root);
}
function diff(a: Uint8Array, b: Uint8Array, editWork?: number): Comparison {
  return compare({ decoded: read(a), name: "a" }, { decoded: read(b), name: "b" }, editWork === undefined ? {} : { editWork });
}

describe("bad and large inputs", () => {
  it("100,000 identical elements against 90,000: removed ones only, not coarse", () => {
    const element = len(11, text(2, "x"));
    const a = bytesOf(Array.from({ length: 100_000 }, () => element));
    const b = bytesOf(Array.from({ length: 90_000 }, () => element));
    const { counts, coarse } = diff(a, b);
    expect(counts).toMatchObject({ removed: 10_000, changed: 0, moved: 0 });
    expect(coarse).toEqual([]);
  });

  it("contents that repeat, and one that is written otherwise on the other side: that one is found again", () => {
    const same = (count: number): Uint8Array => bytesOf(Array.from({ length: count }, () => len(11, text(2, "x"))));
    const written = [text(2, "y"), uint(3, 0)];
    const a = bytesOf([same(5), len(11, bytesOf(written)), same(4)]);
    const b = bytesOf([same(4), len(11, bytesOf(written.slice(0, 1))), same(6)]);
    expect(diff(a, b).counts).toMatchObject({ "wire-only": 1, removed: 1, added: 2, changed: 0, moved: 0 });
  });

  it("a field is the key of a long list only where it tells all of its elements apart", () => {
    const items = (period: number, edited: number): Uint8Array =>
      bytesOf(Array.from({ length: 5000 }, (_, i) => len(11, bytesOf([text(2, i === edited ? "b" : "a"), uint(3, 2 * (i % period))]))));
    expect(diff(items(5000, -1), items(5000, 4000)).lists).toMatchObject([{ by: "field:3" }]);
    expect(diff(items(1500, -1), items(1500, 4000)).lists).toMatchObject([{ by: "content" }]);
    // What repeats is seen in elements from all over the list, before all are read.
    const many = diff(
      bytesOf(Array.from({ length: 20 }, () => items(5000, -1))),
      bytesOf([...Array.from({ length: 19 }, () => items(5000, -1)), items(5000, 9)]),
    );
    expect(many.lists).toMatchObject([{ by: "content", countA: 100_000 }]);
    expect(many.counts).toMatchObject({ changed: 1, added: 0, removed: 0, moved: 0 });
  });

  it("the ways to match a long list are told by its first elements", () => {
    const items = (last: number): Uint8Array =>
      bytesOf(Array.from({ length: 10_000 }, (_, i) => len(11, uint(1, i < 9999 ? i + 1 : last))));
    const comparison = diff(items(10_000), items(10_001));
    expect(matchChoices(comparison, comparison.lists[0]!.row).map(({ by }) => by)).toEqual(["field:1", "content", "index"]);
  });

  it("an element that is gone is not looked at until its node is asked for", () => {
    const items = Array.from({ length: 1000 }, (_, i) => len(11, bytesOf([uint(1, i + 1), len(4, new Uint8Array(50))])));
    const { rows, a, changes } = diff(bytesOf(items), bytesOf(items.toSpliced(700, 1)));
    expect([...changes].map((row) => [rows.a.has(row), rows.b.has(row)])).toEqual([[true, false]]);
    const row = changes[0]!;
    const from = rows.a.spot(row);
    expect(from).toBeLessThan(-1);
    const node = rows.a.at(row);
    expect([rows.a.spot(row), pathOf(a.decoded, node)]).toEqual([node, "items[700]"]);
    expect(fromOf(a.decoded, from)).toBe(a.decoded.nodes.from(node));
  });

  it("50,000 elements without a key in reverse order: moves only", () => {
    const elements = Array.from({ length: 50_000 }, (_, i) => text(13, `text ${i}`));
    const { counts, changes } = diff(bytesOf(elements), bytesOf([...elements].reverse()));
    expect(counts.moved).toBe(changes.length);
    expect(changes.length).toBe(49_999);
  });

  it("50,000 elements of few contents in reverse order: bounded, and said to be coarse", () => {
    const rng = rngOf(7);
    const elements = Array.from({ length: 50_000 }, () => text(13, `text ${below(rng, 5)}`));
    const { coarse, changes } = diff(bytesOf(elements), bytesOf([...elements].reverse()));
    expect(coarse).toHaveLength(1);
    expect(coarse[0]).toMatchObject({ path: "names" });
    expect(coarse[0]!.reason).toMatch(/work limit of 4,194,304 steps/);
    expect(changes.length).toBeGreaterThan(0);
  });

  it("a work limit is kept and said", () => {
    const a = bytesOf(["a", "b", "a", "b", "c"].map((word) => text(13, word)));
    const b = bytesOf(["b", "a", "c", "b", "b"].map((word) => text(13, word)));
    expect(diff(a, b).coarse).toEqual([]);
    expect(diff(a, b, 1).coarse).toHaveLength(1);
  });

  it("100,000 nested levels, one byte unlike at the bottom", () => {
    const nest = (leaf: number): Uint8Array => {
      const parts: (readonly number[] | Uint8Array)[] = [];
      let size = 2;
      parts.push([8, leaf]);
      for (let level = 0; level < 100_000; level++) {
        const head = bytesOf([encodeVarint((level === 99_999 ? 10 : 6) * 8 + 2), encodeVarint(size)]);
        parts.push(head);
        size += head.length;
      }
      return bytesOf(parts.reverse());
    };
    const { changes, rows, equal } = diff(nest(1), nest(2));
    expect([changes.length, rows.length, equal]).toEqual([1, 100_001, false]);
  });

  it("unlike roots are compared by number, and said", () => {
    const other = set.typeByName.get("t.Unit")!;
    const bytes = text(8, "x");
    const comparison = compare({ decoded: read(bytes), name: "a" }, { decoded: decode(bytes, set, other), name: "b" });
    expect(comparison.coarse).toEqual([
      { row: -1, path: "", reason: expect.stringMatching(/roots are not of one type: t.Root and t.Unit/) },
    ]);
    expect([...comparisonJson(comparison)].join("")).toMatch(/"coarse":\[\{"path":"",/);
  });

  it("a side that does not parse, and one of no bytes", () => {
    const good = bytesOf([uint(1, 5), text(8, "hello")]);
    const broken = bytesOf([uint(1, 5), [0x42, 0x7f, 0x68]]);
    const comparison = diff(good, broken);
    expect(comparison.equal).toBe(false);
    expect([...comparison.changes].map((row) => changeJson(comparison, row))).toMatchObject([
      { path: "text", kind: "changed", a: { value: "hello", status: "known" }, b: { status: "malformed" } },
    ]);
    expect(diff(broken, broken.slice()).equal).toBe(true);
    expect(diff(good, new Uint8Array(0)).counts.changed).toBe(2);
    expect(diff(new Uint8Array(0), new Uint8Array(0))).toMatchObject({ equal: true, changes: new Int32Array(0) });
  });

  it("100 MB against 1 KB: what only the big side has is removed, not coarse", () => {
    // Elements of one length, so that a side is made fast: the id is four bytes of a varint.
    const FIRST = 2 ** 21;
    const template = len(11, bytesOf([uint(1, FIRST), text(2, "element"), len(4, new Uint8Array(85))]));
    const items = (count: number): Uint8Array => {
      const bytes = new Uint8Array(count * template.length);
      for (let i = 0; i < count; i++) {
        bytes.set(template, i * template.length);
        bytes.set(encodeVarint(FIRST + i), i * template.length + 3);
      }
      return bytes;
    };
    const [big, small] = [items(1_000_000), items(10)];
    expect([big.length, small.length]).toEqual([103_000_000, 1030]);
    const { counts, coarse, lists } = diff(big, small);
    expect(counts).toMatchObject({ removed: 999_990, changed: 0, added: 0, moved: 0 });
    expect(lists).toMatchObject([{ by: "field:1", countA: 1_000_000, countB: 10 }]);
    expect(coarse).toEqual([]);
  });
});
