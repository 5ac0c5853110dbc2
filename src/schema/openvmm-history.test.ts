import fs from "node:fs";
import path from "node:path";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { fieldHistory, typeHistory } from "./history.ts";
import { loadSchemaSet } from "./load.ts";
import type { SchemaSet, SchemaSource } from "./model.ts";
import { structureHash } from "./structure.ts";
import { typeIndex, usedBy } from "./type-index.ts";

const openvmm = path.resolve(import.meta.dirname, "../../../shared/openvmm");
const present = fs.existsSync(openvmm);
if (!present) console.warn("skipped: the schemas of ../shared/openvmm are not here");

const releases = ["2411", "2505", "1.7.2511", "1.8.2607", "main"];
const loaded = new Map<string, SchemaSet[]>();

function sourcesOf(kind: string, release: string): SchemaSource[] {
  const folder = path.join(openvmm, kind, release);
  return fs.readdirSync(folder).map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, file), "utf8") }));
}

function setsOf(kind: string): SchemaSet[] {
  let sets = loaded.get(kind);
  if (!sets) {
    sets = releases.map((release) => loadSchemaSet(release, sourcesOf(kind, release)));
    loaded.set(kind, sets);
  }
  return sets;
}

/** What stands at each number of a message, read with nothing but protobufjs. */
interface Walked {
  readonly name: string;
  readonly type: string;
  readonly oneof: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
}

function walk(kind: string, release: string, typeName: string): Map<number, Walked> {
  const root = new protobuf.Root();
  for (const name of ["any", "empty", "timestamp", "duration", "wrappers"])
    root.addJSON(protobuf.common.get(`google/protobuf/${name}.proto`)!.nested!);
  for (const { text } of sourcesOf(kind, release)) protobuf.parse(text, root, { keepCase: true, alternateCommentMode: true });
  root.resolveAll();
  const at = new Map<number, Walked>();
  for (const field of root.lookupType(typeName).fieldsArray) {
    const label = field.options?.proto3_optional ? "optional" : field.repeated ? "repeated" : "";
    const facts: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(field.options ?? {})) {
      const fact = /^\(savestate\.(\w+)\)$/.exec(key)?.[1];
      if (fact) facts[fact] = value;
    }
    const oneof = field.options?.proto3_optional ? undefined : field.partOf?.name;
    at.set(field.id, { name: field.name, type: `${label} ${field.resolvedType?.fullName ?? field.type}`, oneof, facts });
  }
  return at;
}

/** The events of one number by the rules of the words alone. Enough for messages none of whose types was renamed. */
function expected(number: number, tables: readonly Map<number, Walked>[]): string[] {
  const events: string[] = [];
  for (let to = 1; to < tables.length; to++) {
    const [before, after] = [tables[to - 1]!, tables[to]!];
    const [a, b] = [before.get(number), after.get(number)];
    const has = (table: Map<number, Walked>, name: string): boolean => [...table.values()].some((one) => one.name === name);
    const named = [...before].filter(([at, { name }]) => after.has(at) && after.get(at)!.name !== name);
    const sure = named.filter(([at, { name }]) => has(after, name) || has(before, after.get(at)!.name));
    const renumbered = sure.length >= 3 && 2 * sure.length > named.length;
    const say = (kind: string) => events.push(`${kind} ${releases[to]}`);
    if (!a && b) say("added");
    else if (a && !b) say("removed");
    else if (a && b) {
      const renamed = a.name !== b.name;
      if (renamed && (a.type !== b.type || has(after, a.name) || has(before, b.name) || renumbered)) say("reused");
      else {
        if (renamed) say("renamed");
        if (a.type !== b.type) say("retyped");
        if (a.oneof !== b.oneof) say("moved");
        const facts = new Set([...Object.keys(a.facts), ...Object.keys(b.facts)]);
        if ([...facts].some((fact) => a.facts[fact] !== b.facts[fact])) say("facts");
      }
    }
  }
  return events;
}

describe.skipIf(!present)("the history of the real schemas", () => {
  for (const kind of ["schemas", "exact"]) {
    test.each(["underhill.ServicingInitState", "virt.x86.VpSavedState", "pci.capabilities.pci_express.SavedState"])(
      `${kind}: every field of %s has the history that the sets imply`,
      (typeName) => {
        const sets = setsOf(kind);
        const own = sets.flatMap((set, i) => (set.typeByName.has(typeName) ? [i] : []));
        const tables = releases.map((release, i) => (own.includes(i) ? walk(kind, release, typeName) : new Map<number, Walked>()));
        const first = own[0]!;
        const numbers = [...new Set(tables.flatMap((table) => [...table.keys()]))].sort((a, b) => a - b);
        const histories = typeHistory(sets, typeName).fields;
        expect(histories.map(({ number }) => number)).toEqual(numbers);
        for (const history of histories) {
          const { number } = history;
          expect(history).toEqual(fieldHistory(sets, typeName, number));
          expect(history.releases.map((at) => [at.release, at.field?.name, at.field?.oneof, at.field?.facts])).toEqual(
            releases.map((release, i) => {
              const one = tables[i]!.get(number);
              return [release, one?.name, one?.oneof, one?.facts];
            }),
          );
          const events = history.events.map(({ kind, to }) => `${kind} ${releases[to]}`);
          // The type's own first release adds no field to it.
          expect([number, events]).toEqual([
            number,
            expected(number, tables).filter((event) => first === 0 || event !== `added ${releases[first]}`),
          ]);
        }
      },
    );
  }

  test("1.7.2511's init state: four fields came with 2505 and it, one fact changed", () => {
    const lines = typeHistory(setsOf("exact"), "underhill.ServicingInitState").fields.flatMap(({ number, events }) =>
      events.map(({ kind, to }) => `${number} ${kind} ${releases[to]}`),
    );
    expect(lines).toEqual([
      "6 facts 1.7.2511",
      "8 added 1.8.2607",
      "10000 added 2505",
      "10001 added 2505",
      "10002 added 2505",
      "10003 added 1.7.2511",
    ]);
  });

  test("the processor's state: seven numbers reused, two fields added", () => {
    const history = typeHistory(setsOf("schemas"), "virt.x86.VpSavedState");
    const of = (kind: string): string[] =>
      history.fields.flatMap(({ number, events }) => events.filter((e) => e.kind === kind).map(({ to }) => `${number} ${releases[to]}`));
    expect(of("reused")).toEqual([7, 8, 9, 10, 11, 12, 13].map((number) => `${number} 2505`));
    expect(of("added")).toEqual(["14 2505", "200 1.8.2607"]);
    expect(history.fields.find(({ number }) => number === 14)!.events).toEqual([{ kind: "added", otherNumber: 13, from: 0, to: 1 }]);
    expect(history.fields.flatMap(({ events }) => events).length).toBe(9);
  });

  test("types that only changed their package are followed", () => {
    const sets = setsOf("schemas");
    for (const [old, now] of [
      ["hvlite.SavedState", "openvmm.SavedState"],
      ["openhcl.pagepool.PagePoolState", "openvmm.pagepool.PagePoolState"],
      ["openhcl.pagepool.InnerSlotState.Leaked", "openvmm.pagepool.InnerSlotState.Leaked"],
    ] as const) {
      const history = typeHistory(sets, now);
      expect(history).toEqual(typeHistory(sets, old));
      expect(history.releases[1]).toEqual({ release: "2505", typeName: now, renamedFrom: old });
      for (const { events } of history.fields)
        for (const event of events) expect(event).toEqual({ kind: "retyped", sameBytes: true, typeRenamed: true, from: 0, to: 1 });
    }
    expect(typeHistory(sets, "virt.x86.Mtrrs").releases[0]).toEqual({ release: "2411" });
  });

  test("the index counts and places what each release has", () => {
    const sets = setsOf("schemas");
    const index = typeIndex(sets).flatMap(({ types }) => types);
    for (const [i, set] of sets.entries()) {
      const names = set.types.filter((type) => !type.builtin).map((type) => type.typeName);
      expect(
        index
          .filter((type) => type.releases.includes(i))
          .map((type) => type.typeName)
          .sort(),
      ).toEqual(names.sort());
    }
    expect(index.find((type) => type.typeName === "underhill.ServicingState")).toMatchObject({ root: true, releases: [0, 1, 2, 3, 4] });
    expect(index.find((type) => type.typeName === "virt.x86.CacheControl")).toMatchObject({ root: false, releases: [0] });
    expect(usedBy(sets[4]!, "virt.x86.Mtrrs").map((field) => field.name)).toEqual(["mtrrs"]);
    const main = sets[4]!;
    const [stub, full] = main.roots.filter((type) => /^chipset\.winbond83977_superio/.test(type.typeName));
    expect(structureHash(main, stub!)).toBe(structureHash(main, full!));
  });
});
