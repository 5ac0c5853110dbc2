import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { unexpected, type Watch, watch } from "./watch.ts";

export { expect };

/** The two sizes that the screens are drawn for; `test.use({ viewport: small })` or `page.setViewportSize(small)`. */
export const large = { width: 1440, height: 900 };
export const small = { width: 1024, height: 700 };

/** A file made by a test: its name, and its content as bytes or as UTF-8 text. */
export interface TestFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

interface Fixtures {
  /** What the page did. After each test there must be no problem in it but those that the test put into `watched.expected`. */
  readonly watched: Watch;
  /** The page with the app opened at its start, idle. A test that needs another address takes `page` and calls `open`. */
  readonly app: Page;
}

/** The `test` of every spec here: `page` and `app` are watched, and a problem fails the test even when its own checks hold. */
export const test = base.extend<Fixtures>({
  watched: [
    async ({ context, baseURL }, use) => {
      const watched = await watch(context, new URL(baseURL ?? "").origin);
      await use(watched);
      expect(unexpected(watched), "errors, policy violations and requests that must not be").toEqual([]);
    },
    { auto: true },
  ],
  app: async ({ page }, use) => {
    await open(page);
    await use(page);
  },
});

/** Opens the app at a path with query and fragment, and waits until it is idle. */
export async function open(page: Page, path = "/"): Promise<void> {
  await page.goto(path);
  await idle(page);
}

/** Waits until the app has nothing under way: no request to the worker without its answer, nothing left to draw. */
export async function idle(page: Page): Promise<void> {
  // Work on a huge blob takes many seconds where other programs want the processor: idle is waited for, not timed.
  await expect(page.locator("html")).toHaveAttribute("data-idle", "true", { timeout: 40_000 });
}

/** Drops files on the middle of the window (or of `target`, a selector). They are synthetic: entries and handles are null, as for files dragged out of some programs. */
export async function dropFiles(page: Page, files: readonly TestFile[], target = "body"): Promise<void> {
  const payload = files.map(({ name, content }) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) }));
  await page.locator(target).drop({ files: payload });
  await idle(page);
}

/** Drops real files and folders from the disk, by their absolute paths, on the middle of the window, as a file manager does. */
export async function dropFolder(page: Page, ...paths: string[]): Promise<void> {
  const { width, height } = page.viewportSize() ?? large;
  const session = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 2, data });
    // The page must have answered one event before the browser is told the next.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  await session.detach();
  await idle(page);
}

/** Puts a text on the clipboard and presses Ctrl V where the focus is. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press("ControlOrMeta+V");
  await idle(page);
}

/** The text on the clipboard, as the app's copy commands left it: they are waited for. */
export async function clipboard(page: Page): Promise<string> {
  await idle(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Fails, naming rule and element, when axe finds anything on the screen as it is (or inside `include`, a selector). */
export async function axe(page: Page, include?: string): Promise<void> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (include ? builder.include(include) : builder).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  expect(found, "what axe finds").toEqual([]);
}
