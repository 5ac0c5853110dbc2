import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeText, encodeVarint } from "../wire/text.ts";
import type { BlobJob } from "./args.ts";
import type { JobResult } from "./job-result.ts";
import { helpersFor, type StartThread, spread, type ThreadTask } from "./threads.ts";

const job = (file: string): BlobJob => ({ file, path: file, root: undefined, release: undefined, writer: undefined });
const jobs = Array.from({ length: 200 }, (_, i) => job(`blob ${i}`));
const resultOf = ({ file }: BlobJob, by: string): JobResult<unknown> => ({ blobs: [{ text: `${file} by ${by}`, exit: 0 }], said: [] });

/** Threads that answer in turns of this one; the second one dies at a job, or before it is there. */
function threads(diesAt: string | undefined): { start: StartThread; ended: () => number } {
  let count = 0;
  let ended = 0;
  const start: StartThread = (hear, died) => {
    const nth = ++count;
    const tasks: ThreadTask[] = [];
    if (diesAt === "the start" && nth === 2) setImmediate(() => died("no memory"));
    else setImmediate(() => hear("ready"));
    const turn = (): void => {
      const task = tasks.shift();
      if (!task) return;
      if (nth === 2 && diesAt === "a job") died("no memory");
      else {
        hear({ index: task.index, result: resultOf(task.job, "a thread") });
        setImmediate(turn);
      }
    };
    return {
      send: (task) => {
        if (tasks.push(task) === 1) setImmediate(turn);
      },
      end: () => ended++,
    };
  };
  return { start, ended: () => ended };
}

async function run(diesAt?: string): Promise<{ texts: string[]; undone: unknown[]; ended: number }> {
  const { start, ended } = threads(diesAt);
  const texts: string[] = [];
  const undone: unknown[] = [];
  for await (const result of spread(
    jobs,
    3,
    start,
    async (one) => resultOf(one, "the first"),
    () => {},
  ))
    for (const blob of (result as JobResult<unknown>).blobs) {
      texts.push(blob.text);
      if (blob.undone) undone.push(blob.undone);
    }
  return { texts, undone, ended: ended() };
}

describe("jobs over threads", () => {
  test("are told in their order, and every thread takes some", async () => {
    const { texts, undone, ended } = await run();
    expect(texts.map((text) => text.split(" by ")[0])).toEqual(jobs.map(({ file }) => file));
    expect(new Set(texts.map((text) => text.split(" by ")[1]))).toEqual(new Set(["the first", "a thread"]));
    expect([undone, ended]).toEqual([[], 3]);
  });

  test("a thread that dies costs the job it was at, and a sentence", async () => {
    const { texts, undone, ended } = await run("a job");
    expect(texts).toHaveLength(200);
    expect(undone).toHaveLength(1);
    const { file } = undone[0] as { file: string };
    expect(undone[0]).toEqual({ file, code: "thread", message: `${file}: the thread that read it stopped: no memory` });
    expect(texts.filter((text) => text === "")).toHaveLength(1);
    expect(ended).toBe(2);
  });

  test("a thread that cannot be started costs nothing", async () => {
    const { texts, undone } = await run("the start");
    expect([new Set(texts).size, undone]).toEqual([200, []]);
  });

  test("are worth threads only when there are many", () => {
    expect([1, 8, 9, 1000].map((count) => helpersFor(count, 4))).toEqual([0, 0, 1, 3]);
    expect([helpersFor(1000, 0), helpersFor(1000, 1), helpersFor(1000, 100) > 3, helpersFor(1e6, 1e6)]).toEqual([0, 0, true, 63]);
  });
});

describe("the built command", () => {
  let folder = "";
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "savestate-threads-"));
    await build({ configFile: "vite.cli.config.ts", logLevel: "silent", build: { outDir: path.join(folder, "cli") } });
    const put = (name: string, content: string | Uint8Array): void => {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), content);
    };
    for (const [release, more] of [
      ["r1", "bytes b = 2;"],
      ["r2", "int32 odd = = 3;"],
    ] as const)
      put(`schemas/${release}/t.proto`, `syntax = "proto3"; package t; message Root { uint32 a = 1; ${release === "r1" ? more : ""} }`);
    put("schemas/r2/odd.proto", "message {");
    const lines = Array.from({ length: 60 }, (_, i) => {
      put(`${i}.bin`, encodeText(i % 7 === 0 ? `1: ${i} 2: \`01\`` : `1: ${i}`));
      return i % 11 === 5 ? "no JSON" : JSON.stringify({ file: i % 13 === 0 ? "none.bin" : `${i}.bin`, root: "t.Root", writer: "r1" });
    });
    // One that is large enough to be left to the first thread.
    put("large.bin", Uint8Array.from([0x12, ...encodeVarint(1_100_000), ...new Uint8Array(1_100_000)]));
    lines.splice(30, 0, JSON.stringify({ file: "large.bin", root: "t.Root", writer: "r1" }));
    put("list.jsonl", lines.join("\n"));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const list = (): string[] => ["--list", path.join(folder, "list.jsonl")];
  const tell = (...words: string[]): { exit: number; out: string; err: string } => {
    const script = `import(${JSON.stringify(path.join(folder, "cli/main.cjs"))}).then(async ({ main }) => { process.exitCode = await main(process.argv.slice(1)); })`;
    const all = ["-e", script, ...words, "--schemas", path.join(folder, "schemas")];
    const errors = path.join(folder, "err.txt");
    const file = fs.openSync(errors, "w");
    try {
      const out = execFileSync(process.execPath, all, { encoding: "utf8", stdio: ["ignore", "pipe", file], maxBuffer: 1 << 28 });
      return { exit: 0, out, err: fs.readFileSync(errors, "utf8") };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { exit: status, out: stdout, err: fs.readFileSync(errors, "utf8") };
    }
  };

  test.each([["verdict", "--json"], ["verdict"], ["verdict", "--format", "junit"], ["show", "--json"], ["identify"]])(
    "%s %s %s says the same with threads as without",
    (...words) => {
      const alone = tell(...words, ...list(), "--threads", "1");
      expect(alone.out.length).toBeGreaterThan(1000);
      expect(alone.exit).toBe(2);
      expect(tell(...words, ...list(), "--threads", "3")).toEqual(alone);
    },
  );

  test("a large blob is read by several releases at once", () => {
    const file = path.join(folder, "huge.bin");
    fs.writeFileSync(file, Uint8Array.from([8, 1, 0x12, ...encodeVarint(9_000_000), ...new Uint8Array(9_000_000)]));
    const words = ["verdict", "--json", "--root", "t.Root", "--writer", "r1", file];
    const alone = tell(...words, "--threads", "1");
    const told = JSON.parse(alone.out) as { readers: { release: string; verdict: string; findingsTotal: number }[] };
    expect(told.readers.map(({ release, verdict, findingsTotal }) => [release, verdict, findingsTotal])).toEqual([
      ["r1", "restores", 0],
      ["r2", "loses", 1],
    ]);
    expect(tell(...words, "--threads", "2")).toEqual(alone);
  });

  test("a blob that is written to a pipe is whole", () => {
    const file = path.join(folder, "wide.bin");
    const blob = Uint8Array.from([8, 1, 0x12, ...encodeVarint(4_000_000), ...new Uint8Array(4_000_000).fill(0x61)]);
    fs.writeFileSync(file, blob);
    const { exit, out } = tell("resave", file, "--root", "t.Root", "--writer", "r1", "--reader", "r1", "-o", "-");
    expect([exit, out.length]).toEqual([0, blob.length]);
  });
});
