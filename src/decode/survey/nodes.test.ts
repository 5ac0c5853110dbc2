import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { loadSchemaSet } from "../../schema/index.ts";
import { kindAt, NodeKind } from "../../wire/index.ts";
import { decodeByColumns } from "../testing/columns/judged.ts";
import { PagedNodes } from "./nodes.ts";
import { survey } from "./survey.ts";
import { randomMessage, SURVEY_PROTO } from "./testing.ts";

const SEED = 20261127;
const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);
const root = set.typeByName.get("t.All")!;

const FACTS = ["from", "to", "end", "parent", "ref", "shape", "head", "kind", "problem", "status", "notes", "ordinal"] as const;

/** A message with runs of one field and of unknown ones behind it, longer than what is stepped over. */
function withRuns(message: Uint8Array, seed: number): Uint8Array {
  const inners = Array.from({ length: seed % 90 }, (_, i) => {
    const inner = randomMessage(set, set.typeByName.get("t.Inner")!, seed + i).subarray(0, 100);
    return [0x82, 1, inner.length, ...inner];
  });
  const unknown = Array.from({ length: (seed >> 3) % 90 }, (_, i) => [0xd0 + ((i % 2) << 3), 5, i]);
  return Uint8Array.from([...message, ...(seed & 1 ? inners : []).flat(), ...(seed & 2 ? unknown : []).flat()]);
}

it(`gives the facts of any node in any order, whatever is held (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.nat(), { maxLength: 60 }), fc.nat(50), (seed, asked, held) => {
      const bytes = withRuns(randomMessage(set, root, seed), seed);
      const full = decodeByColumns(bytes, set, root).nodes;
      const nodes = new PagedNodes(survey(bytes, set, root, 24), held);
      expect([nodes.length, nodes.depth]).toEqual([full.length, full.depth]);
      if (full.length === 0) return;
      for (const node of asked.map((n) => n % full.length)) {
        for (const key of FACTS) expect([key, nodes[key](node)]).toEqual([key, full[key](node)]);
      }
      for (const node of [-1, ...asked.map((n) => n % full.length)]) {
        if (node >= 0 && full.shape(node) < 0) continue;
        expect(new Set(nodes.fieldsIn(node))).toEqual(full.fieldsIn(node));
        const runs = [...nodes.runsIn(node)];
        expect(runs).toEqual([...full.runsIn(node)]);
        for (const { ref, packed, first, count } of runs.filter((run) => !run.packed))
          for (let nth = 0; nth < count; nth += nth < 4 ? 1 : 11)
            expect([packed, nodes.nthIn(node, ref, first, nth)]).toEqual([false, full.nthIn(node, ref, first, nth)]);
      }
      for (const offset of asked.map((n) => n % (bytes.length + 1))) expect(nodes.atOffset(offset)).toBe(full.atOffset(offset));
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

it(`finds fields by where they begin, and tells of what is below them, in any order (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3)), { maxLength: 60 }), fc.nat(50), (seed, asked, held) => {
      const bytes = withRuns(randomMessage(set, root, seed), seed);
      const full = decodeByColumns(bytes, set, root).nodes;
      const isField = (node: number): boolean => kindAt(full, node) <= NodeKind.RESOURCE;
      const fields = Array.from({ length: full.length }, (_, node) => node).filter(isField);
      const nodes = new PagedNodes(survey(bytes, set, root, 24 + (seed % 200)), held);
      for (const [n, within, others] of fields.length > 0 ? asked : []) {
        const node = fields[n % fields.length]!;
        expect(nodes.fieldAt(full.from(node))).toBe(node);
        const below = node + (within % (full.end(node) - node));
        const beside = Array.from({ length: others }, (_, i) => (within + 7 * i) % full.length);
        for (const each of [node, below, ...beside, below, node])
          expect([each, ...FACTS.map((key) => nodes[key](each))]).toEqual([each, ...FACTS.map((key) => full[key](each))]);
      }
    }),
    { seed: SEED, numRuns: 500 },
  );
});

it("draws hundreds of children on a page together, around one that is unknown", () => {
  const inner = [0x82, 0x01, 0x02, 0x08, 0x05];
  const inners = Array.from({ length: 400 }, () => inner).flat();
  const bytes = Uint8Array.from([...inners, 0xc0, 0x3e, 0x01, ...inners, ...Array.from({ length: 64 }, () => 0)]).subarray(0, 4003);
  const full = decodeByColumns(bytes, set, root).nodes;
  for (const pageBytes of [24, 1 << 11]) {
    const nodes = new PagedNodes(survey(bytes, set, root, pageBytes));
    expect([...nodes.runsIn(-1)]).toEqual([...full.runsIn(-1)]);
    expect(Array.from({ length: full.length }, (_, node) => nodes.end(node))).toEqual(
      Array.from({ length: full.length }, (_, node) => full.end(node)),
    );
  }
});

it("packed fields among the direct children of a message that reaches over pages count with their elements", () => {
  const fields =
    "repeated bytes a = 1; repeated uint32 b = 2; repeated bytes c = 3; repeated fixed32 d = 4; uint32 e = 5; repeated bytes f = 6;";
  const packed = loadSchemaSet("p", [{ path: "p.proto", text: `syntax = "proto3"; package p; message Root { ${fields} }` }]);
  const filler = (tag: number): number[] => Array.from({ length: 60 }, () => [tag, 20, ...Array(20).fill(7)]).flat();
  const parts = [filler(0x0a), [0x12, 3, 1, 2, 3], filler(0x1a), [0x22, 8, 1, 2, 3, 4, 5, 6, 7, 8], [0x28, 7], filler(0x32)];
  const bytes = Uint8Array.from(parts.flat());
  const type = packed.typeByName.get("p.Root")!;
  const full = decodeByColumns(bytes, packed, type).nodes;
  for (const pageBytes of [24, 200, 1000])
    expect([...new PagedNodes(survey(bytes, packed, type, pageBytes)).runsIn(-1)]).toEqual([...full.runsIn(-1)]);
});

it("makes no page to tell again of fields that were found, nor which of their list they are", () => {
  const inners = Array.from({ length: 4000 }, (_, i) => [0x82, 0x01, 0x02, 0x08, i % 100]);
  const nodes = new PagedNodes(survey(Uint8Array.from(inners.flat()), set, root, 1 << 11));
  const makePage = vi.spyOn(nodes.reader, "page");
  const wanted = Array.from({ length: 40 }, (_, i) => 100 * i + 7);
  const found = wanted.map((nth) => nodes.fieldAt(5 * nth));
  expect(found).toEqual(wanted.map((nth) => 2 * nth));
  for (const node of found) expect([nodes.parent(node), nodes.ordinal(node), nodes.notes(node)]).toEqual([-1, node / 2, 0]);
  // What is below one is asked for before the field itself.
  for (const node of found) expect([nodes.parent(node + 1), nodes.ordinal(node)]).toEqual([node, node / 2]);
  expect(makePage).not.toHaveBeenCalled();
});
