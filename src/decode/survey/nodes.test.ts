import fc from "fast-check";
import { expect, it } from "vitest";
import { loadSchemaSet } from "../../schema/index.ts";
import { nodeAtOffset } from "../../wire/index.ts";
import { decode } from "../index.ts";
import { Nodes } from "./nodes.ts";
import { survey } from "./survey.ts";
import { randomMessage, SURVEY_PROTO } from "./testing.ts";

const SEED = 20261127;
const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);
const root = set.typeByName.get("t.All")!;

it(`gives the facts of any node in any order, whatever is held (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.nat(), { maxLength: 60 }), fc.nat(50), (seed, asked, held) => {
      const bytes = randomMessage(set, root, seed);
      const { wire, status, notes, ordinal } = decode(bytes, set, root);
      const nodes = new Nodes(survey(bytes, set, root, 24), held);
      expect([nodes.length, nodes.depth]).toEqual([wire.length, wire.depth]);
      if (wire.length === 0) return;
      for (const node of asked.map((n) => n % wire.length)) {
        for (const key of ["from", "to", "end", "parent", "ref", "shape", "head", "kind", "problem"] as const)
          expect([key, nodes[key](node)]).toEqual([key, wire[key][node]]);
        expect([nodes.status(node), nodes.notes(node), nodes.ordinal(node)]).toEqual([status[node], notes[node], ordinal[node]]);
      }
      for (const offset of asked.map((n) => n % (bytes.length + 1))) expect(nodes.atOffset(offset)).toBe(nodeAtOffset(wire, offset));
    }),
    { seed: SEED, numRuns: 1000 },
  );
});
