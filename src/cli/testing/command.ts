import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, afterEach, beforeAll, beforeEach, type MockInstance, vi } from "vitest";
import { main } from "../main.ts";

/** What a run of the command gave. */
export interface Told {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of the test file's own, and the command run beside it. */
export interface CommandFolder {
  /** The path of a file or folder in it. */
  pathOf(name: string): string;
  /** Writes a file into it; gives its path. */
  put(name: string, content: string | Uint8Array): string;
  /** Runs the command with the schemas in its folder `schemas`. */
  run(...words: string[]): Promise<Told>;
  /** Runs the command with these words and no others. */
  runBare(...words: string[]): Promise<Told>;
}

/** For tests: a folder with these files, there while the tests of the file run; what the command prints is caught. */
export function commandFolder(files: Readonly<Record<string, string>>): CommandFolder {
  let folder = "";
  let out = "";
  let err = "";
  let spies: readonly MockInstance[] = [];

  const pathOf = (name: string): string => path.join(folder, name);
  const put = (name: string, content: string | Uint8Array): string => {
    const file = pathOf(name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    return file;
  };
  const runBare = async (...words: string[]): Promise<Told> => {
    out = "";
    err = "";
    const exit = await main(words);
    return { exit, out, err };
  };

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "savestate-test-"));
    process.stdout.setMaxListeners(0);
    for (const [name, content] of Object.entries(files)) put(name, content);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  beforeEach(() => {
    spies = [
      vi.spyOn(process.stdout, "write").mockImplementation((text) => {
        out += String(text);
        return true;
      }),
      vi.spyOn(process.stderr, "write").mockImplementation((text) => {
        err += String(text);
        return true;
      }),
    ];
  });
  afterEach(() => {
    for (const spy of spies) spy.mockRestore();
  });

  return { pathOf, put, runBare, run: (...words) => runBare(...words, "--schemas", pathOf("schemas")) };
}

/** For tests: the documents that were printed, one a line. */
export function documentsIn<Doc>(out: string): readonly Doc[] {
  return out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
