import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSchemaSet } from "../../schema/index.ts";
import { encodeText } from "../../wire/text.ts";
import {
  asType,
  borrow,
  canReread,
  type Decoded,
  decode,
  displayNode,
  findItem,
  type JsonNode,
  jsonNode,
  keyOf,
  PLAIN_READINGS,
  pathOf,
  type ReadChoice,
  readAsParts,
  readAsWords,
  reread,
  unfitAs,
  valueRange,
  walk,
} from "../index.ts";
import { absent, realBlobs, setOf } from "../testing/openvmm.ts";
import { tilingFault } from "../testing/tiling.ts";

const release = (name: string, body: string) =>
  loadSchemaSet(name, [{ path: "t.proto", text: `syntax = "proto3"; package t;\nimport "google/protobuf/any.proto";\n${body}` }]);
const SET = release(
  "r1",
  `message Root { bytes data = 1; repeated bytes chunks = 2; uint32 a = 3; google.protobuf.Any any = 4; Part part = 5; string text = 6; }
message Part { uint32 x = 1; string name = 2; bytes inner = 3; google.protobuf.Any any = 4; repeated uint32 many = 5; }`,
);
const OTHER = release("r@2", "message Part { sint32 x = 1; string name = 2; bytes inner = 3; } message New { uint32 n = 1; }");
const SETS = [SET, OTHER];

const read = (text: string): Decoded => decode(encodeText(text), SET, SET.typeByName.get("t.Root"));
const choose = (text: string, choices: Record<string, string>, finds = false) =>
  reread(
    read(text),
    Object.entries(choices).map(([key, as]) => ({ key, as })),
    SETS,
    finds,
  );
const nodes = (decoded: Decoded): JsonNode[] =>
  [...walk(decoded)].filter(({ item }) => item.kind === "node").map(({ item }) => jsonNode(decoded, item));
const brief = (decoded: Decoded): unknown[] => nodes(decoded).map(({ path, value, status, notes }) => [path, value, status, notes.join()]);
const keys = (decoded: Decoded): string[] => Array.from({ length: decoded.nodes.length }, (_, node) => keyOf(decoded, node));
const shown = (decoded: Decoded, key: string) => {
  const item = findItem(decoded, key, () => []);
  return item?.kind === "node" ? displayNode(decoded, item.node) : undefined;
};

describe("bytes that the user reads otherwise", () => {
  it("open as a message by its look: a known field stays known, what is below is a guess and counts nowhere", () => {
    const { decoded } = choose('1: {1: 5 2: "x"} 3: 1', { data: "message" });
    expect(brief(decoded)).toEqual([
      ["data", undefined, "known", ""],
      ["data.#1", "5", "unknown", "guess"],
      ["data.#2", "78", "unknown", "guess"],
      ["a", 1, "known", ""],
    ]);
    expect(decoded.counts).toEqual(read('1: {1: 5 2: "x"} 3: 1').counts);
  });

  it("open as a type of any release, with that release's names", () => {
    const { decoded, lost } = choose('1: {1: 5 2: "x"}', { data: asType("t.Part", "r@2") });
    expect(brief(decoded)).toEqual([
      ["data", undefined, "known", ""],
      ["data.x", -3, "unknown", "borrowed"],
      ["data.name", "x", "unknown", "borrowed"],
    ]);
    expect(lost).toEqual([]);
    expect(shown(decoded, "data")).toMatchObject({ aside: "read as t.Part of r@2, your choice" });
  });

  it("show what does not fit the chosen type, below, without a problem of the blob", () => {
    const { decoded } = choose("1: {1: {1: 1} 2: `ff`}", { data: asType("t.Part", "r1") });
    expect(brief(decoded).slice(1)).toEqual([
      ["data.x", "0801", "mismatched", "borrowed"],
      ["data.name", "\ufffd", "malformed", "borrowed"],
    ]);
    expect(decoded.counts).toMatchObject({ mismatched: 0, malformed: 0 });
  });

  it("are numbers of a width, or varints, as rows", () => {
    const values = (as: string) =>
      nodes(choose("1: `0102030400000080`", { data: as }).decoded).map(({ path, type, value }) => [path, type, value]);
    expect(values("u8").slice(-1)).toEqual([["data[7]", "u8", 128]]);
    expect(values("u16")).toEqual([
      ["data", "bytes", undefined],
      ["data[0]", "u16", 0x0201],
      ["data[1]", "u16", 0x0403],
      ["data[2]", "u16", 0],
      ["data[3]", "u16", 0x8000],
    ]);
    expect(values("u32").slice(1)).toEqual([
      ["data[0]", "u32", 0x04030201],
      ["data[1]", "u32", 0x80000000],
    ]);
    expect(values("u64").slice(1)).toEqual([["data[0]", "u64", 0x8000000004030201n.toString()]]);
    const { decoded } = choose("1: `01ac0280800000`", { data: "varints" });
    expect(nodes(decoded).map(({ path, value }) => [path, value])).toEqual([
      ["data", undefined],
      ["data[0]", "1"],
      ["data[1]", "300"],
      ["data[2]", "0"],
      ["data[3]", "0"],
    ]);
  });

  it("are text, a GUID or the bytes themselves", () => {
    const guid = choose("1: `00112233445566778899aabbccddeeff`", { data: "guid" }).decoded;
    expect(shown(guid, "data")).toMatchObject({ text: "33221100-5544-7766-8899-aabbccddeeff", aside: "read as a GUID, your choice" });
    expect(shown(choose('1: "h\u00e9"', { data: "utf-8" }).decoded, "data")).toMatchObject({ kind: "text", text: "h\u00e9" });
    // An unknown field that looks like a message is opened as a guess, unless the user says that it is bytes.
    const raw = choose("17: {1: 5}", { "#17": "bytes" }).decoded;
    expect(brief(raw)).toEqual([["#17", "0805", "unknown", ""]]);
    expect(shown(raw, "#17")).toMatchObject({ kind: "bytes", text: "0805" });
  });

  it("keep their path and key in a list, and their elements' keys are unlike any other", () => {
    const text = "2: `0100` 2: `02000300` 2: `04` 1: `0500` 1: `0600`";
    const { decoded } = choose(text, { "chunks[1]": "u16", data: "u16", "data[1]": "u16" });
    expect(nodes(decoded).map(({ path }) => path)).toEqual([
      "chunks[0]",
      "chunks[1]",
      "chunks[1][0]",
      "chunks[1][1]",
      "chunks[2]",
      "data",
      "data[0]",
      "data[1]",
      "data[1][0]",
    ]);
    expect(new Set(keys(decoded)).size).toBe(decoded.nodes.length);
  });

  it("are read again below one another, whichever choice comes first", () => {
    const text = '1: {3: {1: 5 3: "0123456789abcdef"}}';
    const choices = { "data.inner.#3": "guid", "data.inner": "message", data: asType("t.Part", "r1") };
    const { decoded, lost } = choose(text, choices);
    expect(lost).toEqual([]);
    expect(decoded.rereads.size).toBe(3);
    expect(shown(decoded, "data.inner.#3")?.text).toBe("33323130-3534-3736-3839-616263646566");
    expect(nodes(decoded).map(({ path }) => path)).toEqual(["data", "data.inner", "data.inner.#1", "data.inner.#3"]);
  });

  it("stay as they are where a choice cannot be followed, and the reason is told", () => {
    const choices = { data: "u32", a: "u8", gone: "u8", "chunks[0]": asType("t.No", "r1"), "#9": asType("t.Part", "r9"), "#10": "odd" };
    const { decoded, lost } = choose("1: `010203` 3: 1 2: `01` 9: `01` 10: `01`", choices);
    expect(decoded.rereads.size).toBe(0);
    expect(Object.fromEntries(lost.map(({ choice, why }) => [choice.key, why]))).toEqual({
      data: "needs a multiple of 4 bytes, has 3",
      a: "it is not bytes",
      gone: "the blob, as it is read now, has no such row",
      "chunks[0]": "r1 has no type t.No",
      "#9": "no release r9 is registered",
      "#10": "there is no such reading",
    });
  });

  it("take the place of what another release lends, and other loans stay", () => {
    const newer = release("r3", "message Root { Part more = 20; Part other = 21; } message Part { uint32 y = 1; }");
    const base = borrow(read("20: {1: 1} 21: {1: 2}"), [newer]);
    const { decoded } = reread(base, [{ key: "#20", as: "bytes" }], [SET, newer], false);
    expect(brief(decoded)).toEqual([
      ["#20", "0801", "unknown", ""],
      ["#21", undefined, "unknown", ""],
      ["#21.y", 2, "unknown", "borrowed"],
    ]);
    expect([...decoded.loans.values()].map(({ field }) => field?.name)).toEqual(["other"]);
  });
});

const URL = "type.googleapis.com";
describe("a saved-state blob in bytes", () => {
  const opened = `1: {1: "${URL}/t.Part" 2: {1: 7 2: "x"}}`;

  it("opens by itself as a guess when its type URL names a known type and all of it fits", () => {
    const { decoded } = choose(opened, {}, true);
    expect(brief(decoded)).toEqual([
      ["data", undefined, "known", ""],
      ["data.type_url", `${URL}/t.Part`, "unknown", "borrowed"],
      ["data.value", undefined, "unknown", "borrowed"],
      ["data.value.x", 7, "unknown", "borrowed"],
      ["data.value.name", "x", "unknown", "borrowed"],
    ]);
    expect(shown(decoded, "data")).toMatchObject({ aside: "blob by its type URL, a guess" });
  });

  it("opens in a blob in bytes, in unknown fields, and with the first release that fits", () => {
    const inside = `1: {1: "${URL}/t.Part" 2: {3: {1: "https://${URL}/t.New" 2: {1: 3}}}} 30: {1: "${URL}/t.New" 2: {1: 4}}`;
    const { decoded } = choose(inside, {}, true);
    expect(nodes(decoded).map(({ path, value }) => [path, value])).toEqual([
      ["data", undefined],
      ["data.type_url", `${URL}/t.Part`],
      ["data.value", undefined],
      ["data.value.inner", undefined],
      ["data.value.inner.type_url", `https://${URL}/t.New`],
      ["data.value.inner.value", undefined],
      ["data.value.inner.value.n", 3],
      ["#30", undefined],
      ["#30.type_url", `${URL}/t.New`],
      ["#30.value", undefined],
      ["#30.value.n", 4],
    ]);
  });

  it.each([
    ["another URL", '1: {1: "example.com/t.Part" 2: {1: 7}}'],
    ["an unknown type", `1: {1: "${URL}/t.Nobody" 2: {1: 7}}`],
    ["content that does not fit", `1: {1: "${URL}/t.Part" 2: {1: "x"}}`],
    ["content of which something is not known", `1: {1: "${URL}/t.Part" 2: {1: 7 99: 1}}`],
    ["a field more than an Any has", `1: {1: "${URL}/t.Part" 2: {1: 7} 3: 1}`],
  ])("stays bytes with %s", (_, text) => {
    expect(choose(text, {}, true).decoded.rereads.size).toBe(0);
  });

  it("stays bytes when the user says so, and in a blob that is read raw", () => {
    expect(choose(opened, { data: "bytes" }, true).decoded.nodes.length).toBe(1);
    const raw = decode(encodeText(opened), { ...SET, release: "" }, undefined);
    expect(reread(raw, [], SETS, true).decoded).toBe(raw);
  });
});

describe("a message that the end of the blob cuts off", () => {
  const cut = (text: string, most: number, choices: ReadChoice[] = []) => {
    const bytes = encodeText(text).subarray(0, most);
    const before = decode(bytes, SET, SET.typeByName.get("t.Root"));
    const { decoded } = reread(before, choices, SETS, true);
    sound(before, decoded);
    return decoded;
  };
  const machine = `3: 1 4: {1: "${URL}/t.Part" 2: {1: 7 2: "name" 4: {1: "${URL}/t.Part" 2: {1: 8 2: "inner"}}}}`;
  const length = encodeText(machine).length;

  it("is shown as far as it goes, level by level, by the schema and by type URLs", () => {
    const decoded = cut(machine, length - 3);
    expect(nodes(decoded).map(({ path, value, status }) => [path, value, status])).toEqual([
      ["a", 1, "known"],
      ["any", undefined, "malformed"],
      ["any.type_url", `${URL}/t.Part`, "unknown"],
      ["any.value", undefined, "malformed"],
      ["any.value.x", 7, "unknown"],
      ["any.value.name", "name", "unknown"],
      ["any.value.any", undefined, "malformed"],
      ["any.value.any.type_url", `${URL}/t.Part`, "unknown"],
      ["any.value.any.value", undefined, "malformed"],
      ["any.value.any.value.x", 8, "unknown"],
      ["any.value.any.value.name", "in", "malformed"],
    ]);
    expect(shown(decoded, "any")).toMatchObject({ aside: expect.stringContaining("eof parsing a byte array: needs 79 bytes") });
  });

  it("stays as it is where the user says so, and where the end cuts off no message", () => {
    expect(cut(machine, length - 3, [{ key: "any", as: "bytes" }]).rereads.get(1)).toMatchObject({ as: "bytes", origin: "chosen" });
    expect(cut('6: "a long text"', 6).rereads.size).toBe(0);
    expect(cut("5: {1: 7 3: `0102`} 3: 1", 9).rereads.size).toBe(0);
  });
});

describe("the text of a reading", () => {
  it("names a type and its release, which may have an @ in its name", () => {
    expect(readAsParts("t.Part@r@2")).toEqual({ kind: "type", typeName: "t.Part", release: "r@2" });
    for (const as of PLAIN_READINGS) expect(readAsParts(as)).toEqual({ kind: "plain", as });
    for (const none of ["", "@", "t.Part@", "@r1", "u9"]) expect(readAsParts(none)).toBeUndefined();
    expect(readAsWords("t.Part@r1")).toBe("t.Part of r1");
  });
});

/** Every byte stands in one leaf, every key names its node, and what the blob's own reading counts has not changed. */
function sound(before: Decoded, after: Decoded): void {
  expect(tilingFault(after)).toBeUndefined();
  expect(after.counts).toEqual(before.counts);
  expect(after.notable).toBe(before.notable);
  const all = keys(after);
  expect(new Set(all).size).toBe(all.length);
  all.forEach((key, node) => {
    expect(findItem(after, key, () => [])).toEqual({ kind: "node", node });
  });
  for (let node = 0; node < after.nodes.length; node++) expect(displayNode(after, node)).toBeDefined();
}

describe("whatever the bytes and the choices", () => {
  it("leave the blob whole", () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    console.info(`reread: seed ${seed}`);
    const readings = [...PLAIN_READINGS, asType("t.Part", "r1"), asType("t.Root", "r1"), asType("google.protobuf.Any", "r@2")];
    const small = fc.uint8Array({ maxLength: 24 });
    const field = fc
      .tuple(fc.constantFrom(0x0a, 0x12, 0x22, 0x2a, 0x8a), small)
      .map(([tag, payload]) => [...(tag === 0x8a ? [0x8a, 0x01] : [tag]), payload.length, ...payload]);
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            field,
            field.map((one) => [0x0a, one.length, ...one]),
            fc.constantFrom([0x18, 1], [0x18, 0]),
          ),
          { maxLength: 8 },
        ),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...readings)), { maxLength: 6 }),
        (fields, picks) => {
          const before = decode(Uint8Array.from(fields.flat()), SET, SET.typeByName.get("t.Root"));
          let choices: { key: string; as: string }[] = [];
          let after = before;
          for (const [pick, as] of picks) {
            const able = Array.from({ length: after.nodes.length }, (_, node) => node).filter((node) => canReread(after, node));
            if (able.length === 0) break;
            const node = able[pick % able.length]!;
            const key = keyOf(after, node);
            choices = [...choices.filter((one) => one.key !== key), { key, as }];
            const [from, to] = valueRange(after, node);
            const parts = readAsParts(as);
            const why = parts?.kind === "plain" ? unfitAs(after.bytes, from, to, parts.as) : undefined;
            const result = reread(before, choices, SETS, true);
            after = result.decoded;
            sound(before, after);
            const path = findItem(after, key, () => []);
            if (why === undefined && path?.kind === "node") expect(after.rereads.get(path.node)?.as).toBe(as);
            if (result.lost.length > 0) choices = choices.filter((one) => !result.lost.some(({ choice }) => choice.key === one.key));
          }
        },
      ),
      { seed, numRuns: 400 },
    );
  });
});

describe.skipIf(absent)("the real releases", () => {
  it.each(["2411", "1.7.2511", "main"])(
    "a relay channel of %s opens to the blob in its field 4, as that blob reads by itself",
    (writer) => {
      // The channels of the real blobs hold random bytes there, so real blobs are put in, as the relay does for a channel that it intercepts.
      const set = setOf("exact", writer);
      const place = "channels[0].intercepted_save_state.value.";
      let opened = 0;
      for (const { writer: by, root, bytes } of realBlobs()) {
        if (by !== writer || bytes.length === 0 || bytes.length > 5000) continue;
        const plain = decode(bytes, set, set.typeByName.get(root));
        const hex = (of: Uint8Array) => Buffer.from(of).toString("hex");
        const blob = encodeText(`1: "${URL}/${root}" 2: \`${hex(bytes)}\``);
        const channel = encodeText(`4: {1: 9 3: 1 4: \`${hex(blob)}\`}`);
        const before = decode(channel, set, set.typeByName.get("vmbus.relay.SavedState"));
        const { decoded } = reread(before, [], [set], true);
        sound(before, decoded);
        const below = nodes(decoded).filter(({ path }) => path.startsWith(place));
        expect(below.map(({ path, value }) => [path.slice(place.length), value])).toEqual(
          nodes(plain).map(({ path, value }) => [path, value]),
        );
        opened++;
      }
      expect(opened).toBeGreaterThan(50);
    },
  );

  it("no bytes of the 946 blobs are taken for a blob, and every reading of every bytes field leaves them whole", () => {
    let fields = 0;
    let blobs = 0;
    for (const { writer, root, bytes } of realBlobs()) {
      const set = setOf("exact", writer);
      const before = decode(bytes, set, set.typeByName.get(root));
      expect(reread(before, [], [set], true).decoded).toBe(before);
      blobs++;
      if (bytes.length > 20_000) continue;
      const able = Array.from({ length: before.nodes.length }, (_, node) => node).filter((node) => canReread(before, node));
      fields += able.length;
      if (able.length === 0 || blobs % 5 !== 0) continue;
      for (const as of ["message", "u16", "varints", asType("google.protobuf.Any", writer)]) {
        const choices = able.map((node) => ({ key: keyOf(before, node), as }));
        const { decoded } = reread(before, choices, [set], true);
        expect(tilingFault(decoded)).toBeUndefined();
        expect(decoded.counts).toEqual(before.counts);
        expect(pathOf(decoded, 0)).toBe(pathOf(before, 0));
      }
    }
    expect(blobs).toBe(946);
    expect(fields).toBeGreaterThan(100);
  });
});
