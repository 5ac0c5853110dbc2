import fs from "node:fs";
import path from "node:path";
import { Writer } from "./writer.mjs";

/**
 * The shapes of input. Each has a root whose only field repeats, and a block of about a mebibyte of its elements; a file of any size
 * is the block again and again. The seeds are fixed: a run measures the bytes that the run before measured.
 */
const BLOCK = 1 << 20;
const examples = path.resolve(import.meta.dirname, "../..");
export const openvmm = path.resolve(import.meta.dirname, "../../../shared/openvmm");

/** A small generator of numbers (mulberry32): the same for the same seed. */
export function random(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    below: (limit) => next() % limit,
    /** A value of up to `bits` bits, each width as likely as the others: what registers, queues and counters hold. */
    value: (bits) => ((BigInt(next()) << 32n) | BigInt(next())) >> BigInt(64 - 1 - (next() % bits)),
    word: (from, to) => Array.from({ length: from + (next() % (to - from)) }, () => String.fromCharCode(97 + (next() % 26))).join(""),
    bytes: (length) => Uint8Array.from({ length }, () => next()),
  };
}

function deepElement(out, r) {
  const node = (inner, level) => {
    inner.number(1, r.below(100_000)).text(2, r.word(3, 12)).number(3, 1);
    if (level > 0) inner.message(4, (child) => node(child, level - 1));
    inner.number(5, r.value(48));
  };
  out.message(1, (inner) => node(inner, 20 + r.below(70)));
}

function wideElement(out, r) {
  out.message(1, (inner) => device(inner, r));
}

/** The twenty fields of a device. */
export function device(inner, r) {
  const range = (within) => within.number(1, r.value(40) + 1n).number(2, r.value(20) + 1n);
  inner
    .text(1, r.word(6, 24))
    .number(2, r.below(65_536))
    .number(3, r.below(65_536))
    .number(4, 1)
    .number(5, r.value(52) + 1n);
  inner
    .number(6, r.below(500) + 1)
    .fixed32(7, r.below(2 ** 32))
    .fixed64(8, r.below(2 ** 32))
    .fixed64(9, 0.5 + r.below(9));
  inner.number(10, 1 + r.below(2)).number(11, r.below(256));
  inner.packed(
    12,
    Array.from({ length: 1 + r.below(8) }, () => r.below(1024)),
  );
  for (let i = r.below(4); i > 0; i--) inner.message(13, range);
  inner
    .bytesField(14, r.bytes(16))
    .text(15, `/vmbus/${r.word(4, 9)}/${r.below(64)}`)
    .number(16, 1 + r.below(128));
  inner
    .number(17, r.value(60) + 1n)
    .number(18, 1)
    .number(19, 1 + r.below(32))
    .message(20, range);
}

function bytesElement(out, r) {
  out.message(1, (inner) => inner.number(1, BigInt(r.below(2 ** 20)) << 12n).bytesField(2, r.bytes(4096)));
}

function varintsElement(out, r) {
  const list = (length, bits) => Array.from({ length }, () => r.value(bits));
  out.message(1, (inner) => {
    inner.number(1, r.below(64));
    inner.message(2, (registers) => {
      for (let field = 1; field <= 18; field++) registers.number(field, r.value(63) + 1n);
      registers.number(19, 1 + r.below(3)).number(20, 1 + r.below(4));
    });
    inner.packed(3, list(40, 63)).packed(4, list(60, 16)).packed(5, list(30, 30));
  });
}

/** Every real blob of the newest release: name, root and bytes. */
export function realBlobs() {
  const release = JSON.parse(fs.readFileSync(path.join(openvmm, "schemas/releases.json"), "utf8")).at(-1);
  return JSON.parse(fs.readFileSync(path.join(openvmm, "verdicts.json"), "utf8"))
    .filter(({ writer }) => writer === release)
    .map(({ file, root }) => ({ file, root, bytes: fs.readFileSync(path.join(openvmm, file)) }));
}

/** Units of a machine: every real blob of the newest release, each as the state of a unit of its own. */
function realUnits() {
  const out = new Writer();
  for (const { file, root, bytes } of realBlobs()) {
    if (root === "openvmm.SavedState") out.raw(bytes);
    else
      out.message(1, (unit) =>
        unit.text(1, path.basename(file, ".bin")).message(2, (any) => any.text(1, `type.googleapis.com/${root}`).bytesField(2, bytes)),
      );
  }
  return out.bytes;
}

function made(seed, element) {
  return () => {
    const r = random(seed);
    const out = new Writer();
    while (out.bytes.length < BLOCK) element(out, r);
    return out.bytes;
  };
}

export const ownSchema = [{ path: "shapes.proto", text: fs.readFileSync(path.join(import.meta.dirname, "shapes.proto"), "utf8") }];

/** The `.proto` files right in a folder. */
function protosIn(folder) {
  return fs.readdirSync(folder).map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, file), "utf8") }));
}

/** Every release of the real data, old to new, with its sources. */
function realReleases() {
  return JSON.parse(fs.readFileSync(path.join(openvmm, "schemas/releases.json"), "utf8")).map((release) => {
    return { release, sources: protosIn(path.join(openvmm, "schemas", release)) };
  });
}

/** The sources of the newest one. */
export const realSchema = () => realReleases().at(-1).sources;

/** Every case by name; `real` only where the data is. */
export const CASES = {
  deep: { root: "bench.Deep", block: made(1, deepElement), sources: () => ownSchema },
  wide: { root: "bench.Wide", block: made(2, wideElement), sources: () => ownSchema },
  bytes: { root: "bench.Bytes", block: made(3, bytesElement), sources: () => ownSchema },
  machines: {
    root: "larch.ServicingState",
    block: () => new Uint8Array(fs.readFileSync(path.join(examples, "public/examples/machine-2.0.bin"))),
    sources: () => protosIn(path.join(examples, "schemas/2.0")),
  },
  varints: { root: "bench.Varints", block: made(4, varintsElement), sources: () => ownSchema },
  ...(fs.existsSync(path.join(openvmm, "verdicts.json")) && {
    real: { root: "openvmm.SavedState", block: realUnits, sources: realSchema, releases: realReleases },
  }),
};

/** Writes `file` of about `size` bytes: whole blocks, so at least one. Returns its size. Memory: one block. */
export function writeInput(file, block, size) {
  const handle = fs.openSync(file, "w");
  const times = Math.max(1, Math.round(size / block.length));
  for (let i = 0; i < times; i++) fs.writeSync(handle, block);
  fs.closeSync(handle);
  return times * block.length;
}
