import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { sources } from "./build.mjs";
import { isNewEnough } from "./setup.mjs";

const root = path.resolve(import.meta.dirname, "..");
const textOf = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

it("knows the versions of Node that the packages run on", () => {
  const versions = ["18.20.8", "20.18.3", "20.19.0", "20.20.2", "21.7.3", "22.11.0", "22.12.0", "23.0.0", "24.1.0"];
  expect(versions.filter(isNewEnough)).toEqual(["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.1.0"]);
  const vite = JSON.parse(textOf("node_modules/vite/package.json"));
  expect(JSON.parse(textOf("package.json")).engines).toEqual(vite.engines);
});

it("builds anew when what the configurations of Vite import has changed", () => {
  const configs = ["vite.config.ts", "vite.cli.config.ts"];
  const imported = configs.flatMap((config) => [...textOf(config).matchAll(/from "\.\/([^"]+)"/g)].map(([, file]) => file!));
  expect(imported).toContain("scripts/assembly.mjs");
  const isSource = (file: string): boolean => sources.some((source) => file === source || file.startsWith(`${source}/`));
  expect([...configs, ...imported].filter((file) => !isSource(file))).toEqual([]);
});
