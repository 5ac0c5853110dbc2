import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { chunksOf, concat, regionOf, zstdOf } from "../src/container/wraps/testing.ts";
import { encodeText } from "../src/wire/text.ts";
import { dropFiles, expect, idle, test } from "./support/app.ts";
import { count, exampleBytes, openBlobs, row, select } from "./support/screen.ts";

const blob = exampleBytes("machine-2.0.bin");
const machine = new Uint8Array(blob);
const chips = ["All", "Known", "Unknown", "Defaulted"];

/** The machine with a field that nobody knows: the same bytes are never open twice, so each must be another blob. */
function variant(value: number): Uint8Array<ArrayBuffer> {
  return concat(machine, encodeText(`90000: ${value}`));
}

test("a blob in each container is read like the blob alone, and says what it was in", async ({ app }) => {
  await dropFiles(app, [{ name: "plain.bin", content: Buffer.from(variant(1)) }]);
  const counts = [];
  for (const chip of chips) counts.push(await count(app, chip));
  const files: readonly (readonly [name: string, content: Uint8Array, says: string])[] = [
    ["region.bin", regionOf(variant(2)), "from ohclphdr at 0x0020"],
    ["dump.bin", concat(new Uint8Array(3 * 4096).fill(9), regionOf(variant(3), "next page")), "from ohclphdr at 0x4000"],
    ["restore.bin", chunksOf(variant(4), "restore"), "from get-chunks at 0x000a"],
    ["machine.zst", zstdOf(variant(5)), "from zstd"],
    ["machine.gz", gzipSync(Buffer.from(chunksOf(variant(6), "save")).toString("hex")), "from gzip > hex > get-chunks"],
    ["machine.zip", zipSync({ "machine.bin": gzipSync(variant(7)) }), "from zip > gzip"],
  ];
  for (const [name, content, says] of files) {
    await dropFiles(app, [{ name, content: Buffer.from(content) }]);
    await idle(app);
    await expect(app.getByRole("heading", { level: 1 })).toHaveText(name.replace(".zip", ".bin"));
    await expect(app.getByText(says, { exact: true })).toBeVisible();
    for (const [i, chip] of chips.entries()) expect([name, chip, await count(app, chip)]).toEqual([name, chip, counts[i]]);
  }
});

test("beside the bytes stands where they are in the file", async ({ app }) => {
  await dropFiles(app, [{ name: "region.bin", content: Buffer.from(regionOf(machine)) }]);
  await select(app, "init_state");
  await expect(row(app, "init_state")).toContainText("0x0000");
  await expect(app.getByRole("region", { name: "Bytes" })).toContainText("at 0x0020 of the file");
});

test("a dump of two regions gives two blobs, a broken one is shown as it stands with the reason", async ({ app }) => {
  const one = regionOf(machine);
  const two = regionOf(new Uint8Array(exampleBytes("machine-1.0.bin")));
  await dropFiles(app, [{ name: "mem.dmp", content: Buffer.from(concat(one, new Uint8Array(-one.length & 4095), two)) }]);
  await expect(openBlobs(app).getByRole("button", { name: /^mem\.dmp@0x/ })).toHaveCount(2);
  await dropFiles(app, [{ name: "cut.bin", content: Buffer.from(one.subarray(0, one.length - 1)) }]);
  await expect(app.getByRole("region", { name: "Blob" })).toContainText(
    /looks like a persisted-state region, but the header at 0x0000 says/,
  );
});

test("a file that is cut off says so in a sentence with its name", async ({ app }) => {
  const packed = gzipSync(machine);
  await dropFiles(app, [{ name: "cut.gz", content: packed.subarray(0, packed.length - 200) }]);
  await expect(app.getByRole("region", { name: "Blob" })).toContainText(
    /cut\.gz: its packed data is damaged or cut off after [\d,]+ bytes\. It is shown as far as/,
  );
});
