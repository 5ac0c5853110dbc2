import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { buildExamples } from "./examples/build.ts";
import { breakRows, examples } from "./examples/catalog.ts";
import { loadRelease, readStrictly } from "./examples/strict-reader.ts";

const project = path.resolve(import.meta.dirname, "..");
const published = path.join(project, "public/examples");
const schemas = path.join(project, "schemas");
const releases: readonly string[] = JSON.parse(fs.readFileSync(path.join(schemas, "releases.json"), "utf8"));
const roots = new Map(releases.map((release) => [release, loadRelease(path.join(schemas, release))]));
const files = buildExamples(path.join(project, "scripts/examples"));

const read = (name: string, release: string, root: string) => readStrictly(roots.get(release)!, root, files.get(`${name}.bin`)!);

describe("examples", () => {
  it("are what the generator makes", () => {
    expect(fs.readdirSync(published).sort()).toEqual([...files.keys()].sort());
    for (const [name, bytes] of files) expect(Buffer.from(bytes).equals(fs.readFileSync(path.join(published, name))), name).toBe(true);
  });

  it("use every text, and each text once as its own", () => {
    const texts = fs.readdirSync(path.join(project, "scripts/examples")).filter((name) => name.endsWith(".txt"));
    expect(texts.sort()).toEqual(examples.flatMap(({ name, source }) => (source ? [] : [`${name}.txt`])).sort());
  });

  it.each(examples.filter(({ damaged }) => !damaged))("$name is known to its writer, to the last field", ({ name, release, root }) => {
    const { failure, unknown, unknownTypes, values } = read(name, release, root);
    expect(failure).toBeUndefined();
    if (name === "notes") expect(values).toContain("units[1].state.value.slots[0].device = 1");
    expect([...unknown, ...unknownTypes]).toEqual([]);
  });

  it("have one for every row of the table", () => {
    const shown = new Set(examples.flatMap((example) => example.break?.row ?? []));
    expect([...shown].sort()).toEqual([...breakRows].sort());
  });

  it.each(examples.filter((example) => example.break))("$name shows what it says", ({ name, root, break: shown }) => {
    const { reader, failure, misread, lost } = shown!;
    if (!roots.get(reader)!.lookup(root)) return expect(name).toBe("root-renamed");
    const reading = read(name, reader, root);
    expect(reading.failure).toBe(failure);
    if (misread) expect(reading.values).toContain(misread);
    if (lost) expect(reading.unknown).toEqual(lost);
    if (name === "blob-renamed") expect(reading.unknownTypes).toEqual(["larch.chipset.uart.UartState"]);
  });

  it("stand in the table of schemas/README.md", () => {
    const readme = fs.readFileSync(path.join(schemas, "README.md"), "utf8");
    for (const { name, break: shown } of examples) if (shown) expect(readme, name).toContain(`\`${name}\``);
    for (const row of breakRows) expect(readme).toContain(row);
  });

  it("start with a machine of the newest release, with blobs three levels deep, that older releases stumble over", () => {
    const first = examples[0]!;
    expect(first.release).toBe(releases.at(-1));
    expect(read(first.name, first.release, first.root).values.join("\n")).toMatch(
      /units\[\d+\]\.state\.value\.slots\[0\]\.state\.value\..*\.state\.value\./,
    );
    const outcomes = releases.map((release) => read(first.name, release, first.root).failure?.replace(/.*: /, ""));
    expect(outcomes).toEqual(["missing enum variant", "missing enum variant", "missing required field", undefined]);
  });

  it("name only units that their release knows", () => {
    for (const { name, release, root, damaged } of examples) {
      if (damaged || !/ServicingState|Snapshot|snapshot/.test(root)) continue;
      const known: readonly string[] = JSON.parse(fs.readFileSync(path.join(schemas, release, "units.json"), "utf8"));
      const names = read(name, release, root).values.flatMap((value) => /^units\[\d+\]\.name = (.*)$/.exec(value)?.[1] ?? []);
      expect(known, name).toEqual(expect.arrayContaining(names));
      expect(new Set(names).size, name).toBe(names.length);
    }
  });
});
