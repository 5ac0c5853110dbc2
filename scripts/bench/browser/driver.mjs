import fs from "node:fs";
import { chromium } from "playwright";
import { preview } from "vite";
import { ensureBrowser } from "../../browser.mjs";
import { build, isBuilt } from "../../build.mjs";
import { root } from "../../run.mjs";
import { record } from "./recorder.mjs";

/** Longest wait for one step, in milliseconds: what takes longer is an answer too. */
const PATIENCE = 180_000;

/** The built app in a Chromium of its own, isolated so that the page may measure its memory; `close` ends both. */
export async function start() {
  const executablePath = await ensureBrowser();
  if (!executablePath) throw new Error("there is no Chromium");
  if (!isBuilt() && (await build("stderr")) > 0) throw new Error("the app cannot be built");
  const server = await preview({
    root,
    logLevel: "error",
    preview: {
      host: "127.0.0.1",
      port: 0,
      headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
    },
  });
  const url = server.resolvedUrls.local[0];
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--enable-blink-features=ForceEagerMeasureMemory",
    ],
  });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { browser, url, version: browser.version(), close };
}

/** One page of the app with nothing open, and what can be done with it and measured of it. */
export async function openPage({ browser, url }, protos) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(record);
  await page.goto(url);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const driver = new Driver(page, context, cdp);
  await driver.idle();
  await driver.pick("folder", protos);
  return driver;
}

/** How the bench uses the app. */
class Driver {
  #cdp;
  #context;
  constructor(page, context, cdp) {
    this.page = page;
    this.#context = context;
    this.#cdp = cdp;
  }

  close() {
    return this.#context.close();
  }

  /** Waits until nothing is under way: told by the page, as Playwright itself looks only every half second after a while. */
  idle() {
    return this.page.evaluate(() => {
      const { documentElement } = document;
      const isIdle = () => documentElement.dataset.idle === "true";
      if (isIdle()) return undefined;
      return new Promise((done) => {
        const look = (_, observer) => {
          if (!isIdle()) return;
          observer.disconnect();
          done();
        };
        new MutationObserver(look).observe(documentElement, { attributes: true, attributeFilter: ["data-idle"] });
      });
    });
  }

  /** Picks files, or a folder, as the user does in the browser's own dialog. */
  async pick(what, paths) {
    await this.page.locator(`#pick-${what}`).setInputFiles(paths);
    await this.page.waitForTimeout(50);
    await this.idle();
  }

  /** Opens a blob; milliseconds to its first rows, to its counts and until nothing is under way. */
  async open(file) {
    await this.pick("files", [file]);
    const { from, rows, indexed, idle } = await this.page.evaluate(() => globalThis.bench.opened);
    return { rows: rows - from, indexed: indexed - from, idle: idle - from };
  }

  /** Closes the blob that is shown, and lets the worker forget it: the toast with the Undo is sent away. */
  async closeBlob() {
    await this.page.locator('[data-pane="blobs"] [data-active] button[aria-label^="Close "]').click();
    await this.page.getByRole("button", { name: "Close the message" }).last().click();
    await this.idle();
  }

  /** Bytes of JavaScript of the page and of its workers after a collection, as the browser tells. */
  async memory() {
    await this.#cdp.send("HeapProfiler.collectGarbage");
    return this.page.evaluate(async () => {
      const { bytes, breakdown } = await performance.measureUserAgentSpecificMemory();
      const of = (scope) =>
        breakdown.filter(({ attribution }) => attribution.some((one) => one.scope === scope)).reduce((sum, one) => sum + one.bytes, 0);
      return { all: bytes, page: of("Window"), worker: of("DedicatedWorkerGlobalScope") };
    });
  }

  /** Bytes that the process of the page and its worker holds; undefined where the system does not tell. */
  async resident() {
    const session = await this.page.context().browser().newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    await session.detach();
    const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => residentOf(id));
    return Math.max(0, ...sizes) || undefined;
  }

  /** Milliseconds of processor time that the page's thread has taken so far: what a busy machine does not change. */
  async #busy() {
    const { metrics } = await this.#cdp.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  }

  /**
   * Does something and gives how long it took, the processor time of the page's thread, and meanwhile its long tasks: by the clock as the
   * page is told of them, and the processor time of each task as the browser traces it.
   */
  async during(work) {
    const browser = this.#context.browser();
    await browser.startTracing(this.page, { categories: ["toplevel"] });
    const from = await this.page.evaluate(() => performance.now());
    const before = await this.#busy();
    const result = await work();
    const busy = (await this.#busy()) - before;
    await this.page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    const { now, tasks } = await this.page.evaluate((since) => {
      const tasks = globalThis.bench.tasks.filter(([at]) => at >= since).map(([, duration]) => duration);
      return { now: performance.now(), tasks };
    }, from);
    return { result, ms: now - from - 100, busy, tasks, processor: tasksOf(await browser.stopTracing()) };
  }

  /** Times between the frames while something goes on. */
  async frames(work) {
    await this.page.evaluate(() => globalThis.bench.startFrames());
    await work();
    return this.page.evaluate(() => globalThis.bench.stopFrames());
  }
}

/** Milliseconds of processor time of each task of a page's thread in a trace. */
function tasksOf(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const threads = new Set(traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(threadOf));
  return traceEvents
    .filter((event) => event.name === "ThreadControllerImpl::RunTask" && event.tdur !== undefined && threads.has(threadOf(event)))
    .map(({ tdur }) => tdur / 1000);
}
const threadOf = ({ pid, tid }) => `${pid} ${tid}`;

function residentOf(pid) {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
