import fs from "node:fs";
import path from "node:path";

const examples = path.resolve(import.meta.dirname, "../../public/examples");
const real = path.resolve(import.meta.dirname, "../../../shared/openvmm/blobs");

/** Every `.bin` below a folder, in a fixed order. */
function blobsIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".bin"))
    .sort()
    .map((name) => path.join(folder, name));
}

/**
 * Writes `count` blobs, each unlike all others, into folders of 500: the bundled examples, or the real blobs when `useReal` and they are
 * there, again and again, each with a number in a field that no release knows.
 */
export function writeMany(folder, count, useReal = false) {
  const sources = blobsIn(useReal && fs.existsSync(real) ? real : examples).map((file) => ({
    name: path.basename(file, ".bin"),
    bytes: fs.readFileSync(file),
  }));
  for (let i = 0; i < count; i++) {
    const { name, bytes } = sources[i % sources.length];
    const inside = path.join(folder, `batch-${String(Math.floor(i / 500)).padStart(2, "0")}`);
    if (i % 500 === 0) fs.mkdirSync(inside, { recursive: true });
    // Field 18,999, a varint of four bytes.
    const mark = Buffer.from([0xb8, 0xa3, 0x09, (i & 127) | 128, ((i >> 7) & 127) | 128, ((i >> 14) & 127) | 128, 1]);
    fs.writeFileSync(path.join(inside, `${name}-${String(i).padStart(5, "0")}.bin`), Buffer.concat([bytes, mark]));
  }
}
