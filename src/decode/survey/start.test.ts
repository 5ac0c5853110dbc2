import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSchemaSet, type MessageType, type SchemaSet } from "../../schema/index.ts";
import { kindAt, NodeKind } from "../../wire/index.ts";
import { encodeText } from "../../wire/text.ts";
import { absentFields, decode, decodedFrom, isOpened, NO_SCHEMA, type Nodes, NoteBit } from "../index.ts";
import { absent, realBlobs, setOf } from "../testing/openvmm.ts";
import { PagedNodes } from "./nodes.ts";
import { survey, surveyStart } from "./survey.ts";
import { randomMessage, SURVEY_PROTO } from "./testing.ts";

const SEED = 20261128;
const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);

/** Reads the start of a blob with zeros for what is not there yet, and holds it against the blob read whole. Gives its nodes. */
function startIsRight(bytes: Uint8Array, filled: number, of: SchemaSet, root: MessageType | undefined, stride: number): number {
  const there = new Uint8Array(bytes.length);
  there.set(bytes.subarray(0, filled));
  const made = surveyStart(there, filled, of, root, stride, 2 * stride);
  if (!made) return 0;
  const whole = decode(bytes, of, root).nodes;
  const nodes = new PagedNodes(made);
  const { readTo } = made as { readTo: number };
  expect(readTo).toBeLessThanOrEqual(filled);
  // No node of the whole that begins before its end is missing.
  expect(nodes.length).toBeLessThanOrEqual(whole.length);
  if (nodes.length < whole.length) expect(whole.from(nodes.length)).toBeGreaterThanOrEqual(readTo);
  for (let node = 0; node < nodes.length; node++) {
    const isOpen = whole.to(node) > readTo;
    // What only their end tells: where a group ends and whether, and which entry of a map is the second of its key.
    const isOpenGroup = isOpen && kindAt(nodes, node) === NodeKind.SGROUP;
    const isOpenEntry = isOpen && nodes.ref(node) >= 0 && of.fields[nodes.ref(node)]!.map;
    const facts = (from: Nodes): (number | string)[] => [
      `node ${node} of ${nodes.length}`,
      ...(["from", "parent", "ref", "shape", "head", "kind", "status"] as const).map((key) => from[key](node)),
      Math.min(from.end(node), nodes.length),
      from.notes(node) | NoteBit.SUPERSEDED,
      ...(isOpenGroup ? [] : [from.to(node), from.problem(node)]),
      ...(isOpenEntry ? [] : [from.ordinal(node)]),
    ];
    expect(facts(nodes)).toEqual(facts(whole));
  }
  for (let node = -1; node < nodes.length; node++) {
    if (node >= 0 && nodes.shape(node) < 0) continue;
    const children: number[] = [];
    for (let child = node + 1; child < (node < 0 ? nodes.length : nodes.end(node)); child = nodes.end(child)) children.push(child);
    expect(nodes.fieldsIn(node)).toEqual(new Set(children.map((child) => nodes.ref(child))));
    expect([...nodes.runsIn(node)].reduce((sum, run) => sum + run.count, 0)).toBe(children.length);
  }
  return nodes.length;
}

describe(`the start of a blob (seed ${SEED})`, () => {
  it("has the nodes of the whole, as far as it goes", () => {
    let seen = 0;
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(set.roots.length - 1),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
        (seed, which, cut, edits) => {
          const root = set.roots[which]!;
          const bytes = randomMessage(set, root, seed);
          if (bytes.length === 0) return;
          for (const [at, value] of edits) bytes[at % bytes.length] = value;
          for (const stride of [1, 16]) seen += startIsRight(bytes, cut % bytes.length, set, root, stride);
          startIsRight(bytes, cut % bytes.length, NO_SCHEMA, undefined, 8);
        },
      ),
      { seed: SEED, numRuns: 1500 },
    );
    expect(seen).toBeGreaterThan(10_000);
  });

  it.skipIf(absent)("has those of the real blobs", () => {
    let seen = 0;
    for (const { bytes, root, writer } of realBlobs())
      for (const share of [0.2, 0.7]) {
        const own = setOf("schemas", writer);
        seen += startIsRight(bytes, Math.floor(bytes.length * share), own, own.typeByName.get(root), 64);
      }
    expect(seen).toBeGreaterThan(10_000);
  });

  it("counts no more than the whole, and nothing that came after its end", () => {
    const root = set.typeByName.get("t.All")!;
    const bytes = encodeText(`1: 5 9: 1 7: "odd" 15: {1: 3 2: "in" 99: 7 4: {1: 8}} 98: 4`);
    const before = bytes.length - 4;
    const made = surveyStart(bytes, before, set, root, 1)!;
    const whole = survey(bytes, set, root);
    expect(made.counts.unknown).toBe(whole.counts.unknown - 1);
    expect(made.counts.mismatched).toBe(1);
    expect(made.counts.known).toBeLessThanOrEqual(whole.counts.known);
  });

  it("tells of no absent fields while their message is open", () => {
    const root = set.typeByName.get("t.Inner")!;
    const bytes = encodeText(`1: 5 4: {1: 1} 3: {1: 2 3: {1: 3 2: "${"x".repeat(200)}"}}`);
    const made = decodedFrom(surveyStart(bytes, 40, set, root, 1)!);
    const open = [-1, ...Array.from({ length: made.nodes.length }, (_, node) => node).filter((node) => isOpened(made, node))];
    const told = open.map((node) => [
      node < 0 ? "root" : made.nodes.from(node),
      absentFields(made, node)
        .map(({ name }) => name)
        .join(),
    ]);
    expect(told).toEqual([
      ["root", ""],
      [2, "b,next,more,c"],
      [6, ""],
      [11, ""],
    ]);
  });
});
