// Draws the pictures of the app in docs/ from the bundled examples, and of two real machines where the folder of real data is there.
// Builds first when needed. Run: npm run screenshots, or with the names of pictures: npm run screenshots -- compare
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { chromium } from "playwright";
import { preview } from "vite";
import { ensureBrowser } from "./browser.mjs";
import { build, isBuilt } from "./build.mjs";
import { root } from "./run.mjs";

const large = { width: 1440, height: 900 };
const small = { width: 1024, height: 700 };
const pictures = [
  { name: "inspect", draw: drawInspect, sizes: [large, small] },
  { name: "empty", draw: drawEmpty, sizes: [large] },
  { name: "verdict", draw: drawVerdict, sizes: [large, small] },
  { name: "log", draw: drawLog, sizes: [large, small] },
  { name: "table", draw: drawTable, sizes: [large, small] },
  { name: "compatibility", draw: drawCompatibility, sizes: [large, small] },
  { name: "compare", draw: drawCompare, sizes: [large, small] },
  { name: "compare-real", draw: drawCompareReal, sizes: [large, small], needs: "../shared/openvmm", after: saveSummary },
];

/** Waits until the app has nothing under way. */
async function idle(page) {
  await page.locator('html[data-idle="true"]').waitFor({ state: "attached" });
}

/** The first screen; its list of examples must be there. */
async function drawEmpty(page) {
  await page.getByRole("button", { name: "Try the example" }).waitFor();
}

/** The example of 2.0 read with 1.1, so that unknown fields show: some rows open, one of them selected, and find on a word. */
async function drawInspect(page) {
  await page.getByRole("button", { name: "Try the example" }).click();
  await idle(page);
  await page.getByRole("button", { name: /^Read with / }).click();
  await page.getByRole("menuitemradio", { name: /^1\.1/ }).click();
  await idle(page);
  for (const key of ["init_state.firmware", "init_state.boot_timings_us[]"]) {
    await row(page, key).locator("[data-twisty]").click();
    await idle(page);
  }
  await page.keyboard.press("/");
  await page.getByRole("textbox", { name: "Find in the blob" }).fill("state");
  await page.getByRole("search").getByRole("button", { name: "Next hit" }).waitFor();
  await idle(page);
  await row(page, unknown).getByRole("rowheader").click();
  await idle(page);
  await page.getByRole("textbox", { name: "Find in the blob" }).focus();
}

/** Opens an example by its title. */
async function openExample(page, title) {
  await page
    .getByRole("button", { name: /^(More ways to open|Open a blob)$/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: title }).click();
  await idle(page);
}

/** The machine of 1.1 read with 2.0, which stops at its firmware variables: the finding, its field and its bytes. */
async function drawVerdict(page) {
  await openExample(page, "A whole machine, Larch 1.1");
  await page
    .getByRole("toolbar", { name: /^Restores on/ })
    .getByRole("button", { name: /^2\.0 fails/ })
    .click();
  await idle(page);
  await page.keyboard.press("v");
  await idle(page);
  await page.getByText("On each release").waitFor();
}

/** The line of a log, and what of the machine of 1.1 can have caused it. */
async function drawLog(page) {
  await openExample(page, "A whole machine, Larch 1.1");
  await page.keyboard.press("Control+K");
  await page.keyboard.type("cause of a failed");
  await page.keyboard.press("Enter");
  await page
    .getByRole("textbox", { name: "Text of the log" })
    .fill("failed to restore: {firmware: failed to decode protobuf: decoding failed: expected a byte array}");
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: /stops here/ })
    .first()
    .waitFor();
}

/** All examples as a table, one cell selected. */
async function drawTable(page) {
  const folder = path.join(root, "public/examples");
  const names = readdirSync(folder).filter((name) => name.endsWith(".bin"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles(names.map((name) => path.join(folder, name)));
  await idle(page);
  const grid = page.getByRole("grid", { name: /^Verdict/ });
  await grid
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: "machine-1.1.bin" }) })
    .getByRole("gridcell")
    .last()
    .click();
}

/** The examples' releases side by side, one finding explained. */
async function drawCompatibility(page) {
  await page.getByRole("link", { name: "Releases" }).click();
  await idle(page);
  await page.getByRole("link", { name: /^Compatibility/ }).click();
  await idle(page);
  await page.locator('[data-finding="sequence-wrapped:both:larch.nvram.Store:1"]').click();
  await idle(page);
}

/** The example machines of 1.1 and 2.0 side by side, a change selected. */
async function drawCompare(page) {
  await page.getByRole("link", { name: "Compare" }).click();
  await page.getByRole("button", { name: "Compare the examples" }).click();
  await idle(page);
  await page.keyboard.press("n");
  await idle(page);
  await page.locator('[data-kind="changed"]').filter({ hasText: "correlation" }).getByRole("rowheader").click();
}

/** The two biggest states of two releases, each read with its own. */
async function drawCompareReal(page) {
  const data = path.join(root, "../shared/openvmm");
  await page.locator("#pick-folder").setInputFiles(path.join(data, "schemas"));
  await idle(page);
  await page
    .getByRole("button", { name: /^Close/ })
    .last()
    .click();
  await page.getByRole("link", { name: "Compare" }).click();
  const [a, b] = biggestOfTwoReleases(path.join(data, "blobs"), "underhill.ServicingState");
  await page.locator("#pick-files").setInputFiles([a.file, b.file]);
  for (const [side, { release }] of [
    ["A", a],
    ["B", b],
  ]) {
    const picker = page.getByRole("button", { name: new RegExp(`^Side ${side} read with`) });
    await picker.waitFor();
    await idle(page);
    await picker.click();
    await page.getByRole("menuitemradio", { name: new RegExp(`^${release.replaceAll(".", "\\.")} ?(yours)?$`) }).click();
    await idle(page);
  }
  await page.getByRole("treegrid").focus();
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press("n");
    await idle(page);
  }
}

/** Keeps the Markdown of the comparison that is shown, as the button copies it; narrow windows have no such button. */
async function saveSummary(page) {
  const button = page.getByRole("button", { name: "Copy summary as Markdown" });
  if (!(await button.isVisible())) return;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await button.click();
  await page.getByText("Copied the summary as Markdown").waitFor();
  writeFileSync(path.join(root, "docs/compare-real.md"), await page.evaluate(() => navigator.clipboard.readText()));
}

/** The biggest blob of a type, and the biggest one of another release, in the order of the releases' names. */
function biggestOfTwoReleases(folder, type) {
  const all = readdirSync(folder).flatMap((release) =>
    readdirSync(path.join(folder, release))
      .filter((name) => name.startsWith(`${type}-`))
      .map((name) => {
        const file = path.join(folder, release, name);
        return { release, file, size: statSync(file).size };
      }),
  );
  all.sort((x, y) => y.size - x.size);
  const first = all[0];
  const second = all.find(({ release }) => release !== first.release);
  return [first, second].sort((x, y) => x.release.localeCompare(y.release));
}

/** `host_features`, which 1.1 does not know. */
const unknown = "init_state.#9";

function row(page, key) {
  return page.locator(`[role="row"][data-key=${JSON.stringify(key)}]`);
}

/** What differs from run to run: how long the decode took. */
async function settle(page) {
  await idle(page);
  await page.evaluate(() => {
    const spans = [...document.querySelectorAll("footer span")];
    const took = spans.find((span) => /^Decoded in .* ms$/.test(span.textContent));
    if (took) took.textContent = "Decoded in 6 ms";
    const compared = spans.find((span) => /^Compared in .* ms$/.test(span.textContent));
    if (compared) compared.textContent = "Compared in 11 ms";
    return document.fonts.ready;
  });
}

async function main() {
  const executablePath = await ensureBrowser();
  if (!executablePath) return 1;
  if (!isBuilt() && (await build("stderr")) > 0) return 1;
  const server = await preview({ root, logLevel: "warn", preview: { host: "127.0.0.1", open: false } });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const asked = process.argv.slice(2);
    for (const { name, draw, sizes, needs, after } of pictures) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      if (needs && !existsSync(path.join(root, needs))) {
        console.log(`${name}: left out, ${needs} is not here`);
        continue;
      }
      for (const colorScheme of ["light", "dark"]) {
        for (const viewport of sizes) {
          const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", locale: "en-GB" });
          const page = await context.newPage();
          await page.goto(server.resolvedUrls.local[0]);
          await idle(page);
          await draw(page);
          await settle(page);
          const file = path.join("docs", `${name}-${colorScheme}-${viewport.width}x${viewport.height}.png`);
          await page.screenshot({ path: path.join(root, file), animations: "disabled", caret: "hide" });
          console.log(file);
          await after?.(page);
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return 0;
}

process.exit(await main());
