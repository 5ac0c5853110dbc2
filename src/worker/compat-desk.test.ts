import { expect, test } from "vitest";
import { DocumentStore } from "./store.ts";

const file = (release: string, body: string) => ({
  path: `s/${release}/t.proto`,
  kind: "file" as const,
  file: new Blob([`syntax = "proto3"; package t; message Root { ${body} }`]),
});

test("the findings that are shown, and one of them, are copied as Markdown", async () => {
  const store = new DocumentStore();
  await store.handle("import", { files: [file("a_1", "uint32 id = 1; string gone = 2;"), file("b", "string id = 1;")] });
  const pair = { old: "a_1", new: "b" };
  const copied = (what: Parameters<typeof store.handle<"compatMarkdown">>[1]["what"]) => store.handle("compatMarkdown", { ...pair, what });
  const { findings, total } = await store.handle("compat", pair);
  const all = await copied({ direction: "both" });
  expect(all.split("\n").filter((line) => /^\| (?:breaks|risk|loses|info) /.test(line))).toHaveLength(total);
  expect(all).toContain("## Saved state: `a_1` and `b`\n\n1 breaks, 1 loses, 1 info.\n");
  const back = await copied({ direction: "new-to-old", severity: "breaks" });
  expect(back).toContain(`\n\n1 breaks, of ${total} findings.\n`);
  expect(back).toContain("| breaks | both ways | 1 `id` |");
  const lost = findings.find(({ severity }) => severity === "loses")!;
  expect(await copied({ id: lost.id })).toBe(
    "**loses**, a\\_1 on b, in `t.Root`, 2 `gone` (field-removed): b skips it\n\n```diff\n- string gone = 2\n```\n",
  );
});
