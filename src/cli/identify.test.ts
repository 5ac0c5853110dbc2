import { expect, test } from "vitest";
import { encodeText } from "../wire/text.ts";
import { commandFolder, documentsIn } from "./testing/command.ts";

const schema = (fields: string) =>
  `syntax = "proto3"; package t; message Root { ${fields} } message Other { uint32 id = 1; uint32 more = 2; }`;

const { put, run } = commandFolder({
  "schemas/r1/t.proto": schema("uint32 id = 1;"),
  "schemas/r2/t.proto": schema("uint32 id = 1; uint32 more = 2;"),
});

interface Doc {
  readonly roots: readonly { readonly typeName: string; readonly evidence: readonly string[] }[];
  readonly writer: { readonly candidates: readonly string[]; readonly confidence: string };
  readonly error?: { readonly code: string };
}

test("of a root that is named the writer is judged as that root alone, from the words or a line of the list", async () => {
  const blob = put("a.bin", encodeText("1: 5 2: 6"));
  put("any.bin", encodeText('1: "type.googleapis.com/t.Root" 2: {1: 5 2: 6}'));
  const lines = ['{"file":"a.bin"}', '{"file":"a.bin","root":"t.Root"}', '{"file":"any.bin"}', '{"file":"a.bin","root":"t.None"}'];
  const [unnamed, listed, wrapped, none] = documentsIn<Doc>(
    (await run("identify", "--list", put("list.jsonl", lines.join("\n")), "--json")).out,
  );
  expect([unnamed!.roots[0]!.typeName, unnamed!.writer.candidates]).toEqual(["t.Other", ["r2", "r1"]]);
  const [named] = documentsIn<Doc>((await run("identify", blob, "--root", ".t.Root", "--json")).out);
  for (const { roots, writer } of [named!, listed!, wrapped!]) {
    expect(roots[0]!.typeName).toBe("t.Root");
    expect(writer).toMatchObject({ candidates: ["r2"], confidence: "sure" });
  }
  expect([named!.roots[0]!.evidence[0], wrapped!.roots[0]!.evidence[0]]).toEqual(["given", "named by the type URL around it"]);
  expect(none!.error?.code).toBe("unknown-root");
});
