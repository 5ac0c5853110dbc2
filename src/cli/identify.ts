import { styleText } from "node:util";
import { counted, visible } from "../base/index.ts";
import { type Identification, identify, type RootScore } from "../identify/index.ts";
import { findType } from "../schema/index.ts";
import { BLOB_OPTIONS, blobOptions, parseWords, THREADS_OPTION } from "./args.ts";
import { CONTAINER_HELP, type Command, FOUND_HELP, PRINT_HELP, THREADS_HELP } from "./command.ts";
import { Failure } from "./failure.ts";
import type { Output } from "./output.ts";
import { type Act, overBlobs } from "./over-blobs.ts";

const OPTIONS = { ...BLOB_OPTIONS, ...THREADS_OPTION } as const;

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
  out.write(`${bold(visible(name))}  ${counted(size, "byte")}  ${container}\n`);
  for (const { type, set, score, evidence } of byName(found.roots).slice(0, 5))
    out.write(`  ${score.toFixed(3)}  ${type.typeName}  (${set.release}: ${evidence.join(", ")})\n`);
  if (writer.candidates.length === 0)
    out.write(`written by: cannot be told${writer.release === undefined ? "" : `; nearest to ${writer.release}`}\n`);
  else out.write(`written by: ${writer.candidates.join(", ")}${writer.confidence === "sure" ? " (sure)" : ""}\n`);
  for (const sentence of writer.evidence) out.write(`  ${sentence}\n`);
}

/** The roots with the one that is named before all others, and by whom it is. */
function namedFirst(roots: readonly RootScore[], typeName: string | undefined, by: string): readonly RootScore[] {
  const isNamed = ({ type }: RootScore): boolean => type.typeName === typeName;
  const named = roots.filter(isNamed).map((root) => ({ ...root, evidence: [by, ...root.evidence] }));
  return [...named, ...roots.filter((root) => !isNamed(root))];
}

/** `savestate identify`: what a blob is and who may have written it. */
export const identifyCommand: Command = {
  usage: "BLOB...",
  summary: "container, root candidates and likely writer, with the evidence",
  help: `${FOUND_HELP}${THREADS_HELP}${CONTAINER_HELP}${PRINT_HELP}
BLOB is a file, - for standard input, or a folder or zip for all blobs in it, one document each.
Exit: 0 done, 2 could not do it.
`,
  run(words) {
    const options = blobOptions(parseWords(words, OPTIONS));
    const act: Act = ({ bytes, container, file, name, typeName, job }, registry, out) => {
      const sets = registry.names.map((release) => registry.set(release));
      const root = (job.root ?? typeName)?.replace(/^\./, "");
      if (root !== undefined && !sets.some((set) => findType(set, root)))
        throw new Failure("unknown-root", `no release has a message type ${root}`);
      const identified = identify(bytes, sets, root);
      const by = job.root === undefined ? "named by the type URL around it" : "given";
      const found = { ...identified, roots: namedFirst(identified.roots, root, by) };
      if (options.json) printJson(found, container, file, out);
      else printText(found, file ?? name, bytes.length, container, options.color, out);
      return 0;
    };
    return overBlobs(options, act, { spread: { command: "identify", words } });
  },
};
