import { expect, test } from "vitest";
import { loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { decode, displayNode, itemPath, jsonNode, walk } from "./index.ts";

const SET = loadSchemaSet("r", [
  {
    path: "t.proto",
    text: `syntax = "proto3"; package t; import "google/protobuf/any.proto";
message Root { string text = 1; map<string, uint32> map = 2; repeated Pair pairs = 3; google.protobuf.Any any = 4; double d = 5; }
message Pair { string id = 1; string b = 2; }`,
  },
]);

const read = (text: string) => decode(encodeText(text), SET, SET.typeByName.get("t.Root"));
const hex = (text: string): string => `\`${Buffer.from(text).toString("hex")}\``;

/** How the value at a path is shown. */
function shown(text: string, path: string): string {
  const decoded = read(text);
  const found = [...walk(decoded)].find(({ item }) => itemPath(decoded, item) === path)!.item;
  if (found.kind === "absent") throw new Error(`${path} is absent`);
  return displayNode(decoded, found.node).text;
}

test("text is shown so that no two texts look alike, and in JSON as it is", () => {
  expect(shown(`1: ${hex("a\nb")}`, "text")).toBe("a\\nb");
  expect(shown(`1: ${hex("a\\nb")}`, "text")).toBe("a\\\\nb");
  expect(shown(`1: ${hex("\u202eevil\u2066\u200f")}`, "text")).toBe("\\u202eevil\\u2066\\u200f");
  const decoded = read(`1: ${hex("\u202ea\\nb\n")}`);
  const [first] = [...walk(decoded)];
  expect(jsonNode(decoded, first!.item).value).toBe("\u202ea\\nb\n");
});

test("minus zero is told from zero", () => {
  expect([shown("5: -0.0d", "d"), shown("5: 0.0d", "d")]).toEqual(["-0", "0"]);
});

test("long text is cut between two escapes", () => {
  expect(shown(`1: ${hex("\n".repeat(1000))}`, "text")).toBe(`${"\\n".repeat(80)}…`);
  expect(shown(`1: ${hex(`${"a".repeat(158)}\u202eb`)}`, "text")).toBe(`${"a".repeat(158)}…`);
});

test("within another value's line, as a key and as a type's name likewise", () => {
  expect(shown(`3: {1: ${hex('a", b: "c')} 2: ${hex("\u200b\\")}}`, "pairs[0]")).toBe('{ id: "a\\", b: \\"c", b: "\\u200b\\\\" }');
  const decoded = read(`2: {1: ${hex('\u202e"\b')} 2: 5}`);
  expect([...walk(decoded)].map(({ item }) => itemPath(decoded, item))).toContain('map["\\u202e\\"\\b"]');
  expect(shown(`4: {1: ${hex("x/t.\u202eX")} 2: \`0801\`}`, "any")).toMatch(/^t\.\\u202eX/);
});
