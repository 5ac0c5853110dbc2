import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { absent, openvmm, releases, setOf } from "../../decode/testing/openvmm.ts";
import { findType, loadSchemaSet, type SchemaSet } from "../../schema/index.ts";
import type { SchemaFinding } from "./model.ts";
import { checkSchemas } from "./schema-check.ts";

interface Failure {
  readonly writer: string;
  readonly reader: string;
  readonly inType: string;
  readonly field: string;
}

/** What the real decoders refused, each kind once. */
function failures(): readonly Failure[] {
  const entries: {
    writer: string;
    readers: { release: string; ok?: boolean; ambiguous?: unknown; inType?: string; field?: string }[];
  }[] = JSON.parse(fs.readFileSync(path.join(openvmm, "verdicts.json"), "utf8"));
  const found = new Map<string, Failure>();
  for (const { writer, readers } of entries)
    for (const { release: reader, ok, inType, field } of readers)
      if (ok === false || (ok === undefined && inType !== undefined)) {
        if (inType === undefined || field === undefined || !isJudged(writer, reader, inType)) continue;
        found.set([writer, reader, inType, field].join(" "), { writer, reader, inType, field });
      }
  return [...found.values()];
}

/**
 * False for a type that one of two releases apart does not mark exact (two Rust types share it): what it leaves out is not known. Two
 * neighbours count all the same.
 */
function isJudged(writer: string, reader: string, typeName: string): boolean {
  if (Math.abs(releases.indexOf(writer) - releases.indexOf(reader)) === 1) return true;
  return [writer, reader].every((one) => findType(setOf("exact", one), typeName)?.exact ?? true);
}

/** The fields on the way from a type to a field, outermost first, as `type number`, by the schema of the reader. */
function fieldsOnPath(set: SchemaSet, typeName: string, field: string): readonly string[] {
  const places: string[] = [];
  let type = findType(set, typeName);
  for (const name of field.split(".")) {
    const one = type?.fields.find((each) => each.name === name);
    if (!type || !one) break;
    places.push(`${type.typeName} ${one.number}`);
    type = one.type.kind === "message" ? set.types[one.type.typeId] : undefined;
  }
  return places;
}

function names(findings: readonly SchemaFinding[], { reader, writer, inType, field }: Failure, kind: "schemas" | "exact"): boolean {
  const isForth = releases.indexOf(writer) < releases.indexOf(reader);
  const places = fieldsOnPath(setOf(kind, reader), inType, field);
  return findings.some(
    ({ severity, direction, typeName, oldTypeName, number }) =>
      (severity === "breaks" || (kind === "schemas" && severity === "risk")) &&
      (direction === "both" || direction === (isForth ? "old-to-new" : "new-to-old")) &&
      (places.includes(`${typeName} ${number}`) || places.includes(`${oldTypeName} ${number}`)),
  );
}

function between(one: string, other: string, kind: "schemas" | "exact"): readonly SchemaFinding[] {
  const [old, now] = [one, other].sort((a, b) => releases.indexOf(a) - releases.indexOf(b));
  return checkSchemas(setOf(kind, old!), setOf(kind, now!));
}

describe.skipIf(absent !== undefined)(`the releases of OpenVMM${absent ? `: ${absent}` : ""}`, () => {
  it("exact: every field that a real decoder refused is named as a break in that direction, for each two releases", () => {
    const all = failures();
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter((failure) => !names(between(failure.writer, failure.reader, "exact"), failure, "exact"))).toEqual([]);
  });

  it("plain: so is each whose change a plain schema shows, as a break or a risk", () => {
    const missed = failures().filter((failure) => !names(between(failure.writer, failure.reader, "schemas"), failure, "schemas"));
    // That `vmgs` became an Option stands in no plain schema, which is said of all that may have.
    const unseen = between("2505", "1.7.2511", "schemas").filter(({ rule }) => rule === "option-unseen");
    expect(unseen).toMatchObject([
      { severity: "info", direction: "both", message: expect.stringMatching(/^whether 1\d\d message fields/) },
    ]);
    expect(new Set(missed.map(({ inType, field }) => `${inType} ${field}`))).toEqual(
      new Set(["underhill.ServicingState init_state.vmgs.field1.datastore_keys"]),
    );
  });

  it("where the other release does not tell whether it writes what 2411 needs, that is said, and not guessed", () => {
    // Later releases have two Rust types of this name, so it is exact in 2411 alone, which refused what they wrote.
    for (const other of ["1.7.2511", "1.8.2607", "main"]) {
      const findings = between("2411", other, "exact");
      expect(findings.filter(({ typeName, number }) => typeName === "vmbus.relay.SavedState" && number === 2)).toEqual([]);
      const unseen = findings.find(({ rule }) => rule === "option-unseen");
      expect(unseen?.message, other).toContain("vmbus.relay.SavedState.relay_state");
    }
  });

  it.each(["exact", "schemas"] as const)("%s: no rename of a field or a held type is more than info", (kind) => {
    for (const [i, old] of releases.entries())
      for (const now of releases.slice(i + 1))
        for (const { rule, severity } of checkSchemas(setOf(kind, old), setOf(kind, now)))
          if (rule === "field-renamed" || rule === "type-renamed") expect(severity).toBe("info");
  });

  it("two releases of which each restores every blob of the other have neither breaks nor risks", () => {
    const findings = checkSchemas(setOf("exact", "1.7.2511"), setOf("exact", "1.8.2607"));
    expect(findings.filter(({ severity }) => severity === "breaks" || severity === "risk")).toEqual([]);
  });

  it("a release against itself, read twice, has nothing", () => {
    for (const release of releases) {
      const folder = path.join(openvmm, "exact", release);
      const sources = fs.readdirSync(folder).map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, file), "utf8") }));
      expect(checkSchemas(setOf("exact", release), loadSchemaSet(release, sources))).toEqual([]);
    }
  });
});
