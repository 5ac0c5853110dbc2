import type { Page } from "@playwright/test";
import { exampleBytes } from "./screen.ts";

/** Lets the worker read the pieces of a file before that byte, the first one alone by default, and the rest once `letGo` was called. */
export async function holdFiles(page: Page, before = 1): Promise<() => Promise<void>> {
  const worker = page.workers()[0];
  if (!worker) throw new Error("there is no worker");
  await worker.evaluate((held) => {
    const { slice, arrayBuffer } = Blob.prototype;
    const later = new WeakSet<Blob>();
    let letGo = () => {};
    const gate = new Promise<void>((done) => {
      letGo = done;
    });
    Object.assign(globalThis, { letGo });
    Blob.prototype.slice = function (from, to, type) {
      const piece = slice.call(this, from, to, type);
      if ((from ?? 0) >= held) later.add(piece);
      return piece;
    };
    Blob.prototype.arrayBuffer = async function () {
      if (later.has(this)) await gate;
      return arrayBuffer.call(this);
    };
  }, before);
  return () => worker.evaluate(() => (globalThis as unknown as { letGo: () => void }).letGo());
}

/** Drops an example many times over, as one file. */
export async function dropRepeated(page: Page, name: string, file: string, megabytes: number): Promise<void> {
  await page.evaluate(
    ([called, content, size]) => {
      const piece = new Blob([Uint8Array.from(content)]);
      const transfer = new DataTransfer();
      transfer.items.add(new File(new Array(Math.ceil((size * 1e6) / content.length)).fill(piece), called));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    [name, [...exampleBytes(file)], megabytes] as const,
  );
}

/** From the next request of that name on, lets the worker take no turn until `letGo` was called. */
export async function holdTurns(page: Page, name: "decode" | "view"): Promise<() => Promise<void>> {
  const worker = page.workers()[0];
  if (!worker) throw new Error("there is no worker");
  await worker.evaluate((asked) => {
    let letGo = () => {};
    let gate: Promise<void> = Promise.resolve();
    const { MessageChannel } = globalThis;
    const letTurn = () => {
      globalThis.MessageChannel = MessageChannel;
      letGo();
    };
    Object.assign(globalThis, { letTurn });
    const hold = ({ data }: MessageEvent<{ name?: string }>) => {
      if (data.name !== asked) return;
      removeEventListener("message", hold, { capture: true });
      gate = new Promise((done) => {
        letGo = done;
      });
    };
    addEventListener("message", hold, { capture: true });
    globalThis.MessageChannel = class {
      port1 = { onmessage: () => {}, close: () => {} };
      port2 = { postMessage: () => void gate.then(() => setTimeout(() => this.port1.onmessage())) };
    } as unknown as typeof MessageChannel;
  }, name);
  return () => worker.evaluate(() => (globalThis as unknown as { letTurn: () => void }).letTurn());
}
