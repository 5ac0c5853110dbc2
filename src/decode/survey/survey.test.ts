import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSchemaSet, type MessageType, type SchemaSet } from "../../schema/index.ts";
import { kindAt, NodeKind } from "../../wire/index.ts";
import { encodeVarint } from "../../wire/text.ts";
import { NO_SCHEMA, NOTABLE, type NodeSet, NoteBit } from "../index.ts";
import { decodeByColumns } from "../testing/columns/judged.ts";
import { signsOf } from "../testing/columns/signs.ts";
import { absent, mutants, realBlobs, releases, setOf } from "../testing/openvmm.ts";
import { HEAD, LINE, Lines, PROBLEM, STATUS } from "./lines.ts";
import { PagedNodes } from "./nodes.ts";
import { NOT_TOLD, PageReader } from "./pages.ts";
import { type Survey, survey, surveySteps } from "./survey.ts";
import { randomMessage, SURVEY_PROTO } from "./testing.ts";

const SEED = 20261126;

const MARKS = ["unknown", "mismatched", "malformed", "notable", "strange", "hidden"] as const;

function nodesIn(set: NodeSet): number[] {
  const out: number[] = [];
  for (let node = set.next(0); node >= 0; node = set.next(node + 1)) out.push(node);
  expect([set.count, set.countIn(0, 1e9), out.every((node) => set.has(node) && set.countIn(node, node + 1) === 1)]).toEqual([
    out.length,
    out.length,
    true,
  ]);
  return out;
}

/** What decode's columns say, in the form of a survey. */
function expected(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined): object {
  const decoded = decodeByColumns(bytes, set, root);
  const { nodes, counts, notable } = decoded;
  const where = (is: (node: number) => boolean): number[] => Array.from({ length: nodes.length }, (_, node) => node).filter(is);
  return {
    nodes: nodes.length,
    depth: nodes.depth,
    counts,
    notable,
    marks: MARKS.map((mark) => [mark, nodesIn(nodes.marked(mark))]),
    signs: signsOf(decoded),
    problems: where((node) => nodes.problem(node) !== 0),
    superseded: where((node) => (nodes.notes(node) & NoteBit.SUPERSEDED) !== 0),
  };
}

function surveyed(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined): object {
  return toldBy(survey(bytes, set, root));
}

function toldBy({ nodes, depth, counts, marks, signs, problems, superseded }: Survey): object {
  const marked = MARKS.map((mark) => [mark, nodesIn(marks[mark])]);
  return { nodes, depth, counts, notable: marks.notable.count, marks: marked, signs, problems: [...problems], superseded: [...superseded] };
}

/** The blob with a long unknown field after it: what was its end is the middle of a window. */
function withTail(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length + 64);
  out.set(bytes);
  out.set([0x82, 0x7d, 61], bytes.length);
  return out;
}

function sameAsDecode(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined, name: string): void {
  for (const blob of [bytes, withTail(bytes)])
    expect({ name, ...surveyed(blob, set, root) }).toEqual({ name, ...expected(blob, set, root) });
}

/** Pages of a few bytes each hold the rows that decode has. */
function samePages(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined, name: string, pageBytes = 24): void {
  const { nodes } = decodeByColumns(bytes, set, root);
  const made = survey(bytes, set, root, pageBytes);
  const paged = new PagedNodes(made, 0);
  const reader = new PageReader(made);
  let node = 0;
  for (let index = 0; index < made.checkpoints.length; index++) {
    const page = reader.page(index);
    expect([page.first, page.lines.next]).toEqual([node, page.length * LINE]);
    for (const key of ["from", "to", "end", "parent", "ref", "shape", "head", "kind", "problem", "status", "notes", "ordinal"] as const)
      expect({ name, key, values: Array.from({ length: page.length }, (_, i) => paged[key](node + i)) }).toEqual({
        name,
        key,
        values: Array.from({ length: page.length }, (_, i) => nodes[key](node + i)),
      });
    node += page.length;
  }
  expect(node).toBe(nodes.length);
}

/** The lines of one field alone, whichever was read before it, are those that decode has, but for what only the page tells of it. */
function sameAlone(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined, name: string, pageBytes: number, every = 1): void {
  const { nodes } = decodeByColumns(bytes, set, root);
  const made = survey(bytes, set, root, pageBytes);
  const reader = new PageReader(made);
  let lines = new Lines(1);
  for (let at = 0; at < nodes.length; at += every) {
    // There and back, so that the reader goes on from where it stands and begins anew.
    const node = at % 3 === 0 ? nodes.length - 1 - at : at;
    if (kindAt(nodes, node) > NodeKind.RESOURCE) continue;
    const from = nodes.from(node);
    const index = made.checkpoints.findLastIndex(({ pos }) => pos <= from);
    expect([name, reader.seek(index, from)]).toEqual([name, node]);
    const page = reader.alone(node, lines)!;
    if (page.length === 0) continue;
    const after = nodes.end(node);
    const unread = after < nodes.length && kindAt(nodes, after) === NodeKind.RAW && page.length > after - node ? 1 : 0;
    expect([name, node, page.length]).toEqual([name, node, after + unread - node]);
    lines = page.lines;
    for (let i = 0; i < page.length; i++) {
      const line = page.facts.subarray(i * LINE, (i + 1) * LINE);
      const notes = nodes.notes(node + i);
      const own = i === 0 ? [NOT_TOLD, notes & NOTABLE ? NOT_TOLD : notes] : [nodes.ordinal(node + i), notes];
      const rest =
        nodes.kind(node + i) | (nodes.head(node + i) << HEAD) | (nodes.problem(node + i) << PROBLEM) | (nodes.status(node + i) << STATUS);
      const wire = [nodes.from(node + i), nodes.to(node + i), nodes.end(node + i), nodes.parent(node + i)];
      expect([name, node, i, ...line]).toEqual([name, node, i, ...wire, nodes.ref(node + i), nodes.shape(node + i), ...own, rest]);
    }
  }
}

const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);

describe(`a survey (seed ${SEED})`, () => {
  it("judges random messages, in and out of order, as decode does", () => {
    const roots = [...set.roots];
    fc.assert(
      fc.property(fc.nat(), fc.nat(roots.length - 1), (seed, which) => {
        const root = roots[which]!;
        sameAsDecode(randomMessage(set, root, seed), set, root, `${root.typeName} ${seed}`);
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it("is the same whatever passes take turns with it, and leave it the arrays that they used", () => {
    const roots = [...set.roots];
    const blobs = fc.array(fc.tuple(fc.nat(), fc.nat(roots.length - 1)), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(blobs, fc.infiniteStream(fc.nat(5)), (asked, whose) => {
        const jobs = asked.map(([seed, which]) => ({ bytes: randomMessage(set, roots[which]!, seed), root: roots[which] }));
        const running = jobs.map(({ bytes, root }) => surveySteps(bytes, set, root, 16));
        const told: (object | undefined)[] = jobs.map(() => undefined);
        for (const turn of whose) {
          const at = turn % jobs.length;
          const step = told[at] ? undefined : running[at]!.next();
          if (step?.done) told[at] = toldBy(step.value);
          if (told.every((one) => one)) break;
        }
        expect(told).toEqual(jobs.map(({ bytes, root }) => expected(bytes, set, root)));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it("makes the rows of random messages page by page", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(set.roots.length - 1), fc.nat(), fc.nat(255), (seed, which, at, value) => {
        const root = set.roots[which]!;
        const bytes = randomMessage(set, root, seed);
        samePages(bytes, set, root, `${root.typeName} ${seed}`);
        if (bytes.length > 0) bytes[at % bytes.length] = value;
        samePages(bytes, set, root, `${root.typeName} ${seed}, byte ${at % bytes.length} ${value}`);
        samePages(bytes, NO_SCHEMA, undefined, "raw");
      }),
      { seed: SEED, numRuns: 1500 },
    );
  });

  it("notes waypoints in a long list, between its elements", () => {
    const inner = [0x82, 1, 12, 8, 5, 0x1a, 2, 8, 7, 0x2a, 4, 1, 2, 3, 4];
    const bytes = Uint8Array.from(Array.from({ length: 5000 }, () => inner).flat());
    const { waypoints } = survey(bytes, set, set.typeByName.get("t.All"));
    const places = Array.from({ length: waypoints.length / 3 }, (_, i) => [...waypoints.subarray(3 * i, 3 * i + 3)]);
    expect(places.length).toBeGreaterThan(bytes.length / 6000);
    const { nodes } = decodeByColumns(bytes, set, set.typeByName.get("t.All"));
    expect(places.map(([pos]) => pos)).toEqual(places.map(([, node]) => nodes.from(node!)));
    expect(places.map(([, , frame]) => frame)).toContain(0);
  });

  it("lets a page of few nodes go on, up to sixteen times its bytes, and ends it where many follow", () => {
    const root = set.typeByName.get("t.All")!;
    const element = (length: number) => [
      0x82,
      1,
      ...encodeVarint(length + 3),
      0x2a,
      ...encodeVarint(length),
      ...new Array<number>(length).fill(0),
    ];
    const times = (count: number, of: number[]) => Array.from({ length: count }, () => of).flat();
    const short = times(300, [0x82, 1, 2, 8, 5]);
    const pageBytes = 1024;
    for (const [length, least, most] of [
      [150, 1024, 1024 + 300],
      [700, 2800, 4600],
      [5000, 16_384, 16_384 + 5100],
    ] as const) {
      const long = times(40, element(length));
      const bytes = Uint8Array.from([...long, ...short, ...long, ...short]);
      const { checkpoints, waypoints } = survey(bytes, set, root, pageBytes);
      const pages = checkpoints.slice(1).map(({ pos }, i) => pos - checkpoints[i]!.pos);
      const inLong = pages.filter((_, i) => checkpoints[i + 1]!.pos <= long.length);
      expect([length, inLong.every((size) => size >= least && size <= most), inLong.length > 0]).toEqual([length, true, true]);
      expect([length, pages.every((_, i) => checkpoints[i + 1]!.nodes - checkpoints[i]!.nodes < pageBytes)]).toEqual([length, true]);
      expect([length, waypoints.length > 0]).toEqual([length, true]);
      sameAsDecode(bytes, set, root, `${length}`);
      samePages(bytes, set, root, `${length}`, pageBytes);
      sameAlone(bytes, set, root, `${length}`, pageBytes);
    }
  });

  it("makes the lines of any field of random messages alone", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(set.roots.length - 1), fc.nat(), fc.nat(255), fc.nat(200), (seed, which, at, value, more) => {
        const root = set.roots[which]!;
        const bytes = randomMessage(set, root, seed);
        sameAlone(bytes, set, root, `${root.typeName} ${seed}`, 24 + more);
        if (bytes.length > 0) bytes[at % bytes.length] = value;
        sameAlone(bytes, set, root, `${root.typeName} ${seed}, byte ${at % bytes.length} ${value}`, 24 + more);
        sameAlone(bytes, NO_SCHEMA, undefined, "raw", 24 + more);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it("counts the elements of a packed field whose tag or length stands where it rests", () => {
    const root = set.types.find(({ fields }) => fields.some(({ name }) => name === "only"))!;
    for (let before = 0; before < 60; before++) {
      const others = Array.from({ length: before }, () => [0x3a, 0]).flat();
      const elements = Array.from({ length: 300 }, () => 1);
      const bytes = Uint8Array.from([...others, 0x42, ...encodeVarint(elements.length), ...elements]);
      expect([before, survey(bytes, set, root, 24).nodes]).toEqual([before, before + 1 + elements.length]);
    }
  });

  it.each([
    ["whole", []],
    ["with an overlong element", [0x80, 0x00]],
    ["with a cut element", [0xff, 0xff, 0xff, 0xff, 0x7f]],
    ["with an element too big", new Array(11).fill(0xff)],
    ["that ends too early", [0x80]],
  ])("judges a long packed field %s, and makes its pages", (_, odd) => {
    for (const number of [1, 3, 5]) {
      const values = Array.from({ length: 30_000 }, (_, i) => [...encodeVarint(BigInt(i) ** 3n)]).flat();
      const payload = [...values, ...odd, ...(odd.length === 1 ? [] : values.slice(0, 70_000))];
      const bytes = Uint8Array.from([(number << 3) | 2, ...encodeVarint(payload.length), ...payload]);
      const root = set.typeByName.get("t.Lists")!;
      sameAsDecode(bytes, set, root, `field ${number}`);
      expect(survey(bytes, set, root).checkpoints.length).toBeGreaterThan(1);
      samePages(bytes, set, root, `field ${number}`, 16_000);
    }
  });

  it("judges random bytes as decode does", () => {
    const roots = [...set.roots, undefined];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(roots.length - 1), (bytes, which) => {
        sameAsDecode(bytes, roots[which] ? set : NO_SCHEMA, roots[which], roots[which]?.typeName ?? "raw");
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it("judges random messages with a few bytes changed or cut off as decode does", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(set.roots.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        fc.nat(40),
        (seed, which, edits, cut) => {
          const root = set.roots[which]!;
          const whole = randomMessage(set, root, seed);
          const bytes = whole.slice(0, Math.max(0, whole.length - (cut > 20 ? 0 : cut)));
          for (const [at, value] of edits) if (bytes.length > 0) bytes[at % bytes.length] = value;
          sameAsDecode(bytes, set, root, `${root.typeName} ${seed}`);
        },
      ),
      { seed: SEED, numRuns: 3000 },
    );
  });
});

describe.skipIf(absent)("a survey of the real data", () => {
  it.each(["schemas", "exact"] as const)("judges every blob with every release's %s as decode does", (kind) => {
    let count = 0;
    for (const { bytes, root, file, writer } of realBlobs())
      for (const release of releases) {
        const set = setOf(kind, release);
        const type = set.typeByName.get(root);
        if (!type) continue;
        sameAsDecode(bytes, set, type, file);
        if (release === writer) samePages(bytes, set, type, file);
        count++;
      }
    expect(count).toBeGreaterThan(3000);
  });

  it("makes the lines of fields of every blob alone", () => {
    for (const { bytes, root, file, writer } of realBlobs()) {
      const set = setOf("exact", writer);
      sameAlone(bytes, set, set.typeByName.get(root), file, 600, 5);
    }
    for (const { bytes, root, writer, mutation } of mutants()) {
      const set = setOf("exact", writer);
      sameAlone(bytes, set, set.typeByName.get(root), `${mutation} ${root}`, 600, 7);
    }
  });

  it("judges every damaged blob as decode does", () => {
    for (const { bytes, root, writer, mutation } of mutants()) {
      const set = setOf("exact", writer);
      sameAsDecode(bytes, set, set.typeByName.get(root), `${mutation} ${root}`);
      samePages(bytes, set, set.typeByName.get(root), `${mutation} ${root}`);
    }
  });
});
