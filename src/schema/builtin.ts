import protobuf from "protobufjs";
import descriptorJson from "protobufjs/google/protobuf/descriptor.json" with { type: "json" };
import { declarationsOf } from "./declare.ts";
import { OPTIONS_PROTO } from "./options-proto.ts";
import { type ParsedFile, parseFile } from "./parse-file.ts";
import { WELL_KNOWN } from "./well-known.ts";

/** Import path of the file that declares the exact facts. */
export const OPTIONS_PATH = "savestate/options.proto";
const DESCRIPTOR = "google/protobuf/descriptor.proto";

const parsed = new Map<string, ParsedFile>();

/** Import paths of the files that the product brings along. */
const BUILTIN_PATHS: readonly string[] = [...WELL_KNOWN.keys(), DESCRIPTOR, OPTIONS_PATH];

/** The built-in file that a path means: its import path, also below other folders. */
export function builtinPathOf(path: string): string | undefined {
  return BUILTIN_PATHS.find((builtin) => path === builtin || path.endsWith(`/${builtin}`));
}

/** A built-in file, parsed once for all sets. */
function builtinFile(path: string): ParsedFile {
  let file = parsed.get(path);
  if (!file) {
    file =
      path === DESCRIPTOR ? descriptorFile() : parseFile({ path, text: path === OPTIONS_PATH ? OPTIONS_PROTO : WELL_KNOWN.get(path)! });
    parsed.set(path, file);
  }
  return file;
}

/** The built-in files of a set: the well-known types, which an `Any` can name without an import, and what its files import. */
export function builtinFilesFor(imported: ReadonlySet<string>): readonly ParsedFile[] {
  return BUILTIN_PATHS.filter((path) => WELL_KNOWN.has(path) || imported.has(path)).map(builtinFile);
}

/** `descriptor.proto` from the tree that protobufjs carries; its names are in camel case there. */
function descriptorFile(): ParsedFile {
  const tree = new protobuf.Root();
  tree.addJSON(descriptorJson.nested as Parameters<protobuf.Root["addJSON"]>[0]);
  const { messages, enums } = declarationsOf(tree, "proto2");
  return {
    path: DESCRIPTOR,
    packageName: "google.protobuf",
    imports: [],
    findings: [],
    enums,
    messages: messages.map((message) => ({
      ...message,
      fields: message.fields.map((field) => ({ ...field, name: field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) })),
    })),
  };
}
