import process from "node:process";
import { beforeEach, describe, expect, it } from "vitest";
import { contentType, type Decoded, decode, fieldOf, pathOf, Status } from "../decode/index.ts";
import { kindAt, NodeKind } from "../wire/index.ts";
import {
  type CompareOptions,
  type Comparison,
  changeJson,
  changeKind,
  compare,
  comparisonJson,
  type JsonChange,
  openRun,
  RowForm,
  sidePath,
} from "./index.ts";
import { type Held, heldMessage, rebuilt } from "./testing/held-tree.ts";
import { below, edit, encode, pick, randomMessage, rngOf, root, set } from "./testing/random.ts";

const SEED = Number(process.env.SEED ?? 20261126);
const ROUNDS = Number(process.env.ROUNDS ?? 400);

/** Lists are left unread: none, and all that can be. What is in step is sought beyond the common start: in long ones, and in all. */
const WAYS: readonly CompareOptions[] = [
  { unreadFrom: Number.POSITIVE_INFINITY },
  { unreadFrom: 0 },
  { unreadFrom: Number.POSITIVE_INFINITY, longFrom: 0 },
  { unreadFrom: 0, longFrom: 0 },
];
let way: CompareOptions = {};

function sides(a: Uint8Array, b: Uint8Array): Comparison {
  return compare({ decoded: decode(a, set, root), name: "a" }, { decoded: decode(b, set, root), name: "b" }, way);
}

/** True for a value whose first byte can be another without a change of its length or its being read. */
function isEditable(decoded: Decoded, node: number): boolean {
  const { nodes } = decoded;
  const field = fieldOf(decoded, node);
  if (nodes.status(node) !== Status.KNOWN || !field || contentType(decoded, nodes.parent(node))?.mapEntry) return false;
  const kind = kindAt(nodes, node);
  if (kind === NodeKind.VARINT || kind === NodeKind.I32 || kind === NodeKind.I64) return true;
  const isText = kind === NodeKind.LEN && field.type.kind === "scalar" && nodes.end(node) === node + 1 && nodes.shape(node) < 0;
  const first = decoded.bytes[nodes.from(node) + nodes.head(node)]!;
  return isText && field.name !== "type_url" && nodes.from(node) + nodes.head(node) < nodes.to(node) && first >= 0x20 && first < 0x7f;
}

/** Every change as a text, the sides told by name: so that two directions can be held against each other. */
function changesOf(comparison: Comparison, first: "a" | "b"): string[] {
  const second = first === "a" ? "b" : "a";
  const mirrored = { added: "removed", removed: "added" } as const;
  return [...comparison.changes]
    .map((row) => {
      const kind = changeKind(comparison, row)!;
      const told = first === "b" && (kind === "added" || kind === "removed") ? mirrored[kind] : kind;
      return `${told} ${sidePath(comparison, row, first)} | ${sidePath(comparison, row, second)}`;
    })
    .sort();
}

function print(comparison: Comparison): string {
  return [...comparison.changes].map((row) => JSON.stringify(changeJson(comparison, row))).join("\n");
}

it.each([WAYS.slice(0, 2), WAYS.slice(2)])("what is left unread changes nothing of the answer", (...ways) => {
  for (let i = 0; i < ROUNDS; i++) {
    const rng = rngOf(SEED + i);
    const message = randomMessage(rng, root);
    const a = encode(message);
    for (let edits = below(rng, 5); edits > 0; edits--) edit(rng, message);
    const b = encode(message);
    const [read, left] = ways.map((one) => {
      way = one;
      return sides(a, b);
    });
    expect(told(left!), `seed ${SEED + i}`).toEqual(told(read!));
  }
});

/** All that a comparison says: the document, the rows, what stands behind each fold, and the units. */
function told(comparison: Comparison): unknown {
  const { rows, lists, units, equalUnits } = comparison;
  const runs = Array.from({ length: rows.length }, (_, row) => (rows.form[row] === RowForm.RUN ? openRun(comparison, row) : undefined));
  const nodes = Array.from({ length: rows.length }, (_, row) => [rows.a.has(row), rows.a.at(row), rows.b.has(row), rows.b.at(row)]);
  return { json: [...comparisonJson(comparison)].join(""), rows, nodes, lists, units, equalUnits, runs };
}

describe.each(WAYS)(`random blobs and edits, SEED=${SEED}, lists unread from $unreadFrom bytes on, long from $longFrom elements`, (one) => {
  beforeEach(() => {
    way = one;
  });

  it("a blob against itself is equal with no change", () => {
    for (let i = 0; i < ROUNDS; i++) {
      const bytes = encode(randomMessage(rngOf(SEED + i), root));
      const comparison = sides(bytes, bytes.slice());
      expect([comparison.equal, comparison.changes.length], `seed ${SEED + i}`).toEqual([true, 0]);
    }
  });

  it("applying the changes to A gives what B holds, and equal says whether both hold the same", () => {
    for (let i = 0; i < ROUNDS; i++) {
      const rng = rngOf(SEED + i);
      const message = randomMessage(rng, root);
      const a = encode(message);
      for (let edits = 1 + below(rng, i % 4 === 0 ? 8 : 2); edits > 0; edits--) edit(rng, message);
      const b = encode(message);
      const comparison = sides(a, b);
      const heldA: Held = heldMessage(comparison.a.decoded, [-1]);
      const heldB: Held = heldMessage(comparison.b.decoded, [-1]);
      expect(rebuilt(comparison), `seed ${SEED + i}\n${print(comparison)}`).toEqual(heldB);
      expect(comparison.equal, `seed ${SEED + i}: equal\n${print(comparison)}`).toBe(JSON.stringify(heldA) === JSON.stringify(heldB));
      if (Buffer.compare(a, b) !== 0) expect(comparison.changes.length, `seed ${SEED + i}: bytes differ`).toBeGreaterThan(0);
    }
  });

  it("values changed in place: every change is at an edited byte, and every edited byte in a change", () => {
    let edits = 0;
    for (let i = 0; i < ROUNDS; i++) {
      const rng = rngOf(SEED + i);
      const a = encode(randomMessage(rng, root));
      const decoded = decode(a, set, root);
      const { nodes } = decoded;
      const leaves = Array.from({ length: nodes.length }, (_, node) => node).filter((node) => isEditable(decoded, node));
      if (leaves.length === 0) continue;
      const edited = new Map<number, number>();
      const b = a.slice();
      for (let times = 1 + (i % 3); times > 0; times--) {
        const node = pick(rng, leaves);
        const at = nodes.from(node) + nodes.head(node);
        b[at] = a[at]! ^ 2;
        edited.set(at, node);
      }
      edits += edited.size;
      const comparison = sides(a, b);
      const where = `seed ${SEED + i}: ${[...edited.values()].map((node) => pathOf(decoded, node))} edited\n${print(comparison)}`;
      const changes = [...comparison.changes].map((row) => changeJson(comparison, row));
      const covers = ({ a: left, b: right }: JsonChange, at: number): boolean =>
        [left, right].some((side) => side?.range && side.range[0] <= at && at < side.range[1]);
      expect(
        changes.filter((change) => ![...edited.keys()].some((at) => covers(change, at))),
        where,
      ).toEqual([]);
      expect(
        [...edited.keys()].filter((at) => !changes.some((change) => covers(change, at))),
        where,
      ).toEqual([]);
    }
    expect(edits).toBeGreaterThan(ROUNDS / 4);
  });

  it("B against A mirrors A against B", () => {
    for (let i = 0; i < ROUNDS; i++) {
      const rng = rngOf(SEED + i);
      const message = randomMessage(rng, root);
      const a = encode(message);
      for (let edits = 1 + below(rng, 6); edits > 0; edits--) edit(rng, message);
      const b = encode(message);
      const there = sides(a, b);
      const back = sides(b, a);
      expect(changesOf(back, "b"), `seed ${SEED + i}\n${print(there)}`).toEqual(changesOf(there, "a"));
      expect(back.equal).toBe(there.equal);
    }
  });
});
