import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decode } from "../decode/index.ts";
import { loadSchemaSet, type SchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { causesOf, type ReleaseCauses } from "./log-causes.ts";
import { parseLog } from "./log-line.ts";
import { placesOf } from "./log-places.ts";
import { release } from "./testing/release.ts";
import { verdict } from "./verdict.ts";

const examples = new URL("../../public/examples/", import.meta.url);
const schemas = new URL("../../schemas/", import.meta.url);
const RELEASES = ["0.9", "1.0", "1.1", "2.0"];
const ROOT = "larch.ServicingState";

const { readdirSync, statSync } = await import("node:fs");

function larch(name: string): SchemaSet {
  const folder = readdirSync(schemas).find((one) => one.endsWith(name) && statSync(new URL(`${one}/`, schemas)).isDirectory())!;
  const at = new URL(`${folder}/`, schemas);
  const files = readdirSync(at, { recursive: true }).map(String);
  const sources = files.filter((file) => file.endsWith(".proto")).map((path) => ({ path, text: readFileSync(new URL(path, at), "utf8") }));
  const set = loadSchemaSet(name, sources);
  const units = files.find((file) => file === "units.json");
  return units ? { ...set, units: JSON.parse(readFileSync(new URL(units, at), "utf8")) as string[] } : set;
}

const sets = new Map(RELEASES.map((name) => [name, larch(name)]));

const listsUnits = (name: string): boolean => sets.get(name)?.units !== undefined;

/** What each release has to do with a log line, for an example that a release wrote. */
function causes(file: string, writer: string, log: string): Map<string, ReleaseCauses> {
  const bytes = readFileSync(new URL(file, examples));
  const set = sets.get(writer)!;
  const parsed = parseLog(log);
  if (parsed.kind !== "errors") throw new Error(parsed.why);
  const places = placesOf(decode(bytes, set, set.typeByName.get(ROOT)));
  const verdicts = RELEASES.map((release) => verdict(bytes, ROOT, sets.get(release)!, set));
  return new Map(causesOf(parsed.errors[0]!, verdicts, places, listsUnits).map((one) => [one.release, one]));
}

describe("a log line and the blob of 1.1 that 2.0 does not restore", () => {
  const LINE = "failed to restore: {firmware: failed to decode protobuf: decoding failed: expected a byte array}";

  test("leads to the field and the byte on the release that gives it, and to no other", () => {
    const of = causes("machine-1.1.bin", "1.1", LINE);
    expect(of.get("2.0")).toMatchObject({ can: "yes", says: "2.0 gives this message for this blob in firmware." });
    expect(of.get("2.0")!.causes[0]).toMatchObject({
      rank: "gives",
      path: "units[7].state.value.nvram.value.entries.field1[0].vendor",
      range: [0x8dd, 0x8e2],
      names: expect.arrayContaining(["firmware"]),
    });
    expect(of.get("1.1")).toMatchObject({ can: "no", causes: [] });
    expect(of.get("1.1")!.says).toContain("cannot have given this message");
  });

  test("what comes later in the same unit is told as such, and ranked after", () => {
    const ranks = causes("machine-1.1.bin", "1.1", LINE)
      .get("2.0")!
      .causes.map(({ rank }) => rank);
    expect(ranks[0]).toBe("gives");
    expect(new Set(ranks.slice(1))).toEqual(new Set(["later"]));
  });

  test("in another unit than the log names it is no cause, but told", () => {
    const of = causes("machine-1.1.bin", "1.1", LINE.replace("firmware", "clock")).get("2.0")!;
    expect(of.can).toBe("no");
    expect(of.causes.every(({ rank }) => rank === "elsewhere")).toBe(true);
  });

  test("a field beside the units is told as such, and a unit that the blob does not have is no sentence of a release", () => {
    const of = causes(
      "machine-1.1.bin",
      "1.1",
      LINE.replace("firmware", "nowhere").replace("expected a byte array", "missing enum variant"),
    );
    expect(of.get("0.9")).toMatchObject({ can: "no", says: "0.9 gives this message elsewhere." });
    expect(of.get("0.9")!.causes[0]).toMatchObject({ rank: "elsewhere", path: "init_state.firmware", inUnit: false });
    for (const { causes: all } of of.values()) for (const one of all) expect(one.inUnit).toBe(one.path.startsWith("units["));
  });

  test("a unit that the blob does not have says that the log is of another blob", () => {
    const of = causes(
      "machine-1.1.bin",
      "1.1",
      LINE.replace("{firmware", "{440bx-host-pci-bridge").replace("expected a byte array", "varint too big"),
    );
    for (const one of of.values())
      expect(one).toMatchObject({ can: "no", says: expect.stringContaining("This blob has no unit 440bx-host-pci-bridge") });
  });

  test("a message that the release does not give is answered with the one that it gives", () => {
    const of = causes("machine-1.1.bin", "1.1", LINE.replace("expected a byte array", "varint too big")).get("2.0")!;
    expect(of).toMatchObject({ can: "no", causes: [] });
    expect(of.says).toBe("2.0 stops in firmware with “expected a byte array”, not with this message.");
  });
});

test("a release without the blob's root is told as such", () => {
  const parsed = parseLog("decoding failed: varint too big");
  if (parsed.kind !== "errors") throw new Error(parsed.why);
  const places = placesOf(decode(new Uint8Array(), sets.get("1.1")!, sets.get("1.1")!.typeByName.get(ROOT)));
  const verdicts = [
    verdict(new Uint8Array(), "t.Root", sets.get("1.0")!, sets.get("1.0")!),
    verdict(new Uint8Array(), ROOT, sets.get("1.1")!, sets.get("1.1")!),
  ];
  expect(causesOf(parsed.errors[0]!, verdicts, places, listsUnits).map(({ lacksRoot }) => lacksRoot)).toEqual([true, undefined]);
});

test("what a device says itself is no fact of a schema: only the unit is named", () => {
  const of = causes("machine-1.1.bin", "1.1", "failed to restore: {ioapic: saved state is invalid}");
  for (const one of of.values()) {
    expect(one.can).toBe("open");
    expect(one.causes).toMatchObject([{ rank: "named", path: "units[3]" }]);
    expect(one.says).toContain("no schema");
  }
});

test("an absent field of which a plain schema does not say whether it has a default may give the messages of its own type only", () => {
  const E = "message E { oneof variant { google.protobuf.Empty off = 1; } }";
  const body = `message R { E kind = 1; P place = 2; M mixed = 3; } message P { bytes id = 1; } message M { bytes id = 1; E kind = 2; } ${E}`;
  const [old, now] = [release("old", body, true), release("now", body, true)];
  const judged = verdict(new Uint8Array(), "t.R", now, old);
  const places = placesOf(decode(new Uint8Array(), old, old.typeByName.get("t.R")));
  const of = (reason: string): ReleaseCauses => {
    const parsed = parseLog(`decoding failed: ${reason}`);
    if (parsed.kind !== "errors") throw new Error(parsed.why);
    return causesOf(parsed.errors[0]!, [judged], places, listsUnits)[0]!;
  };
  const may = (reason: string): string[] => of(reason).causes.map(({ rank, path }) => `${rank} ${path}`);
  expect(may("missing required field")).toEqual(["may place.id", "may mixed.id"]);
  expect(may("missing enum variant")).toEqual(["may kind", "may mixed.id"]);
  expect(may("value must be non-zero")).toEqual([]);
  expect(of("value must be non-zero").says).toMatch(/^Whether now reads this blob to its end its schema does not say/);
});

test("of what stands there a plain schema leaves open the length, which gives the messages of a length only", () => {
  const [old, now] = [release("old", "message R { repeated uint32 v = 1; }", true), release("now", "message R { bytes b = 1; }", true)];
  const bytes = new Uint8Array([0x0a, 1, 5]);
  const places = placesOf(decode(bytes, old, old.typeByName.get("t.R")));
  const of = (reason: string): ReleaseCauses => {
    const parsed = parseLog(`decoding failed: ${reason}`);
    if (parsed.kind !== "errors") throw new Error(parsed.why);
    return causesOf(parsed.errors[0]!, [verdict(bytes, "t.R", now, old)], places, listsUnits)[0]!;
  };
  expect(of("wrong packed array length").causes).toMatchObject([{ rank: "may", path: "b" }]);
  expect(of("unknown wire type 3").causes).toEqual([]);
});

test("a release by a plain schema is not said to be unable to give a message", () => {
  const set = release("own", "message R { bytes b = 1; }", true);
  const places = placesOf(decode(new Uint8Array(), set, set.typeByName.get("t.R")));
  const parsed = parseLog("decoding failed: missing required field");
  if (parsed.kind !== "errors") throw new Error(parsed.why);
  const [own] = causesOf(parsed.errors[0]!, [verdict(new Uint8Array(), "t.R", set, set)], places, listsUnits);
  expect(own!.says).toBe("own reads this blob to its end as far as its schema tells, which is not exact.");
});

test("a release that does not say which units it has may not know one that the log names", () => {
  const log = (line: string, isListed: boolean, text = '1: {1: "clock"} 1: {1: "twice"} 1: {1: "twice"}'): ReleaseCauses => {
    const set = release("own", "message R { repeated U units = 1; } message U { string name = 1; google.protobuf.Any state = 2; }");
    const bytes = encodeText(text);
    const places = placesOf(decode(bytes, set, set.typeByName.get("t.R")));
    const parsed = parseLog(line);
    if (parsed.kind !== "errors") throw new Error(parsed.why);
    return causesOf(parsed.errors[0]!, [verdict(bytes, "t.R", set, set)], places, () => isListed)[0]!;
  };
  const open = "own may give this message: which units it has, its schemas do not say without a units.json.";
  expect(log("unknown unit name: clock", false)).toMatchObject({ can: "open", says: open, causes: [{ path: "units[0]" }] });
  expect(log("unknown unit name", false)).toMatchObject({ can: "open", says: open });
  expect(log("unknown unit name: clock", true)).toMatchObject({ can: "no", says: expect.stringContaining("own knows the unit") });
  expect(log("duplicate unit name: twice", false)).toMatchObject({
    can: "open",
    says: "own may give this message: the blob has 2 units of this name.",
  });
  expect(log("duplicate unit name: clock", false)).toMatchObject({
    can: "no",
    says: "The blob has this unit once, so own cannot have given this message for it.",
  });
});
