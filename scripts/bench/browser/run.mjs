import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CASES, writeInput } from "../inputs.mjs";
import { writeMany } from "../many.mjs";
import { PAIRS, writeEdited, writePair } from "../sides.mjs";
import { start } from "./driver.mjs";
import { compare, cycles, folder as folderScene, inspect, scroll, views } from "./scenes.mjs";

const MEBI = 1 << 20;

/**
 * Measures the built app in a real Chromium: what the user waits for, whether the page's thread stays free, and memory. Prints a line a
 * step; gives the rows for the JSON file. `cases` and `scenes` narrow it.
 */
export async function benchBrowser({ quick, cases, scenes, sizes }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "savestate-bench-"));
  const browser = await start();
  const rows = [];
  const most = sizes ? Math.max(...sizes) : quick ? 10 : 100;
  try {
    for (const name of cases ?? ["wide", "bytes", ...(CASES.real ? ["real"] : [])]) {
      const job = jobOf(folder, name);
      const scrolled = Math.min(most, 30);
      const all = {
        inspect: () => inspect(browser, { ...job, size: most }),
        views: () => views(browser, { ...job, size: most }),
        scroll: () => scroll(browser, { ...job, size: scrolled }),
        compare: () => compare(browser, { ...job, size: most }),
        cycles: () => cycles(browser, { ...job, size: most, times: 10 }),
        folder: () => folderScene(browser, { ...job, ...manyOf(folder, quick ? 500 : 5000) }),
      };
      // Millions of rows and their memory are those of numbers: the others have few fields.
      const usual = PAIRS[name] ? ["compare"] : name === "wide" ? Object.keys(all) : ["inspect", "compare"];
      const wanted = scenes ?? usual;
      for (const scene of wanted)
        for (const [step, measured] of Object.entries(await all[scene]())) {
          rows.push({ case: name, megabytes: scene === "scroll" ? scrolled : most, scene, step, ...measured });
          console.log(lineOf(rows.at(-1)));
        }
    }
    return { browser: browser.version, rows };
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder of so many small blobs, made once. */
function manyOf(folder, count) {
  const many = path.join(folder, "many");
  if (!fs.existsSync(many)) writeMany(many, count);
  return { many, count };
}

/** Schema and blobs of a case, made when they are asked for. */
function jobOf(folder, name) {
  const protos = path.join(folder, name, "bench");
  fs.mkdirSync(protos, { recursive: true });
  for (const { path: file, text } of (CASES[name] ?? PAIRS[name]).sources()) fs.writeFileSync(path.join(protos, file), text);
  let block;
  const file = (size) => {
    const at = path.join(folder, name, `${name}-${size}.bin`);
    block ??= CASES[name].block();
    if (!fs.existsSync(at)) writeInput(at, block, size * MEBI);
    return at;
  };
  // Sides that differ all over, or in some values.
  const sides = (size) => {
    const [a, b] = ["a", "b"].map((side) => path.join(folder, name, `${name}-${size}-${side}.bin`));
    if (fs.existsSync(a)) return [a, b];
    if (PAIRS[name]) writePair(a, b, PAIRS[name].element(), size * MEBI);
    else {
      fs.copyFileSync(file(size), a);
      writeEdited(a, b, block.length);
    }
    return [a, b];
  };
  // A text that stands in few places, so that all is looked through; in the blocks of the shapes it comes once a block.
  return { protos, file, sides, rare: name === "real" ? "0xfee00000" : "zzz" };
}

function lineOf({ case: name, megabytes, scene, step, ...measured }) {
  const head = `${name} ${megabytes} MB`.padEnd(14) + scene.padEnd(9) + (step === scene ? "" : step).padEnd(18);
  return (
    head +
    Object.entries(measured)
      .map(([what, value]) => (what.includes(", ") ? `${what.replace(", ", " ")} ${value}` : `${what} ${value}`))
      .join("; ")
  );
}
