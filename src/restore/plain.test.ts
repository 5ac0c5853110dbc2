import { describe, expect, it } from "vitest";
import { encodeText } from "../wire/text.ts";
import { evidenceFrom, resave, verdict } from "./index.ts";
import { release, told } from "./testing/release.ts";

const plain = (name: string, body: string) => release(name, body, true);
const E = "message E { oneof variant { google.protobuf.Empty off = 1; google.protobuf.Empty on = 2; } }";
const ABSENT = "absent, and the schema does not say whether it has a default";

describe("a plain schema", () => {
  const body = `message R { uint32 n = 1; E e = 2; P p = 3; bytes b = 4; } message P { bytes data = 1; } ${E}`;

  it("its own release reads what it wrote", () => {
    const set = plain("A", body);
    expect(told(set, "1: 1")).toEqual(["restores"]);
  });
  it("another one may hold as T what the writer left out as an Option<T>", () => {
    expect(told(plain("B", body), "1: 1", plain("A", body))).toEqual(["depends", `depends e: ${ABSENT}`, `depends p.data: ${ABSENT}`]);
  });
  it("what is there reads alike where the schemas are alike", () => {
    expect(told(plain("B", body), "1: 1 2: {1: {}} 3: {1: `01`} 4: `02`", plain("A", body))).toEqual(["restores"]);
  });
  it("with no writer known all is open that the schema leaves open", () => {
    expect(told(plain("B", body), "1: 1 2: {1: {}} 3: {1: `01`}", [])[0]).toBe("depends");
    expect(verdict(encodeText("4: `01`"), "t.R", plain("B", body), undefined).findings.find(({ path }) => path === "b")!.why).toBe(
      "The schema of B for t.R is not exact: the schema does not say: bytes of any length or of an exact one.",
    );
  });
  it("with several writers the verdict holds for each, or depends", () => {
    const [a, b] = [plain("A", body), plain("B", body)];
    expect(told(b, "1: 1", [b, a])[0]).toBe("depends");
    expect(told(b, "1: 1 2: {1: {}} 3: {1: `01`} 4: `02`", [b, a])).toEqual(["restores"]);
  });
  it("new fields: an enum and bytes depend, a packed array fails, a list has a default", () => {
    const a = plain("A", "message R { uint32 n = 1; }");
    const made = (field: string): string[] =>
      told(plain("B", `message R { uint32 n = 1; ${field} } message W { repeated string field1 = 1; } ${E}`), "1: 1", a);
    expect(made("E e = 2;")).toEqual(["depends", `depends e: ${ABSENT}`]);
    expect(made("bytes e = 2;")).toEqual(["depends", `depends e: ${ABSENT}`]);
    expect(made("W e = 2;")).toEqual(["depends", `depends e: ${ABSENT}`]);
    expect(made("repeated uint32 e = 2; // packed repr only\n")).toEqual(["fails", "fails e: missing required field"]);
    expect(made("repeated uint32 e = 2;")).toEqual(["restores"]);
    expect(made("optional bytes e = 2;")).toEqual(["restores"]);
  });
  it("a retyped field that would have a length of its own depends", () => {
    const a = plain("A", "message R { string n = 1; repeated uint32 v = 2; repeated string w = 3; }");
    const b = plain(
      "B",
      "message R { bytes n = 1; repeated uint32 v = 2; // packed repr only\n W w = 3; } message W { repeated string field1 = 1; }",
    );
    expect(told(b, '1: "x" 2: [1]', a).slice(0, 3)).toEqual([
      "depends",
      "depends n: the schema does not say: bytes of any length or of an exact one",
      "depends v: the schema does not say: how many elements it must hold",
    ]);
  });
  it("a number that was given to another field leaves the length of arrays and bytes open, a field that was renamed does not", () => {
    const a = plain(
      "A",
      "message R { repeated uint32 v = 1; // packed repr only\n repeated uint32 w = 2; // packed repr only\n bytes b = 3; bytes c = 4; }",
    );
    const b = plain(
      "B",
      "message R { repeated uint32 u = 1; // packed repr only\n repeated uint32 v = 2; // packed repr only\n bytes d = 3; bytes b = 4; }",
    );
    expect(told(b, "1: [1] 2: [1] 3: `01`", a)).toEqual([
      "depends",
      "depends u: the schema does not say: how many elements it must hold",
      "depends v: the schema does not say: how many elements it must hold",
      "depends d: the schema does not say: bytes of any length or of an exact one",
      `depends b: ${ABSENT}`,
    ]);
    expect(verdict(encodeText("1: [1] 2: [1]"), "t.R", b, a).findings[1]!.why).toBe(
      "The schema of B for t.R is not exact, and the writer, A, has w in the place of v: the schema does not say: how many elements it must hold.",
    );
    const c = plain(
      "C",
      "message R { repeated uint32 x = 1; // packed repr only\n repeated uint32 y = 2; // packed repr only\n bytes z = 3; bytes c = 4; }",
    );
    expect(told(c, "1: [1] 2: [1] 3: `01`", a)).toEqual(["restores"]);
  });
  it("bytes decide all the same", () => {
    const set = plain("A", body);
    expect(told(set, "2: {9: 1}")).toEqual(["fails", "fails e: missing enum variant"]);
    expect(told(set, '1: "x"')[0]).toBe("fails");
  });
  it("a message that it shows as T may be an Option, which keeps what is written: only an exact schema says that Some(default) is lost", () => {
    const inner = "message R { P p = 1; } message P { uint32 n = 1; }";
    const exact = release("A", inner.replace("p = 1", "p = 1 [(savestate.nullable) = true]"));
    expect(told(plain("B", inner), "1: {}", exact)).toEqual(["restores"]);
    expect(told(release("B", inner), "1: {}", exact)[0]).toBe("loses");
  });
  it("of an absent field at a number that the writer gave to another one it is that one that was left out", () => {
    const why = (writer: string): string | undefined => {
      const list = "message R { uint32 n = 1; repeated uint64 fixed = 2; // packed repr only\n }";
      return verdict(encodeText("1: 1"), "t.R", plain("B", list), plain("A", writer)).findings[0]?.why;
    };
    const end = "which has no default.";
    expect(why("message R { uint32 n = 1; uint64 kind = 2; }")).toBe(
      `The writer, A, has kind at number 2, and left it out; in B fixed is an array, ${end}`,
    );
    expect(why("message R { uint32 n = 1; uint64 fixed = 2; }")).toBe(`The writer, A, left fixed out; in B it is an array, ${end}`);
    expect(why("message R { uint32 n = 1; }")).toBe(`The writer, A, does not know fixed (number 2); in B it is an array, ${end}`);
  });
  it("evidence: what the release left out of its own blobs it reads without", () => {
    const [a, b] = [plain("A", body), plain("B", body)];
    const blob = encodeText("1: 1");
    const evidence = evidenceFrom([{ bytes: encodeText("1: 1 3: {1: `01`}"), root: "t.R", writer: b }]);
    expect(verdict(blob, "t.R", b, a, { evidence }).findings.map(({ path }) => path)).toEqual(["p.data"]);
    const all = evidenceFrom([{ bytes: blob, root: "t.R", writer: b }]);
    expect(verdict(blob, "t.R", b, a, { evidence: all }).verdict).toBe("restores");
    expect(verdict(blob, "t.R", a, b, { evidence: all }).verdict).toBe("depends");
  });
  it("evidence: a message in the middle of a long blob tells it too", () => {
    const lists = `message R { repeated M m = 1; string pad = 2; } message M { uint32 n = 1; E e = 2; } ${E}`;
    const [a, b] = [plain("A", lists), plain("B", lists)];
    const evidence = evidenceFrom([{ bytes: encodeText(`1: {1: 1} 1: {1: 2} 2: "${"pad ".repeat(30)}"`), root: "t.R", writer: b }]);
    expect([...evidence.get("B")!]).toEqual(["t.M#2"]);
    expect(verdict(encodeText("1: {1: 1}"), "t.R", b, a, { evidence }).verdict).toBe("restores");
  });
  it("resave tells what is in doubt", () => {
    const [a, b] = [plain("A", body), plain("B", body)];
    const written = resave(encodeText("1: 1 3: {}"), "t.R", b, a);
    expect(written.kind === "written" && [written.exact, written.inDoubt.map(({ path }) => path)]).toEqual([false, ["e", "p"]]);
  });
});
