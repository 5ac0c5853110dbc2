/** The real data beside the project, when it is there: for tests only. */
import fs from "node:fs";
import path from "node:path";
import { loadSchemaSet, type SchemaSet } from "../../schema/index.ts";

export const openvmm: string = path.resolve(import.meta.dirname, "../../../../shared/openvmm");

/** Undefined when the data is here; else why the tests that need it are skipped. */
export const absent: string | undefined = fs.existsSync(path.join(openvmm, "verdicts.json"))
  ? undefined
  : "needs ../shared/openvmm, which is not here";
if (absent) console.warn(`skipped: ${absent}`);

export const releases: readonly string[] = absent ? [] : JSON.parse(fs.readFileSync(path.join(openvmm, "schemas/releases.json"), "utf8"));

/** The `.proto` texts of a release of `schemas` or `exact`. */
export function sourcesOf(kind: "schemas" | "exact", release: string): { path: string; text: string }[] {
  const folder = path.join(openvmm, kind, release);
  return fs.readdirSync(folder).map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, file), "utf8") }));
}

const sets = new Map<string, SchemaSet>();

/** A release's schema set, parsed once. */
export function setOf(kind: "schemas" | "exact", release: string): SchemaSet {
  const key = `${kind}/${release}`;
  let set = sets.get(key);
  if (!set) {
    set = loadSchemaSet(release, sourcesOf(kind, release));
    sets.set(key, set);
  }
  return set;
}

/** What a release's own decoder said of a blob. */
export interface Said {
  readonly release: string;
  readonly knowsRoot?: boolean;
  readonly ambiguous?: boolean;
  readonly ok: boolean;
  readonly message?: string;
  readonly field?: string;
  readonly unknownTypes?: readonly string[];
  readonly resaved?: string;
}

export interface RealBlob {
  readonly file: string;
  readonly writer: string;
  readonly root: string;
  readonly bytes: Uint8Array;
  readonly readers: readonly Said[];
}

/** The 946 blobs, read as they are asked for. */
export function* realBlobs(): Generator<RealBlob> {
  if (absent) return;
  const entries: Omit<RealBlob, "bytes">[] = JSON.parse(fs.readFileSync(path.join(openvmm, "verdicts.json"), "utf8"));
  for (const { file, writer, root, readers } of entries)
    yield { file, writer, root, readers, bytes: new Uint8Array(fs.readFileSync(path.join(openvmm, file))) };
}

/** True for blobs in which two Rust types stand under one type URL, so that a reading by schema is not the decoder's. */
export function isTwofold({ root, bytes }: Pick<RealBlob, "root" | "bytes">): boolean {
  const twofold = /winbond83977|vmbus\.relay|chipset\.floppy/;
  return twofold.test(root) || twofold.test(Buffer.from(bytes).toString("latin1"));
}

/** The names of a path alone, as the decoders' traces have them. */
export function namesIn(at: string): string {
  return at
    .replace(/\[[^\]]*\]/g, "")
    .split(".")
    .filter((step) => step !== "value")
    .join(".");
}

export interface Mutant {
  readonly writer: string;
  readonly root: string;
  readonly mutation: string;
  readonly bytes: Uint8Array;
  readonly verdict: { readonly ok: boolean; readonly message?: string; readonly inType?: string; readonly field?: string };
}

/** The damaged blobs. */
export function* mutants(): Generator<Mutant> {
  if (absent) return;
  for (const line of fs.readFileSync(path.join(openvmm, "mutants.jsonl"), "utf8").trim().split("\n")) {
    const { base64, ...rest } = JSON.parse(line);
    yield { ...rest, bytes: new Uint8Array(Buffer.from(base64, "base64")) };
  }
}
