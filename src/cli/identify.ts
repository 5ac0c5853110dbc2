import { styleText } from "node:util";
import { counted } from "../base/index.ts";
import { type Identification, identify, type RootScore } from "../identify/index.ts";
import type { ShowOptions } from "./args.ts";
import type { OpenedBlob } from "./open-blobs.ts";
import type { Output } from "./output.ts";
import type { Registry } from "./schemas.ts";

/** Roots that are named. */
const MOST_ROOTS = 20;

/** The best of each name, so that one type in five releases is one root. */
function byName(roots: readonly RootScore[]): RootScore[] {
  const seen = new Set<string>();
  return roots.filter(({ type }) => !seen.has(type.typeName) && seen.add(type.typeName)).slice(0, MOST_ROOTS);
}

function printJson(found: Identification, container: string, file: string | undefined, out: Output): void {
  const roots = byName(found.roots).map(({ type, set, score, evidence }) => ({
    typeName: type.typeName,
    release: set.release,
    score,
    evidence,
  }));
  out.write(`${JSON.stringify({ schemaVersion: 1, ...(file !== undefined && { file }), container, roots, writer: found.writer })}\n`);
}

function printText(found: Identification, name: string, size: number, container: string, color: boolean, out: Output): void {
  const bold = (text: string): string => (color ? styleText("bold", text, { validateStream: false }) : text);
  const { writer } = found;
  out.write(`${bold(name)}  ${counted(size, "byte")}  ${container}\n`);
  for (const { type, set, score, evidence } of byName(found.roots).slice(0, 5))
    out.write(`  ${score.toFixed(3)}  ${type.typeName}  (${set.release}: ${evidence.join(", ")})\n`);
  if (writer.candidates.length === 0)
    out.write(`written by: cannot be told${writer.release === undefined ? "" : `; nearest to ${writer.release}`}\n`);
  else out.write(`written by: ${writer.candidates.join(", ")}${writer.confidence === "sure" ? " (sure)" : ""}\n`);
  for (const sentence of writer.evidence) out.write(`  ${sentence}\n`);
}

/** The roots with the type that the blob's wrapping names before all others. */
function namedFirst(roots: readonly RootScore[], typeName: string | undefined): readonly RootScore[] {
  const isNamed = ({ type }: RootScore): boolean => type.typeName === typeName;
  const named = roots.filter(isNamed).map((root) => ({ ...root, evidence: ["named by the type URL around it", ...root.evidence] }));
  return [...named, ...roots.filter((root) => !isNamed(root))];
}

/** Prints what a blob is and who may have written it. Exit code 0. */
export function identifyOne(blob: OpenedBlob, options: ShowOptions, registry: Registry, color: boolean, out: Output): number {
  const { bytes, container, file, name, typeName } = blob;
  const sets = registry.names.map((release) => registry.set(release));
  const identified = identify(bytes, sets);
  const found = { ...identified, roots: namedFirst(identified.roots, typeName) };
  if (options.json) printJson(found, container, file, out);
  else printText(found, file ?? name, bytes.length, container, color, out);
  return 0;
}
