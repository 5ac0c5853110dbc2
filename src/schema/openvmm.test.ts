import fs from "node:fs";
import path from "node:path";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { loadSchemaSet } from "./load.ts";
import type { SchemaSet, SchemaSource } from "./model.ts";
import { OPTIONS_PROTO } from "./options-proto.ts";
import { describeType } from "./testing.ts";

const openvmm = path.resolve(import.meta.dirname, "../../../shared/openvmm");
const present = fs.existsSync(openvmm);
if (!present) console.warn("skipped: the schemas of ../shared/openvmm are not here");

const releases = ["2411", "2505", "1.7.2511", "1.8.2607", "main"];

function sourcesOf(kind: string, release: string): SchemaSource[] {
  const folder = path.join(openvmm, kind, release);
  return fs.readdirSync(folder).map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, file), "utf8") }));
}

/** Every field of protobufjs' own resolved tree: `type.field number type repeated map oneof`. */
function walked(sources: readonly SchemaSource[]): string[] {
  const root = new protobuf.Root();
  for (const name of ["any", "empty", "timestamp", "duration", "wrappers"])
    root.addJSON(protobuf.common.get(`google/protobuf/${name}.proto`)!.nested!);
  for (const { text } of sources) protobuf.parse(text, root, { keepCase: true, alternateCommentMode: true });
  root.resolveAll();
  const lines: string[] = [];
  const visit = (namespace: protobuf.NamespaceBase): void => {
    for (const one of namespace.nestedArray) {
      if (one instanceof protobuf.Type && !one.fullName.startsWith(".google.")) {
        lines.push(one.fullName.slice(1));
        for (const f of one.fieldsArray) {
          const oneof = f.options?.proto3_optional ? "optional" : (f.partOf?.name ?? "");
          lines.push(
            [
              one.fullName.slice(1),
              f.name,
              f.id,
              f.resolvedType?.fullName.slice(1) ?? f.type,
              f.repeated,
              f.map,
              oneof,
              f.comment ?? "",
            ].join(" "),
          );
        }
      }
      if (one instanceof protobuf.Namespace) visit(one);
    }
  };
  visit(root);
  return lines.sort();
}

function lined(set: SchemaSet): string[] {
  const lines: string[] = [];
  for (const type of set.types) {
    if (type.builtin) continue;
    lines.push(type.typeName);
    for (const f of type.fields) {
      const target =
        f.type.kind === "scalar" ? f.type.scalar : f.type.kind === "message" ? set.types[f.type.typeId]!.typeName : f.type.kind;
      const oneof = f.oneof ?? (f.presence === "explicit" ? "optional" : "");
      lines.push([type.typeName, f.name, f.number, target, f.repeated, f.map, oneof, f.comment].join(" "));
    }
  }
  return lines.sort();
}

describe.skipIf(!present)("the real schemas", () => {
  for (const kind of ["schemas", "exact"]) {
    test.each(releases)(`${kind}/%s loads without a problem and as protobufjs resolves it`, (release) => {
      const sources = sourcesOf(kind, release);
      const set = loadSchemaSet(release, sources);
      expect(set.problems).toEqual([]);
      expect(set.files.length).toBe(sources.length);
      expect(lined(set)).toEqual(walked(sources));
      for (const type of set.types) if (!type.builtin) expect(type.line).toBeGreaterThan(0);
      for (const { parent, line } of set.fields) if (!set.types[parent]!.builtin) expect(line).toBeGreaterThan(0);
    });
  }

  test("both kinds agree on what is bare, and on what only packed bytes may fill", () => {
    for (const release of releases) {
      const [plain, exact] = ["schemas", "exact"].map((kind) => loadSchemaSet(release, sourcesOf(kind, release)));
      const facts = (set: SchemaSet) => set.fields.map((f) => `${f.name} ${f.bare} ${f.packedOnly}`);
      expect(facts(exact!)).toEqual(facts(plain!));
      expect(plain!.fields.filter((f) => f.bare).length).toBe(release === "2411" ? 0 : 3);
      expect(exact!.types.filter((type) => type.exact).length).toBeGreaterThan(200);
      expect(plain!.types.some((type) => type.exact)).toBe(false);
    }
  });

  test("every message, printed as text, reads again as it was", () => {
    const set = loadSchemaSet("main", sourcesOf("exact", "main"));
    const printed = set.roots.map((type, i) => ({
      path: `${i}.proto`,
      text: `syntax = "proto3"; package ${type.packageName};\n${describeType(set, type)}`,
    }));
    const again = loadSchemaSet("again", printed);
    expect(again.problems).toEqual([]);
    expect(lined(again)).toEqual(lined(set));
    const facts = (one: SchemaSet) => one.fields.map((f) => `${one.types[f.parent]!.typeName}.${f.name} ${JSON.stringify(f.facts)}`).sort();
    expect(facts(again)).toEqual(facts(set));
  });
});

test("the options file and its text in the code are one", () => {
  const file = fs.readFileSync(path.join(import.meta.dirname, "savestate/options.proto"), "utf8");
  expect(OPTIONS_PROTO).toBe(file);
  expect(loadSchemaSet("options", [{ path: "copy.proto", text: file }]).problems).toMatchObject([{ code: "empty-set" }]);
});
