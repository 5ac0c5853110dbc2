import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { CHANGE_KINDS } from "../src/compare/index.ts";
import { STATUSES } from "../src/decode/index.ts";
import { NOTES } from "../src/decode/model.ts";

const root = path.resolve(import.meta.dirname, "..");
const textOf = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const pages = ["README.md", "docs", "schemas", "src"].flatMap((at) =>
  fs.statSync(path.join(root, at)).isFile()
    ? [at]
    : (fs.readdirSync(path.join(root, at), { recursive: true }) as string[])
        .filter((file) => file.endsWith(".md"))
        .map((file) => `${at}/${file}`),
);

it("what the pages link to is there", () => {
  const links = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, to]) => path.join(path.dirname(page), to!)),
  );
  expect(links).toContain("docs/contract.md");
  expect(links.filter((to) => !fs.existsSync(path.join(root, to)))).toEqual([]);
});

it("the contract has every status, note and kind of change", () => {
  const contract = textOf("docs/contract.md");
  const words = [...STATUSES, ...NOTES, ...CHANGE_KINDS];
  expect(words.length).toBeGreaterThan(20);
  expect(words.filter((word) => !contract.includes(`\`${word}\``))).toEqual([]);
});
