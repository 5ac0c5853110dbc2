import descriptorJson from "protobufjs/google/protobuf/descriptor.json" with { type: "json" };
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
    const text = path === DESCRIPTOR ? descriptorText() : path === OPTIONS_PATH ? OPTIONS_PROTO : WELL_KNOWN.get(path)!;
    file = parseFile({ path, text });
    parsed.set(path, file);
  }
  return file;
}

/** The built-in files of a set: the well-known types, which an `Any` can name without an import, and what its files import. */
export function builtinFilesFor(imported: ReadonlySet<string>): readonly ParsedFile[] {
  return BUILTIN_PATHS.filter((path) => WELL_KNOWN.has(path) || imported.has(path)).map(builtinFile);
}

/** A message or enum of the tree that protobufjs carries, as far as it is read. */
interface TreeNode {
  readonly fields?: Readonly<Record<string, TreeField>>;
  readonly values?: Readonly<Record<string, number>>;
  readonly nested?: Readonly<Record<string, TreeNode>>;
}

interface TreeField {
  readonly rule?: string;
  readonly type: string;
  readonly id: number;
  readonly options?: { readonly default?: string | boolean; readonly packed?: boolean };
}

/** `descriptor.proto` from that tree, in which names are in camel case. */
function descriptorText(): string {
  const types = descriptorJson.nested.google.nested.protobuf.nested as Readonly<Record<string, TreeNode>>;
  return `package google.protobuf;\n${typesText(types)}`;
}

function typesText(types: Readonly<Record<string, TreeNode>>): string {
  return Object.entries(types)
    .map(([name, { fields, values, nested = {} }]) => {
      if (values)
        return `enum ${name} { ${Object.entries(values)
          .map(([value, number]) => `${value} = ${number};`)
          .join(" ")} }`;
      return `message ${name} { ${Object.entries(fields ?? {})
        .map(fieldText)
        .join(" ")}\n${typesText(nested)} }`;
    })
    .join("\n");
}

function fieldText([name, { rule = "optional", type, id, options = {} }]: [string, TreeField]): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const { default: value, packed } = options;
  const stated = [...(value === undefined ? [] : [`default = ${value}`]), ...(packed === undefined ? [] : [`packed = ${packed}`])];
  return `${rule} ${type} ${snake} = ${id}${stated.length > 0 ? ` [${stated.join(", ")}]` : ""};`;
}
