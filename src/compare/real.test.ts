import process from "node:process";
import { describe, expect, it } from "vitest";
import { bareElement, borrow, type Decoded, decode, fieldOf, isOpened, isPacked, NoteBit, pathOf, Status } from "../decode/index.ts";
import { absent, mutants, type RealBlob, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { type Field, findType, type MessageType, type SchemaSet } from "../schema/index.ts";
import { kindAt, lastLenField, NodeKind, numberAt } from "../wire/index.ts";
import { encodeVarint } from "../wire/text.ts";
import { type Comparison, changeJson, compare, type JsonChange, RowForm } from "./index.ts";
import { below, pick, rngOf } from "./testing/random.ts";

const SEED = Number(process.env.SEED ?? 2026);

function read(blob: Pick<RealBlob, "root" | "bytes">, release: string): Decoded {
  const set = setOf("schemas", release);
  return decode(blob.bytes, set, findType(set, blob.root));
}

/** As an app reads: what the release does not know is read with the others' types. */
function readWhole(blob: Pick<RealBlob, "root" | "bytes">, release: string): Decoded {
  const lenders = releases.filter((name) => name !== release).map((name) => setOf("schemas", name));
  return borrow(read(blob, release), lenders);
}

/** Every other comparison leaves all lists unread that can be, as those of big blobs are. */
let compared = 0;
function diff(a: Decoded, b: Decoded): Comparison {
  return compare({ decoded: a, name: "a" }, { decoded: b, name: "b" }, compared++ % 2 === 0 ? { unreadFrom: 0 } : {});
}

function changesOf(comparison: Comparison): JsonChange[] {
  return [...comparison.changes].map((row) => changeJson(comparison, row));
}

function print(changes: readonly JsonChange[]): string {
  return JSON.stringify(changes.slice(0, 3));
}

/** A copy of the blob in which the value of one leaf differs, every length the same; undefined when this leaf is none to edit. */
function editLeaf(decoded: Decoded, node: number, status: number = Status.KNOWN): Uint8Array | undefined {
  const { nodes } = decoded;
  if (nodes.end(node) !== node + 1 || decoded.nodes.status(node) !== status || isOpened(decoded, node) || isPacked(decoded, node))
    return undefined;
  if (nodes.notes(node) & (NoteBit.SUPERSEDED | NoteBit.GUESS)) return undefined;
  const field = fieldOf(decoded, node)!;
  const type = (bareElement(decoded.set, field) ?? field).type;
  const from = nodes.from(node) + nodes.head(node);
  const to = nodes.to(node);
  if (type.kind !== "scalar" || type.scalar === "bool" || from === to || field.name === "type_url") return undefined;
  const bytes = decoded.bytes.slice();
  const kind = kindAt(nodes, node);
  if (type.scalar === "string") {
    if (bytes[to - 1]! >= 0x7f) return undefined;
    bytes[to - 1] = bytes[to - 1] === 0x61 ? 0x62 : 0x61;
  } else if (kind === NodeKind.VARINT || kind === NodeKind.ELEMENT_VARINT) {
    bytes[from]! ^= 2;
    if (to - from > 1 && bytes[to - 1] === 0) return undefined;
  } else bytes[from]! ^= 0x10;
  return bytes;
}

describe.skipIf(absent !== undefined)(`real blobs, SEED=${SEED}${absent ? `: ${absent}` : ""}`, () => {
  const blobs = [...realBlobs()];

  it("a blob against itself is equal with no change, by its writer and with other releases' types", () => {
    for (const blob of blobs) {
      for (const reading of [read(blob, blob.writer), readWhole(blob, releases.find((name) => name !== blob.writer)!)]) {
        const copy = { ...reading, bytes: reading.bytes.slice() };
        for (const other of [reading, copy]) {
          const { equal, changes, coarse } = diff(reading, other);
          expect([equal, changes.length, coarse.length], `${blob.file} by ${reading.set.release}`).toEqual([true, 0, 0]);
        }
      }
    }
  });

  it("one leaf changed is one change at that path, in each of 500 blobs", () => {
    const rng = rngOf(SEED);
    const left = [...blobs];
    const edited = new Set<string>();
    while (edited.size < 500 && left.length > 0) {
      const [blob] = left.splice(below(rng, left.length), 1);
      const a = read(blob!, blob!.writer);
      for (let tries = 0; tries < 50 && a.nodes.length > 0; tries++) {
        const node = below(rng, a.nodes.length);
        const bytes = editLeaf(a, node);
        if (!bytes) continue;
        edited.add(blob!.file);
        const changes = changesOf(diff(a, read({ ...blob!, bytes }, blob!.writer)));
        expect(
          changes.map(({ kind, path, pathB }) => ({ kind, path, pathB })),
          `${blob!.file} ${pathOf(a, node)}: ${print(changes)}`,
        ).toEqual([{ kind: "changed", path: pathOf(a, node), pathB: undefined }]);
        break;
      }
    }
    expect(edited.size).toBe(500);
  });

  /** Repeated messages anywhere in a blob with at least three elements, all unlike: the message that holds them, and their nodes. */
  function listsOf(decoded: Decoded): { parent: number; nodes: number[] }[] {
    const { nodes } = decoded;
    const lists = new Map<string, { parent: number; nodes: number[] }>();
    for (let node = 0; node < nodes.length; node++) {
      if (nodes.status(node) !== Status.KNOWN || !fieldOf(decoded, node)?.repeated || !isOpened(decoded, node)) continue;
      const parent = nodes.parent(node);
      const key = `${parent} ${nodes.ref(node)}`;
      const list = lists.get(key) ?? { parent, nodes: [] };
      list.nodes.push(node);
      lists.set(key, list);
    }
    return [...lists.values()].filter(
      ({ nodes }) => nodes.length >= 3 && new Set(nodes.map((node) => textOf(decoded, node))).size === nodes.length,
    );
  }
  function textOf(decoded: Decoded, node: number): string {
    return Buffer.from(decoded.bytes.subarray(decoded.nodes.from(node), decoded.nodes.to(node))).toString("latin1");
  }
  /** The bytes inside a message (-1: the root), with the elements of one list below it in another order, or fewer. */
  function rewritten(
    decoded: Decoded,
    message: number,
    list: { parent: number; nodes: readonly number[] },
    order: readonly number[],
  ): Uint8Array {
    const { nodes, bytes } = decoded;
    const parts: Uint8Array[] = [];
    const end = message < 0 ? nodes.length : nodes.end(message);
    for (let child = message + 1; child < end; child = nodes.end(child)) {
      const holds = list.parent >= child && list.parent < nodes.end(child);
      if (message === list.parent && list.nodes.includes(child)) {
        if (child === list.nodes[0]) for (const other of order) parts.push(bytes.subarray(nodes.from(other), nodes.to(other)));
      } else if (holds) {
        const content = rewritten(decoded, child, list, order);
        parts.push(encodeVarint(numberAt(nodes, bytes, child) * 8 + 2), encodeVarint(content.length), content);
      } else parts.push(bytes.subarray(nodes.from(child), nodes.to(child)));
    }
    return new Uint8Array(Buffer.concat(parts));
  }

  it("shuffled elements are moves only, and equal for state units; a removed one is one removed, at any depth", () => {
    const rng = rngOf(SEED);
    let lists = 0;
    for (const blob of blobs) {
      const a = read(blob, blob.writer);
      for (const list of listsOf(a).slice(0, 4)) {
        lists++;
        const { nodes } = list;
        const order = [...nodes];
        for (let i = order.length - 1; i > 0; i--) {
          const j = below(rng, i + 1);
          [order[i], order[j]] = [order[j]!, order[i]!];
        }
        const moved = diff(a, read({ ...blob, bytes: rewritten(a, -1, list, order) }, blob.writer));
        const where = `${blob.file} ${pathOf(a, nodes[0]!)}`;
        expect(
          changesOf(moved).filter(({ kind }) => kind !== "moved" && kind !== "wire-only"),
          `${where} shuffled`,
        ).toEqual([]);
        // The one list whose elements moved stands below lists that are told for what they hold.
        const own = moved.lists.at(-1);
        expect(moved.equal, `${where}: order counts but for units`).toBe(moved.counts.moved === 0 || own?.units === true);
        const gone = 1 + below(rng, nodes.length - 2);
        const rest = nodes.filter((_, i) => i !== gone);
        const changes = changesOf(diff(a, read({ ...blob, bytes: rewritten(a, -1, list, rest) }, blob.writer)));
        expect(
          changes.map(({ kind, path }) => [kind, path]),
          `${where}: ${print(changes)}`,
        ).toEqual([["removed", pathOf(a, nodes[gone]!)]]);
      }
    }
    expect(lists).toBeGreaterThan(200);
  });

  it("an explicit default is a difference on the wire only", () => {
    let added = 0;
    for (const blob of blobs) {
      const a = read(blob, blob.writer);
      const present = new Set<number>();
      for (let node = 0; node < a.nodes.length; node = a.nodes.end(node)) present.add(numberAt(a.nodes, a.bytes, node));
      const field = a.root?.fields.find(
        ({ number, type, presence, repeated, oneof }) =>
          !present.has(number) &&
          type.kind === "scalar" &&
          /^u?int/.test(type.scalar) &&
          presence === "implicit" &&
          !repeated &&
          oneof === undefined,
      );
      if (!field) continue;
      added++;
      const bytes = new Uint8Array(Buffer.concat([a.bytes, encodeVarint(field.number * 8), encodeVarint(0)]));
      const comparison = diff(a, read({ ...blob, bytes }, blob.writer));
      expect(comparison.equal).toBe(true);
      expect(
        changesOf(comparison).map(({ kind, path }) => [kind, path]),
        blob.file,
      ).toEqual([["wire-only", field.name]]);
    }
    expect(added).toBeGreaterThan(50);
  });

  it("damaged blobs: equal to themselves, against sound ones an answer that mirrors and is laid out well", { timeout: 300_000 }, () => {
    const sound = new Map(blobs.map((blob) => [`${blob.writer} ${blob.root}`, blob]));
    let compared = 0;
    for (const kind of ["schemas", "exact"] as const) {
      for (const mutant of mutants()) {
        const set = setOf(kind, mutant.writer);
        const a = decode(mutant.bytes, set, findType(set, mutant.root));
        expect(diff(a, decode(mutant.bytes.slice(), set, a.root)).changes.length, `${mutant.mutation} ${mutant.root}`).toBe(0);
        const blob = sound.get(`${mutant.writer} ${mutant.root}`);
        if (!blob) continue;
        compared++;
        const b = decode(blob.bytes, set, a.root);
        const there = diff(a, b);
        expect(diff(b, a).changes.length, `${mutant.mutation} ${mutant.root} mirrored`).toBe(there.changes.length);
        expect(layoutFault(there), `${mutant.mutation} ${mutant.root}`).toBeUndefined();
        expect(changesOf(there).every(({ path }) => path.length > 0)).toBe(true);
      }
    }
    expect(compared).toBeGreaterThan(2000);
  });

  it("what a release does not know is compared inside with another's types, and against one that knows it as a whole", () => {
    const rng = rngOf(SEED);
    let edits = 0;
    for (const blob of blobs) {
      for (const reader of releases) {
        if (reader === blob.writer || !findType(setOf("schemas", reader), blob.root)) continue;
        const a = readWhole(blob, reader);
        const strange = [...a.loans.keys()].flatMap((node) => {
          const inside: number[] = [];
          for (let at = node + 1; at < a.nodes.end(node); at++) if (a.nodes.notes(at) & NoteBit.BORROWED) inside.push(at);
          return inside;
        });
        for (let tries = 0; strange.length > 0 && tries < 3; tries++) {
          const node = pick(rng, strange);
          const bytes = editLeaf(a, node, Status.UNKNOWN);
          if (!bytes) continue;
          const b = readWhole({ ...blob, bytes }, reader);
          if (b.nodes.length !== a.nodes.length) continue;
          edits++;
          const changes = changesOf(diff(a, b));
          expect(
            changes.map(({ kind, path, pathB, a: left, b: right }) => ({ kind, path, pathB, status: [left?.status, right?.status] })),
            `${blob.file} read by ${reader}, ${pathOf(a, node)}: ${print(changes)}`,
          ).toEqual([{ kind: "changed", path: pathOf(a, node), pathB: undefined, status: ["unknown", "unknown"] }]);
          // Against a release that knows the field there is one change, whatever is inside.
          const known = changesOf(diff(readWhole(blob, blob.writer), b));
          const same = changesOf(diff(readWhole(blob, blob.writer), a));
          expect(
            known.map(({ kind, path }) => [kind, path]),
            `${blob.file} by its writer and by ${reader}`,
          ).toEqual(same.map(({ kind, path }) => [kind, path]));
          expect(changesOf(diff(a, readWhole(blob, blob.writer))).map(({ kind }) => kind)).toEqual(
            same.map(({ kind }) => (kind === "removed" ? "added" : kind === "added" ? "removed" : kind)),
          );
        }
      }
    }
    console.log(`edits inside what is borrowed: ${edits}`);
    expect(edits).toBeGreaterThan(100);
  });

  it("through another release: what is reported is what the two schemas differ in on the content present", () => {
    const tally = { pairs: 0, added: 0, removed: 0, retyped: 0, renamed: 0 };
    for (const [i, blob] of blobs.entries()) {
      for (const reader of releases) {
        if (reader === blob.writer || !findType(setOf("schemas", reader), blob.root)) continue;
        tally.pairs++;
        const whole = (i + releases.indexOf(reader)) % 2 === 0;
        const a = whole ? readWhole(blob, blob.writer) : read(blob, blob.writer);
        const comparison = diff(a, whole ? readWhole(blob, reader) : read(blob, reader));
        const told = changesOf(comparison).map(({ kind, path }) => `${kind} ${path}`);
        const expected = differences(setOf("schemas", blob.writer), setOf("schemas", reader), blob);
        expect(told.sort(), `${blob.file} read by ${reader}`).toEqual(expected.sort());
        for (const line of told) tally[line.split(" ")[0] as "added"]++;
      }
    }
    console.log(`cross-release: ${JSON.stringify(tally)}`);
    expect(tally.removed).toBeGreaterThan(0);
  });
});

/** What is wrong with the nesting of the rows; undefined when nothing is. */
function layoutFault({ rows, runs, pairs }: Comparison): string | undefined {
  for (let row = 0; row < rows.length; row++) {
    const parent = rows.parent[row]!;
    if (parent >= row || rows.end[row]! <= row || rows.end[row]! > (parent < 0 ? rows.length : rows.end[parent]!))
      return `row ${row} does not nest`;
    if (!rows.a.has(row) && !rows.b.has(row)) return `row ${row} stands for nothing`;
    if (rows.form[row] !== RowForm.RUN) continue;
    const run = runs[rows.extra[row]!];
    if (!run || run.count < 1 || 2 * (run.from + run.count) > pairs.length) return `run of row ${row}`;
    if (row + 1 < rows.length && rows.parent[row + 1] === parent && rows.form[row + 1] === RowForm.RUN)
      return `row ${row}: two runs in a row`;
  }
  return undefined;
}

/**
 * What two schemas say unlike of one blob, found by walking the bytes with both descriptors side by side: no columns, no hashes, no
 * alignment. A type whose name only one release has is the other's of the same field or of the same last name; other types of two names are unlike.
 */
function differences(writer: SchemaSet, reader: SchemaSet, blob: RealBlob): string[] {
  const out: string[] = [];
  const named = new Set<string>();
  const walk = (a: MessageType | undefined, b: MessageType | undefined, from: number, to: number, prefix: string): void => {
    if (!a || !b) return;
    const counts = new Map<number, number>();
    for (const field of fieldsIn(blob.bytes, from, to)) {
      const nth = counts.get(field.number) ?? 0;
      counts.set(field.number, nth + 1);
      const own = a.byNumber.get(field.number)!;
      const other = b.byNumber.get(field.number);
      const list = `${prefix}${own.name}`;
      const path = own.repeated && (field.wire !== 2 || !isNumber(own)) ? `${list}[${nth}]` : list;
      if (!other) out.push(`removed ${path}`);
      else if (own.repeated !== other.repeated || own.bare !== other.bare || !sameType(writer, reader, own, other)) {
        if (nth === 0) out.push(`retyped ${list}`);
      } else {
        if (own.name !== other.name && !named.has(list)) out.push(`renamed ${list}`);
        named.add(list);
        if (own.type.kind !== "message" || own.bare || other.type.kind !== "message") continue;
        const inner = writer.types[own.type.typeId]!;
        if (inner.typeName !== "google.protobuf.Any") walk(inner, reader.types[other.type.typeId], field.from, field.to, `${path}.`);
        else {
          const url = lastLenField(blob.bytes, field.from, field.to, 1);
          const value = lastLenField(blob.bytes, field.from, field.to, 2);
          const name = url ? Buffer.from(blob.bytes.subarray(url[0], url[1])).toString().split("/").pop()! : "";
          const content = writer.typeByName.get(name);
          if (value && content && !reader.typeByName.has(name)) out.push(`removed ${path}.value`);
          else if (value) walk(content, reader.typeByName.get(name), value[0], value[1], `${path}.value.`);
        }
      }
    }
  };
  walk(findType(writer, blob.root), findType(reader, blob.root), 0, blob.bytes.length, "");
  return out;
}

function isNumber({ type }: Field): boolean {
  return type.kind === "enum" || (type.kind === "scalar" && type.scalar !== "string" && type.scalar !== "bytes");
}

function sameType(writer: SchemaSet, reader: SchemaSet, a: Field, b: Field): boolean {
  if (a.type.kind !== b.type.kind) return false;
  if (a.type.kind === "scalar" && b.type.kind === "scalar") return a.type.scalar === b.type.scalar;
  if (a.type.kind !== "message" || b.type.kind !== "message") return true;
  const left = writer.types[a.type.typeId]!;
  const right = reader.types[b.type.typeId]!;
  const isFree = !reader.typeByName.has(left.typeName) && !writer.typeByName.has(right.typeName);
  return left.typeName === right.typeName || (isFree && (a.name === b.name || left.name === right.name));
}

/** The fields of well-formed bytes. */
function* fieldsIn(bytes: Uint8Array, start: number, end: number): Generator<{ number: number; wire: number; from: number; to: number }> {
  let at = start;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < end) {
    const tag = varint();
    const wire = tag % 8;
    let from = at;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else {
      const length = varint();
      from = at;
      at += length;
    }
    yield { number: Math.floor(tag / 8), wire, from, to: at };
  }
}
