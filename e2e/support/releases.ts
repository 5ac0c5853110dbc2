import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { test as base, idle } from "./app.ts";

/** A `.proto` of one message, `t.Root`. */
const proto = (body: string) => `syntax = "proto3";\npackage t;\n// A root.\nmessage Root {\n${body}\n}\n`;
/** A release of that message, and the one that came after it. */
export const ONE = proto("  // Who.\n  uint32 id = 1;\n  string word = 2;");
export const TWO = proto("  uint32 ident = 1;\n  uint64 word = 2;\n  bool fresh = 3;");

interface Fixtures {
  /** A folder of the test's own. */
  readonly folder: string;
  /** Writes a folder of releases, each of one file, and gives its path. */
  readonly releases: (name: string, files: Readonly<Record<string, string>>, order?: readonly string[]) => string;
}

/** The `test` of every spec that brings releases of its own. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the form that Playwright asks for
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), "savestate-e2e-"));
    await use(folder);
    rmSync(folder, { recursive: true });
  },
  releases: async ({ folder }, use) => {
    await use((name, files, order) => {
      const at = path.join(folder, name);
      for (const [release, text] of Object.entries(files)) {
        mkdirSync(path.join(at, release), { recursive: true });
        writeFileSync(path.join(at, release, "t.proto"), text);
      }
      if (order) writeFileSync(path.join(at, "releases.json"), JSON.stringify(order));
      return at;
    });
  },
});

/** The list of releases. */
export const list = (page: Page): Locator => page.getByRole("list", { name: "Releases, old to new" });
/** Their names, old to new. */
export const names = (page: Page): Promise<string[]> => list(page).locator("[data-release] b").allTextContents();
/** A release of the list. The name is a pattern. */
export const release = (page: Page, name: string): Locator => list(page).getByRole("button", { name: new RegExp(`^${name} `) });
/** A field of the type that is shown. */
export const field = (page: Page, name: string | RegExp): Locator => page.getByRole("grid").getByRole("row").filter({ hasText: name });

/** Goes to the Releases workspace. */
export async function toReleases(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Releases" }).click();
  await idle(page);
}

/** Picks an item of a release's menu. */
export async function act(page: Page, name: string, item: string): Promise<void> {
  await release(page, name).click();
  await page.getByRole("menuitem", { name: item }).click();
  await idle(page);
}

/** Shows a type, by the search for types. */
export async function openType(page: Page, typeName: string): Promise<void> {
  await page.getByRole("textbox", { name: "Find a type or field" }).fill(typeName);
  await idle(page);
  await page.getByRole("textbox", { name: "Find a type or field" }).press("Enter");
  await idle(page);
}

/** Bytes of the next file that the page saves. */
export async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const waiting = page.waitForEvent("download");
  await act();
  const download = await waiting;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}
