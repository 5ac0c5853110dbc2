import { describe, expect, it } from "vitest";
import { loadSchemaSet } from "../../schema/index.ts";
import { encodeText } from "../../wire/text.ts";
import { decodeByColumns } from "../testing/columns/judged.ts";
import { PagedNodes } from "./nodes.ts";
import { survey } from "./survey.ts";
import { SURVEY_PROTO } from "./testing.ts";

const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);
const all = set.typeByName.get("t.All")!;

/** The survey and its pages say what decode's columns say. Gives the number of problems. */
function isRead(bytes: Uint8Array): number {
  const { nodes, counts } = decodeByColumns(bytes, set, all);
  const made = survey(bytes, set, all);
  const problems = Array.from({ length: nodes.length }, (_, node) => node).filter((node) => nodes.problem(node) !== 0);
  expect([made.nodes, made.counts, [...made.problems]]).toEqual([nodes.length, counts, problems]);
  const paged = new PagedNodes(made);
  for (let node = 0; node < nodes.length; node++)
    expect([paged.from(node), paged.to(node), paged.status(node), paged.shape(node)]).toEqual([
      nodes.from(node),
      nodes.to(node),
      nodes.status(node),
      nodes.shape(node),
    ]);
  return problems.length;
}

// The loop sees a window of the blob: of 2 KiB at first, of 128 or 256 bytes behind a long field, and then of twice as many each time.
describe("what reaches over the end of a window", () => {
  const lengths = Array.from({ length: 40 }, (_, i) => 150 + 17 * i).concat(2000, 2100, 66_000, 140_000);
  /** Fields before it, so that it begins anywhere in the window. */
  const filler = (bytes: number) => `8: \`${"00".repeat(3000)}\` ${"16: {1: 5 2: `6869`} ".repeat(Math.ceil(bytes / 9))}`;

  it("is a text, of which the last byte is no UTF-8", () => {
    for (const length of lengths)
      for (const at of [0, 60, 200]) {
        const text = (end: string) => encodeText(`${filler(at)}16: {2: \`${"61".repeat(length)}${end}\`} 16: {1: 7}`);
        expect([length, at, isRead(text("62"))]).toEqual([length, at, 0]);
        expect([length, at, isRead(text("ff"))]).toEqual([length, at, 1]);
        expect([length, at, isRead(text("c3a9"))]).toEqual([length, at, 0]);
      }
  });

  it("is a packed field, of which the last number is not whole", () => {
    for (const length of lengths) {
      const packed = (end: string) => encodeText(`${filler(60)}21: {3: \`${"8301".repeat(length >> 1)}${end}\`} 16: {1: 7}`);
      expect([length, isRead(packed("05"))]).toEqual([length, 0]);
      // The field and its last element.
      expect([length, isRead(packed("85"))]).toEqual([length, 2]);
      expect([length, isRead(packed("8500"))]).toEqual([length, 0]);
    }
  });

  it("is an Any, of which the URL or the content is long", () => {
    for (const length of lengths) {
      const url = Buffer.from("type.googleapis.com/t.Inner").toString("hex");
      const other = Buffer.from(`type.googleapis.com/t.${"x".repeat(length % 400)}`).toString("hex");
      for (const at of [0, 60, 200]) {
        const any = (name: string) =>
          encodeText(`${filler(at)}20: {1: \`${name}\` 2: {1: 4 5: \`${"00".repeat(length)}\` 2: \`6869\`}} 25: {1: 1}`);
        expect([length, at, isRead(any(url))]).toEqual([length, at, 0]);
        isRead(any(other));
      }
    }
  });
});
