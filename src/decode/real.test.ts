import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { type Decoded, decode, fieldOf, isElement, NoteBit, notesOf, pathOf, problemOf, STATUSES, scalarValue, walk } from "./index.ts";
import { absent, mutants, type RealBlob, realBlobs, releases, setOf, sourcesOf } from "./testing/openvmm.ts";
import { tilingFault } from "./testing/tiling.ts";

/** Leaf values by path as protobufjs decodes them: the independent reading. Bare arrays are taken out of its types. */
class Independent {
  readonly #root = new protobuf.Root();
  readonly #bare = new Set<string>();

  constructor(release: string) {
    for (const common of ["any", "empty", "timestamp", "duration", "wrappers"])
      this.#root.addJSON(protobuf.common.get(`google/protobuf/${common}.proto`)!.nested!);
    for (const { text } of sourcesOf("schemas", release)) protobuf.parse(text, this.#root, { keepCase: true, alternateCommentMode: true });
    this.#root.resolveAll();
    const visit = (space: protobuf.NamespaceBase): void => {
      for (const nested of space.nestedArray) {
        if (nested instanceof protobuf.Type) {
          for (const field of [...nested.fieldsArray]) {
            const inner = field.resolvedType instanceof protobuf.Type ? field.resolvedType.fieldsArray : [];
            if (
              inner.length !== 1 ||
              inner[0]!.name !== "field1" ||
              !inner[0]!.repeated ||
              !/packed repr only/.test(inner[0]!.comment ?? "")
            )
              continue;
            this.#bare.add(`${nested.fullName.slice(1)}.${field.name}`);
            nested.remove(field);
          }
        }
        if (nested instanceof protobuf.Namespace) visit(nested);
      }
    };
    visit(this.#root);
  }

  isBare(typeName: string, field: string): boolean {
    return this.#bare.has(`${typeName}.${field}`);
  }

  leaves(typeName: string, bytes: Uint8Array): Map<string, unknown> {
    const out = new Map<string, unknown>();
    this.#message(typeName, bytes, "", out);
    return out;
  }

  #message(typeName: string, bytes: Uint8Array, prefix: string, out: Map<string, unknown>): void {
    const type = this.#root.lookupType(typeName);
    this.#object(type, type.decode(bytes) as unknown as Record<string, unknown>, prefix, out);
  }

  #object(type: protobuf.Type, message: Record<string, unknown>, prefix: string, out: Map<string, unknown>): void {
    for (const field of type.fieldsArray) {
      if (!Object.hasOwn(message, field.name)) continue;
      const value = message[field.name];
      const each = field.repeated ? (value as unknown[]) : [value];
      each.forEach((item, i) => {
        const path = `${prefix}${field.name}${field.repeated ? `[${i}]` : ""}`;
        if (field.resolvedType instanceof protobuf.Type) {
          const inner = field.resolvedType;
          if (inner.fullName === ".google.protobuf.Any") this.#any(item as Record<string, unknown>, path, out);
          else this.#object(inner, item as Record<string, unknown>, `${path}.`, out);
        } else
          out.set(path, item instanceof Uint8Array ? Buffer.from(item).toString("hex") : typeof item === "object" ? String(item) : item);
      });
    }
  }

  #any(any: Record<string, unknown>, path: string, out: Map<string, unknown>): void {
    const url = (any.type_url as string | undefined) ?? "";
    if (Object.hasOwn(any, "type_url")) out.set(`${path}.type_url`, url);
    const value = any.value as Uint8Array | undefined;
    const name = url.slice(url.lastIndexOf("/") + 1);
    if (value && this.#root.lookup(name) instanceof protobuf.Type) this.#message(name, value, `${path}.value.`, out);
    else if (value) out.set(`${path}.value`, Buffer.from(value).toString("hex"));
  }
}

const independent = new Map<string, Independent>();
function independentOf(release: string): Independent {
  let made = independent.get(release);
  if (!made) {
    made = new Independent(release);
    independent.set(release, made);
  }
  return made;
}

/** Leaf values of our own decode by path, bare arrays left out. */
function ownLeaves(decoded: Decoded, release: string): Map<string, unknown> {
  const out = new Map<string, unknown>();
  const { nodes, set } = decoded;
  for (let node = 0; node < nodes.length; node++) {
    const field = fieldOf(decoded, node)!;
    if (independentOf(release).isBare(set.types[field.parent]!.typeName, field.name)) continue;
    if (nodes.shape(node) >= 0 || (nodes.shape(node) < -1 && !isElement(decoded, node))) continue;
    out.set(pathOf(decoded, node), scalarValue(decoded, node));
  }
  return out;
}

const withRoot = (blob: RealBlob, kind: "schemas" | "exact", release: string): Decoded | undefined => {
  const set = setOf(kind, release);
  const root = set.typeByName.get(blob.root);
  return root && decode(blob.bytes, set, root);
};

describe.skipIf(absent)("the real blobs", () => {
  it.each(["schemas", "exact"] as const)("read cleanly with their writer's %s, and every byte has its place", (kind) => {
    let count = 0;
    for (const blob of realBlobs()) {
      const decoded = withRoot(blob, kind, blob.writer)!;
      const { unknown, mismatched, malformed } = decoded.counts;
      expect({ file: blob.file, unknown, mismatched, malformed }).toEqual({ file: blob.file, unknown: 0, mismatched: 0, malformed: 0 });
      expect(tilingFault(decoded)).toBeUndefined();
      const steps = [...walk(decoded)];
      expect(steps.filter(({ item }) => item.kind === "node").length).toBe(decoded.nodes.length);
      expect(steps.filter(({ item }) => item.kind === "absent").length).toBe(decoded.counts.defaulted);
      count++;
    }
    expect(count).toBe(946);
  });

  it("carry no note that their own writer would not cause", () => {
    const seen: Record<string, number> = {};
    for (const blob of realBlobs()) {
      const decoded = withRoot(blob, "exact", blob.writer)!;
      for (let node = 0; node < decoded.nodes.length; node++) for (const note of notesOf(decoded, node)) seen[note] = (seen[note] ?? 0) + 1;
    }
    expect(Object.keys(seen).sort()).toEqual(["bare", "packed"]);
  });

  it.each(["schemas", "exact"] as const)("hold the values that protobufjs reads, by %s", (kind) => {
    let leaves = 0;
    for (const blob of realBlobs()) {
      const own = ownLeaves(withRoot(blob, kind, blob.writer)!, blob.writer);
      const theirs = independentOf(blob.writer).leaves(blob.root, blob.bytes);
      expect([blob.file, Object.fromEntries(own)]).toEqual([blob.file, Object.fromEntries(theirs)]);
      leaves += own.size;
    }
    expect(leaves).toBeGreaterThan(15_000);
  });

  it("show as unknown, through every other release, exactly the numbers that its types lack", () => {
    let pairs = 0;
    let unknown = 0;
    for (const blob of realBlobs()) {
      for (const release of releases) {
        const decoded = release === blob.writer ? undefined : withRoot(blob, "schemas", release);
        if (!decoded) continue;
        pairs++;
        expect(tilingFault(decoded)).toBeUndefined();
        for (let node = 0; node < decoded.nodes.length; node++) {
          if (STATUSES[decoded.nodes.status(node)] !== "unknown" || decoded.nodes.notes(node) & NoteBit.GUESS) continue;
          unknown++;
          const parent = decoded.nodes.parent(node);
          const type = parent < 0 ? decoded.root! : decoded.guide.typeOf(decoded.nodes.shape(parent))!;
          const tag = protobuf.Reader.create(blob.bytes.subarray(decoded.nodes.from(node))).uint32();
          expect(type.fields.map((field) => field.number)).not.toContain(tag >>> 3);
        }
      }
    }
    expect(pairs).toBeGreaterThan(2000);
    expect(unknown).toBeGreaterThan(100);
  });
});

/** A path of names alone, as the real decoder's trace has it: without indexes and without the steps of an `Any`. */
function names(path: string, inType: string | undefined, root: string): string {
  const plain = path.replace(/\[[^\]]*\]/g, "").replace(/(^|\.)#[^.]*/g, "");
  return inType === root ? plain : (plain.split(/(?:^|\.)value\./).at(-1) ?? "");
}

describe.skipIf(absent)("the damaged blobs", () => {
  it("tile, and a problem stands where the real decoder stopped", () => {
    let count = 0;
    let stopped = 0;
    const missed: string[] = [];
    for (const mutant of mutants()) {
      const set = setOf("schemas", mutant.writer);
      const decoded = decode(mutant.bytes, set, set.typeByName.get(mutant.root));
      expect(tilingFault(decoded)).toBeUndefined();
      count++;
      const reason = mutant.verdict.message?.replace(/^decoding failed( in .*?)?: /, "") ?? "";
      // Two Rust types share this type's name, and the verdict is of the other one.
      if (mutant.root === "chipset.floppy.SavedState") continue;
      if (!/^(eof|varint too big|unknown wire|expected a|invalid UTF|missing resource|invalid resource)/.test(reason)) continue;
      stopped++;
      const problems = Array.from({ length: decoded.nodes.length }, (_, node) => node)
        .filter((node) => decoded.nodes.problem(node) !== 0)
        .map((node) => problemOf(decoded, node)!);
      const first = problems[0];
      const own = names(first?.path ?? "-", mutant.verdict.inType, mutant.root);
      // The trace names a step of a fixed array by its number; our path has its name, so the prefix is compared.
      const field = (mutant.verdict.field ?? "").replace(/\.#.*/, "");
      if (!first || (own !== field && !own.startsWith(field === "" ? "" : `${field}.`)))
        missed.push(
          `${mutant.mutation} ${mutant.root} ${reason} at ${field || "the top"}: ${first ? `${first.path}: ${first.detail}` : "no problem"}`,
        );
    }
    expect(count).toBe(1500);
    expect(stopped).toBeGreaterThan(500);
    expect(missed).toEqual([]);
  });
});
