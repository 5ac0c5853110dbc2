import fs from "node:fs";
import { device, openvmm, ownSchema, random, realBlobs, realSchema } from "./inputs.mjs";
import { Writer } from "./writer.mjs";

/**
 * Pairs of inputs for a comparison. The root's only field is a list of elements with a key; `element(i, edited)` gives the bytes of one,
 * and of the same one with something else in it.
 */

/** Contents that the elements take by turns: what is unlike in each is its key. */
const CONTENTS = 200;

/** Units of about 6 KB: a controller with 60 channels, each with a key of its own. */
function units() {
  const controller = (seed, edited) => {
    const out = new Writer().number(1, 0xf0000000 + seed);
    for (let i = 0; i < 60; i++)
      out.message(2, (channel) => {
        const ring = Array.from({ length: 16 }, (_, j) => (seed * 31 + i * 17 + j * 7) % 5000);
        channel
          .number(1, i + 1)
          .text(2, `channel ${i} of ${seed}`)
          .packed(3, ring);
        channel.number(4, seed + (edited && i === 7 ? 1 : 0)).number(5, 1);
      });
    return out.bytesField(3, new Uint8Array(2048).fill(seed % 251)).bytes;
  };
  const any = (bytes) => new Writer().text(1, "type.googleapis.com/bench.Controller").bytesField(2, bytes).bytes;
  return named((seed, edited) => any(controller(seed, edited)), 1);
}

/** Records of about 250 bytes with a number as their key. */
function records() {
  const made = [false, true].map((edited) =>
    Array.from({ length: CONTENTS }, (_, i) => {
      const out = new Writer();
      device(out, random(i + 1));
      // A later occurrence is the one that counts.
      return edited ? out.number(19, 77).bytes : out.bytes;
    }),
  );
  return (i, edited) => {
    const content = made[edited ? 1 : 0][i % CONTENTS];
    return new Writer().message(1, (record) => record.number(1, i + 1).bytesField(2, content)).bytes;
  };
}

/** Units of a machine whose states are the real blobs of the newest release; edited: the next blob of the same root. */
function machine() {
  const blobs = realBlobs().filter(({ root }) => root !== "openvmm.SavedState");
  const any = ({ root, bytes }) => new Writer().text(1, `type.googleapis.com/${root}`).bytesField(2, bytes).bytes;
  return named((i, edited) => {
    const blob = blobs[i % blobs.length];
    const others = blobs.filter(({ root }) => root === blob.root);
    return any(edited ? others[(others.indexOf(blob) + 1) % others.length] : blob);
  }, blobs.length);
}

/** Units with a name of their own, over `count` contents (200 at least). */
function named(content, count) {
  const made = [false, true].map((edited) => Array.from({ length: Math.max(count, CONTENTS) }, (_, i) => content(i, edited)));
  return (i, edited) => {
    const state = made[edited ? 1 : 0][i % made[0].length];
    return new Writer().message(1, (unit) => unit.text(1, `unit-${i}`).bytesField(2, state)).bytes;
  };
}

/** Values that are edited in a file of blocks, at most one a block. */
const EDITS = 10;

/** Writes the other side of a file that is the same block again and again: a byte is another in some blocks from all over it. */
export function writeEdited(file, fileB, block) {
  const bytes = fs.readFileSync(file);
  const step = Math.max(1, Math.floor(bytes.length / block / EDITS)) * block;
  // Near the end of a block, in a value.
  for (let end = block; end <= bytes.length; end += step) bytes[end - 40] ^= 1;
  fs.writeFileSync(fileB, bytes);
}

/** Every case by name; `machine` only where the data is. */
export const PAIRS = {
  units: { root: "bench.Units", element: units, sources: () => ownSchema },
  records: { root: "bench.Records", element: records, sources: () => ownSchema },
  ...(fs.existsSync(openvmm) && { machine: { root: "openvmm.SavedState", element: machine, sources: realSchema } }),
};

/**
 * Writes both sides, about `size` bytes each: B lacks some elements of A, has some more, one in a hundred is edited and some stand
 * elsewhere. Returns the size of A. Memory: a side.
 */
export function writePair(fileA, fileB, element, size) {
  const a = [];
  const b = [];
  let bytes = 0;
  for (let i = 0; bytes < size; i++) {
    const part = element(i, false);
    bytes += part.length;
    a.push(part);
    if (i % 500 !== 3) b.push(i % 100 === 5 ? element(i, true) : part);
    if (i % 700 === 9) b.push(element(10_000_000 + i, false));
    if (i % 300 === 11) [b[b.length - 1], b[b.length - 9]] = [b[b.length - 9], b[b.length - 1]];
  }
  fs.writeFileSync(fileA, Buffer.concat(a));
  fs.writeFileSync(fileB, Buffer.concat(b));
  return bytes;
}
