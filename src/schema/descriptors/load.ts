import { fromBinary } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { counted } from "../../base/index.ts";
import { builtinPathOf, OPTIONS_PATH } from "../builtin.ts";
import { setOfFiles, sourcePath } from "../load.ts";
import type { SchemaProblem, SchemaSet } from "../model.ts";
import type { ParsedFile } from "../parse-file.ts";
import { parsedDescriptor } from "./file.ts";

const HOW_TO = "protoc writes one by --descriptor_set_out=FILE --include_imports --include_source_info";

/**
 * Builds the model of one release from a `FileDescriptorSet`, as `loadSchemaSet` does from the texts it was made of: the same types,
 * fields, exact facts, and comments and lines where the set has them. A type is named in full in `typeText` unless it is nested in the
 * field's own message. Never throws: what is cut, damaged, missing or no descriptor at all is a problem, and everything else loads.
 * Copies what it keeps of the bytes. Cost: linear.
 */
export function setOfDescriptors(release: string, bytes: Uint8Array): SchemaSet {
  const { protos, problems } = readFiles(bytes);
  const files: ParsedFile[] = [];
  const known = new Map<string, Uint8Array>();
  // Without that file the numbers of its options are free for anybody's own.
  const exact = protos.some(({ proto }) => [proto.name, ...proto.dependency].some((path) => builtinPathOf(path) === OPTIONS_PATH));
  for (const { proto, payload } of protos) {
    const path = sourcePath(proto.name);
    if (builtinPathOf(path) !== undefined) continue;
    const twin = known.get(path);
    if (twin === undefined) {
      known.set(path, payload);
      files.push(parsedDescriptor(proto, path, exact));
    } else if (!isEqual(twin, payload)) {
      problems.push({
        code: "duplicate-file",
        file: path,
        message: "the set has two different files of this path; the second is left out",
      });
    }
  }
  const set = setOfFiles(release, files, problems);
  return { ...set, problems: set.problems.map((problem) => (problem.code === "missing-import" ? withHint(problem) : problem)) };
}

interface FileBytes {
  readonly proto: FileDescriptorProto;
  /** Borrowed. */
  readonly payload: Uint8Array;
}

/** Reads the files one by one, so that a set that is cut, or has a damaged file, still gives the others. */
function readFiles(bytes: Uint8Array): { readonly protos: readonly FileBytes[]; readonly problems: SchemaProblem[] } {
  const protos: FileBytes[] = [];
  const problems: SchemaProblem[] = [];
  const reader = new BinaryReader(bytes);
  let count = 0;
  let end: string | undefined;
  while (reader.pos < reader.len && end === undefined) {
    try {
      const [number, wireType] = reader.tag();
      if (number !== 1 || wireType !== WireType.LengthDelimited) {
        reader.skip(wireType, number);
        continue;
      }
      const payload = reader.bytes();
      count++;
      const file = fileOf(payload);
      if ("proto" in file) protos.push(file);
      else problems.push({ code: "not-descriptors", file: "", message: `file ${count} of the set ${file.reason}; it is left out` });
    } catch (error) {
      end = messageOf(error);
    }
  }
  if (protos.length === 0) return { protos, problems: [nothing(bytes.length, end)] };
  if (end !== undefined) {
    const message = `the set is cut or damaged after ${counted(protos.length, "file")} (${end}); the rest is left out`;
    problems.push({ code: "not-descriptors", file: "", message });
  }
  return { protos, problems };
}

function fileOf(payload: Uint8Array): FileBytes | { readonly reason: string } {
  try {
    const proto = fromBinary(FileDescriptorProtoSchema, payload);
    return proto.name === "" ? { reason: "has no name" } : { proto, payload };
  } catch (error) {
    return { reason: `is no file descriptor (${messageOf(error)})` };
  }
}

function nothing(length: number, end: string | undefined): SchemaProblem {
  const reason = length === 0 ? "it has no bytes" : (end ?? "no file descriptor is in it");
  return { code: "not-descriptors", file: "", message: `this is not a FileDescriptorSet: ${reason}; ${HOW_TO}` };
}

function withHint(problem: SchemaProblem): SchemaProblem {
  return { ...problem, message: `${problem.message}; protoc puts imports into the set by --include_imports` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
