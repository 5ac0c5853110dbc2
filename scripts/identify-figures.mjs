/**
 * How well `identify` does on the blobs of ../shared/openvmm, told nothing: prints a table by the size of the blob.
 * `node scripts/identify-figures.mjs [FOLDER]`; the command must be built.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const house = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const data = path.resolve(process.argv[2] ?? path.join(house, "../shared/openvmm"));
const blobs = JSON.parse(fs.readFileSync(path.join(data, "verdicts.json"), "utf8"));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "savestate-"));
const list = path.join(folder, "list.jsonl");

/** Half-open, in bytes. */
const SIZES = [
  [0, 1],
  [1, 64],
  [64, 128],
  [128, 512],
  [512, 4096],
  [4096, Number.POSITIVE_INFINITY],
  [64, Number.POSITIVE_INFINITY],
];

try {
  fs.writeFileSync(list, blobs.map(({ file }) => JSON.stringify({ file: path.resolve(data, file) })).join("\n"));
  const command = [path.join(house, "bin/savestate.js"), "identify", "--list", list, "--json", "--schemas", path.join(data, "schemas")];
  const answers = execFileSync(process.execPath, command, { encoding: "utf8", maxBuffer: 2 ** 30 })
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const rows = blobs.map(({ file, writer, root }, i) => {
    const { roots, writer: said } = answers[i];
    const score = roots.find(({ typeName }) => typeName === root)?.score;
    // Roots of equal structure share a score, and count as one.
    const before = score === undefined ? roots.length : new Set(roots.filter((one) => one.score > score).map((one) => one.score)).size;
    return { bytes: fs.statSync(path.resolve(data, file)).size, before, said, writer, named: said.candidates.includes(writer) };
  });
  console.log("bytes          blobs  root first     in three       writer named   likeliest      named a blob  sure  wrongly");
  for (const [from, to] of SIZES) {
    const some = rows.filter(({ bytes }) => bytes >= from && bytes < to);
    const share = (test) => {
      const count = some.filter(test).length;
      return `${count} ${((100 * count) / Math.max(1, some.length)).toFixed(1)} %`.padEnd(15);
    };
    const sure = some.filter(({ said }) => said.confidence === "sure");
    const named = some.reduce((sum, { said }) => sum + said.candidates.length, 0) / Math.max(1, some.length);
    const title = to === Number.POSITIVE_INFINITY ? `${from} and more` : to === 1 ? "0" : `${from} to ${to - 1}`;
    console.log(
      title.padEnd(15) +
        String(some.length).padEnd(7) +
        share(({ before }) => before === 0) +
        share(({ before }) => before < 3) +
        share(({ named }) => named) +
        share(({ said, writer }) => said.candidates[0] === writer) +
        named.toFixed(2).padEnd(14) +
        String(sure.length).padEnd(6) +
        sure.filter(({ said, writer }) => said.release !== writer).length,
    );
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
