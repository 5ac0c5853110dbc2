import crypto from "node:crypto";
import fs from "node:fs";
import { openPage } from "./driver.mjs";

const round = (value, digits = 0) => Number(value.toFixed(digits));
const mega = (bytes) => round(bytes / 1e6, 1);

/** A task that keeps the page's thread for longer is felt, in milliseconds. */
const LONG = 50;

/** What the page's thread had to do in a stretch; its tasks by the clock, which a busy machine draws out, and by processor time. */
function thread({ busy, tasks, processor }) {
  return {
    "page's thread, ms": round(busy),
    "long tasks": tasks.length,
    "longest, ms": round(Math.max(0, ...tasks)),
    "long by processor time": processor.filter((ms) => ms > LONG).length,
    "longest so, ms": round(processor.reduce((most, ms) => Math.max(most, ms), 0)),
  };
}

/** The value below which 95 of 100 lie, and the greatest. */
function frameTimes(frames) {
  const sorted = [...frames].sort((a, b) => a - b);
  return {
    frames: sorted.length,
    "median, ms": round(sorted[sorted.length >> 1] ?? 0, 1),
    "95th, ms": round(sorted[Math.floor(sorted.length * 0.95)] ?? 0, 1),
    "longest frame, ms": round(sorted.at(-1) ?? 0, 1),
  };
}

/** Turns the wheel over an element, `times` notches, as fast as the page takes them. */
async function wheel(driver, selector, times, pixels) {
  const box = await driver.page.locator(selector).first().boundingBox();
  await driver.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let i = 0; i < times; i++) await driver.page.mouse.wheel(0, pixels);
}

/** Drags the scroll bar of an element from top to bottom, a step each frame. */
function drag(driver, selector, steps) {
  return driver.page.evaluate(
    async ([found, count]) => {
      const box = document.querySelector(found);
      for (let i = 0; i <= count; i++) {
        box.scrollTop = ((box.scrollHeight - box.clientHeight) * i) / count;
        await new Promise((done) => requestAnimationFrame(done));
      }
    },
    [selector, steps],
  );
}

const TREE = '[role="treegrid"]';
const HEX = '[role="grid"][aria-label="Bytes in hex and text"]';

/** Opens a blob and works in it: tree, bytes, find. `file(size)` gives the path of a blob of about so many megabytes. */
export async function inspect(browser, { protos, file, size, rare }) {
  const driver = await openPage(browser, protos);
  const rows = {};
  try {
    const before = await driver.memory();
    const opening = await driver.during(() => driver.open(file(size)));
    const { rows: first, indexed, idle } = opening.result;
    rows.open = {
      "first rows, ms": round(first),
      "counts, ms": round(indexed),
      "first rows, % of that": round((100 * first) / indexed, 1),
      "all verdicts, ms": round(idle),
      ...thread(opening),
    };
    const after = await driver.memory();
    rows.memory = { "page, MB": mega(after.page), "worker, MB": mega(after.worker), "more than before, MB": mega(after.all - before.all) };

    const bytes = await driver.during(() => driver.frames(() => drag(driver, HEX, 120)));
    rows["scroll the bytes"] = { ...frameTimes(bytes.result), ...thread(bytes) };

    const finding = await driver.during(async () => {
      await driver.page.keyboard.press("Control+f");
      await driver.page.getByRole("textbox", { name: "Find in the blob" }).fill(rare);
      await driver.idle();
    });
    const said = await driver.page.getByRole("search").getByRole("status").innerText();
    rows.find = { text: rare, said, ms: round(finding.ms), ...thread(finding) };
    const stepping = await driver.during(async () => {
      await driver.page.keyboard.press("Enter");
      await driver.idle();
    });
    rows["go to a hit"] = { ms: round(stepping.ms), ...thread(stepping) };
    rows.end = { "page, MB": mega((await driver.memory()).page) };
  } catch (error) {
    rows.stopped = { error: String(error.message).split("\n")[0] };
  } finally {
    await driver.close();
  }
  return rows;
}

/** Opens every row of a blob and scrolls through them: wheel, scroll bar, PageDown. */
export async function scroll(browser, { protos, file, size }) {
  const driver = await openPage(browser, protos);
  const rows = {};
  try {
    await driver.open(file(size));
    const opening = await driver.during(async () => {
      await driver.page.getByRole("button", { name: "Expand and collapse" }).click();
      await driver.page.getByRole("menuitem", { name: "Expand all" }).click();
      await driver.idle();
    });
    const count = Number(await driver.page.locator(TREE).getAttribute("aria-rowcount"));
    rows["expand all"] = { rows: count, ms: round(opening.ms), ...thread(opening) };
    const ways = {
      wheel: () => wheel(driver, TREE, 150, 240),
      "scroll bar": () => drag(driver, TREE, 150),
      PageDown: async () => {
        await driver.page.locator(TREE).focus();
        for (let i = 0; i < 60; i++) await driver.page.keyboard.press("PageDown");
      },
    };
    for (const [name, work] of Object.entries(ways)) {
      const taken = await driver.during(() => driver.frames(work));
      rows[name] = { ...frameTimes(taken.result), ...thread(taken) };
      await driver.idle();
    }
    const { page, worker } = await driver.memory();
    rows.memory = { "page, MB": mega(page), "worker, MB": mega(worker) };
  } catch (error) {
    rows.stopped = { error: String(error.message).split("\n")[0] };
  } finally {
    await driver.close();
  }
  return rows;
}

/** Long views of a blob: how soon a row is answered while one is made, how soon Cancel ends it, and how long it takes. */
export async function views(browser, { protos, file, size, rare }) {
  const driver = await openPage(browser, protos);
  const { page } = driver;
  const rows = {};
  const building = page.getByRole("status").filter({ hasText: "Building the view" });
  const details = page.getByRole("group", { name: "Details of the selected row" });
  const expand = async (item) => {
    await page.getByRole("button", { name: "Expand and collapse" }).click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  const chip = (word) =>
    page
      .getByRole("toolbar", { name: "Filter by status" })
      .getByRole("button", { name: new RegExp(`^${word}`) })
      .click();
  const filter = (text) => page.getByRole("textbox", { name: "Filter rows" }).fill(text);
  const timed = async (work) => {
    const from = performance.now();
    await work();
    return round(performance.now() - from);
  };
  const steps = {
    "to level 3": [() => expand("To level 3"), () => expand("To level 2")],
    "expand all": [() => expand("Expand all"), () => expand("To level 2")],
    known: [() => chip("Known"), () => chip("All")],
    text: [() => filter(rare), () => filter("")],
  };
  try {
    await driver.open(file(size));
    for (const [at, [name, [begin, back]]] of Object.entries(steps).entries()) {
      const row = page.locator(`${TREE} [data-key]`).nth(at + 1);
      const key = await row.getAttribute("data-key");
      await begin();
      await building.waitFor();
      const answered = await timed(async () => {
        await row.getByRole("rowheader").click();
        await details.filter({ hasText: key }).waitFor();
      });
      const cancelled = await timed(async () => {
        await building
          .getByRole("button", { name: "Cancel" })
          .click({ timeout: 500 })
          .catch(() => undefined);
        await driver.idle();
      });
      await back();
      await driver.idle();
      const whole = await driver.during(async () => {
        await begin();
        await building.waitFor();
        await driver.idle();
      });
      rows[name] = { "a row meanwhile, ms": answered, "Cancel, ms": cancelled, ms: round(whole.ms), ...thread(whole) };
      await back();
      await driver.idle();
    }
  } catch (error) {
    rows.stopped = { error: String(error.message).split("\n")[0] };
  } finally {
    await driver.close();
  }
  return rows;
}

/** Two blobs side by side: `sides(size)` gives the paths of both. Then from change to change, and down the tree. */
export async function compare(browser, { protos, sides, size }) {
  const driver = await openPage(browser, protos);
  const rows = {};
  try {
    const both = sides(size);
    for (const side of both) await driver.pick("files", [side]);
    const [a, b] = both.map((side) => crypto.createHash("sha256").update(fs.readFileSync(side)).digest("hex"));
    const comparing = await driver.during(async () => {
      await driver.page.evaluate((hash) => {
        globalThis.bench.opened = { from: performance.now() };
        location.assign(hash);
      }, `#/compare?a=${a}&b=${b}`);
      // Playwright looks every half second after a while: the page's own clock tells.
      await driver.page.locator(`${TREE} [data-key]`).first().waitFor();
      await driver.idle();
      return driver.page.evaluate(() => globalThis.bench.opened.idle - globalThis.bench.opened.from);
    });
    rows.compare = { ms: round(comparing.result), ...thread(comparing) };
    const stepping = await driver.during(async () => {
      await driver.page.locator(`${TREE} [data-key]`).first().click();
      for (let i = 0; i < 10; i++) await driver.page.keyboard.press("n");
      await driver.idle();
    });
    rows["ten changes on"] = { ms: round(stepping.ms), ...thread(stepping) };
    let frames = [];
    const wheeled = await driver.during(async () => {
      frames = await driver.frames(() => wheel(driver, TREE, 60, 240));
    });
    rows.wheel = { ...frameTimes(frames), ...thread(wheeled) };
    const { page, worker } = await driver.memory();
    rows.memory = { "page, MB": mega(page), "worker, MB": mega(worker) };
  } catch (error) {
    rows.stopped = { error: String(error.message).split("\n")[0] };
  } finally {
    await driver.close();
  }
  return rows;
}

/** Opens and closes a blob again and again; memory must come back to where it was. How long the openings after the first took: the middle of them. */
export async function cycles(browser, { protos, file, size, times }) {
  const driver = await openPage(browser, protos);
  const rows = {};
  const openings = [];
  try {
    for (let i = 0; i <= times; i++) {
      if (i === 1 || i === times) {
        const { all, page, worker } = await driver.memory();
        rows[`after ${i}`] = {
          "all, MB": mega(all),
          "page, MB": mega(page),
          "worker, MB": mega(worker),
          "process, MB": mega((await driver.resident()) ?? 0),
        };
      }
      if (i === times) break;
      openings.push(await driver.open(file(size)));
      await driver.closeBlob();
    }
    const middle = (what) =>
      openings
        .slice(1)
        .map(what)
        .sort((a, b) => a - b)[(openings.length - 1) >> 1] ?? 0;
    rows["open again"] = {
      "first rows, ms": round(middle(({ rows: first }) => first)),
      "counts, ms": round(middle(({ indexed }) => indexed)),
      "first rows, % of that": round(
        middle(({ rows: first, indexed }) => (100 * first) / indexed),
        1,
      ),
    };
  } catch (error) {
    rows.stopped = { error: String(error.message).split("\n")[0] };
  } finally {
    await driver.close();
  }
  return rows;
}

const TABLE = '[role="grid"][aria-label^="Verdict of every release"]';

/** Opens a folder of many small blobs, waits until all are judged, then sorts and narrows the table. */
export async function folder(browser, { protos, many, count }) {
  const driver = await openPage(browser, protos);
  const rows = {};
  try {
    const before = await driver.memory();
    const opening = await driver.during(async () => {
      await driver.page.locator("#pick-folder").setInputFiles(many);
      const { from } = await driver.page.evaluate(() => globalThis.bench.opened);
      const now = async () => (await driver.page.evaluate(() => performance.now())) - from;
      await driver.page.locator(`${TABLE} [data-blob-row]`).first().waitFor();
      const first = await now();
      await driver.page.locator(`${TABLE}[aria-rowcount="${count + 1}"]`).waitFor();
      const all = await now();
      await driver.idle();
      return { first, all, judged: await now() };
    });
    const { first, all, judged } = opening.result;
    rows.open = { "first rows, ms": round(first), "all open, ms": round(all), "all judged, ms": round(judged), ...thread(opening) };
    const after = await driver.memory();
    rows.memory = { "page, MB": mega(after.page), "worker, MB": mega(after.worker), "more than before, MB": mega(after.all - before.all) };
    const heads = driver.page.locator(`${TABLE} [role="columnheader"] button`);
    const sorting = await driver.during(async () => {
      for (let i = 0; i < (await heads.count()); i++) await heads.nth(i).click();
    });
    rows["sort by each"] = { ms: round(sorting.ms), ...thread(sorting) };
    const narrowing = await driver.during(() =>
      driver.page.getByRole("textbox", { name: "Name, root or reason" }).pressSequentially("missing"),
    );
    rows.narrow = { ms: round(narrowing.ms), ...thread(narrowing) };
    await driver.page.getByRole("textbox", { name: "Name, root or reason" }).fill("");
    const scrolling = await driver.during(() => driver.frames(() => drag(driver, TABLE, 120)));
    rows["scroll the table"] = { ...frameTimes(scrolling.result), ...thread(scrolling) };
  } catch (error) {
    rows.stopped = { error: String(error.message).split("\n")[0] };
  } finally {
    await driver.close();
  }
  return rows;
}
