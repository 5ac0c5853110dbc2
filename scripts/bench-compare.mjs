// Times `savestate diff` on keyed data: whole processes, JSON to a file. Run: node scripts/bench-compare.mjs [MB...]   (default 1 10 100)
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

const PROTO = `syntax = "proto3"; package bench;
import "google/protobuf/any.proto";
message Unit { string name = 1; google.protobuf.Any state = 2; }
message Machine { uint32 version = 1; repeated Unit units = 2; }
message Device { uint64 base = 1; repeated Channel channels = 2; bytes page = 3; }
message Channel { uint32 id = 1; string label = 2; repeated uint32 ring = 3; sint64 offset = 4; bool open = 5; }
`;
const cli = path.resolve(import.meta.dirname, "../bin/savestate.js");

const varint = (value) => {
  const out = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  out.push(rest);
  return Buffer.from(out);
};
const uint = (number, value) => Buffer.concat([varint(number * 8), varint(value)]);
const len = (number, body) => Buffer.concat([varint(number * 8 + 2), varint(body.length), body]);

/** One unit of about 6 KB; `edited` changes one number in it. */
function unit(index, edited) {
  const channels = Array.from({ length: 60 }, (_, i) => {
    const ring = Buffer.concat(Array.from({ length: 16 }, (_, j) => varint((index * 31 + i * 17 + j * 7) % 5000)));
    const id = uint(1, i + 1);
    return len(
      2,
      Buffer.concat([
        id,
        len(2, Buffer.from(`channel ${i} of ${index}`)),
        len(3, ring),
        uint(4, index + (edited && i === 7 ? 1 : 0)),
        uint(5, 1),
      ]),
    );
  });
  const device = Buffer.concat([uint(1, 0xf0000000 + index), ...channels, len(3, Buffer.alloc(2048, index % 251))]);
  const state = Buffer.concat([len(1, Buffer.from("type.googleapis.com/bench.Device")), len(2, device)]);
  return len(2, Buffer.concat([len(1, Buffer.from(`unit-${index}`)), len(2, state)]));
}

/** Both sides: B lacks some units of A, has some more, one number in every hundredth is another, and a few stand elsewhere. */
function write(folder, bytes) {
  const a = [];
  const b = [];
  for (let size = 0, i = 0; size < bytes; i++) {
    const part = unit(i, false);
    size += part.length;
    a.push(part);
    if (i % 500 !== 3) b.push(i % 100 === 5 ? unit(i, true) : part);
    if (i % 700 === 9) b.push(unit(1_000_000 + i, false));
    if (i % 300 === 11) [b[b.length - 1], b[0]] = [b[0], b[b.length - 1]];
  }
  for (const [name, units] of [
    ["a", a],
    ["b", b],
  ])
    fs.writeFileSync(path.join(folder, name), Buffer.concat([uint(1, 7), ...units]));
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-compare-"));
fs.mkdirSync(path.join(folder, "schemas/r"), { recursive: true });
fs.writeFileSync(path.join(folder, "schemas/r/bench.proto"), PROTO);
try {
  for (const megabytes of process.argv.slice(2).length > 0 ? process.argv.slice(2).map(Number) : [1, 10, 100]) {
    write(folder, megabytes * 2 ** 20);
    const seconds = [];
    let changes = 0;
    for (let run = 0; run < 3; run++) {
      const out = fs.openSync(path.join(folder, "out.json"), "w");
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(
        "/usr/bin/env",
        [
          "node",
          cli,
          "diff",
          path.join(folder, "a"),
          path.join(folder, "b"),
          "--root",
          "bench.Machine",
          "--schemas",
          path.join(folder, "schemas"),
          "--json",
        ],
        { stdio: ["ignore", out, "pipe"], encoding: "utf8" },
      );
      seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
      fs.closeSync(out);
      if (status !== 1) throw new Error(`diff ended with ${status}: ${stderr}`);
      const counts = JSON.parse(fs.readFileSync(path.join(folder, "out.json"), "utf8")).counts;
      changes = Object.values(counts).reduce((sum, count) => sum + count, 0);
    }
    seconds.sort((x, y) => x - y);
    console.log(
      `${String(megabytes).padStart(4)} MB a side: ${seconds[1].toFixed(2)} s (${seconds.map((s) => s.toFixed(2)).join(" ")}), ${changes} changes`,
    );
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
