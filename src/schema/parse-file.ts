import protobuf from "protobufjs";
import { type Declarations, declarationsOf } from "./declare.ts";
import type { SchemaSource } from "./model.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type Finding, leaveOutClashes } from "./repair.ts";
import { Sites } from "./sites.ts";
import { respelled, retokened } from "./spelling.ts";
import { syntaxFinding } from "./syntax-error.ts";
import { Places, type Tokens, tokensOf } from "./tokens.ts";

export interface Import {
  /** As written. */
  readonly path: string;
  /** Who imports this file sees that one too. */
  readonly isPublic: boolean;
  readonly line?: number;
  readonly column?: number;
}

/** What one `.proto` file says, before any other file is looked at. A file that does not parse declares nothing. */
export interface ParsedFile extends Declarations {
  readonly path: string;
  readonly packageName: string;
  readonly imports: readonly Import[];
  readonly findings: readonly Finding[];
}

const editions: ReadonlySet<string> = new Set(["proto2", "proto3", "2023", "2024", "2026"]);

/** Parses one file. Never throws: what is wrong is a finding, and a declaration that clashes is left out alone. */
export function parseFile({ path, text: source }: SchemaSource): ParsedFile {
  const refused = (finding: Finding): ParsedFile => ({
    path,
    packageName: "",
    imports: [],
    messages: [],
    enums: [],
    findings: [finding],
  });
  const places = new Places(source);
  const zero = source.indexOf("\0");
  if (zero >= 0)
    return refused({ code: "not-text", ...places.at(zero), message: "the file is not text: it holds a zero byte; it is left out" });
  const stood = tokensOf(source);
  if (stood.fault) {
    return refused({ code: "syntax", ...places.at(stood.fault.at), message: `${stood.fault.reason}; the file is left out` });
  }
  const text = retokened(source, stood);
  const tokens = text === source ? stood : tokensOf(text);
  const outline = outlineOf(tokens);
  const head = headOf(tokens, outline, places);
  if ("code" in head) return refused(head);
  const repaired = leaveOutClashes(respelled(text, tokens, outline), tokens, outline, places);
  let root: protobuf.Root;
  try {
    root = parsed(repaired.text);
  } catch (error) {
    const failsLike = (cut: string, message: string): boolean => failureOf(cut) === message;
    return refused(syntaxFinding(error, repaired.text, tokensOf(repaired.text), places, failsLike));
  }
  const sites = new Sites(text, tokens, outline, places, head.packageName);
  return {
    path,
    ...head,
    ...declarationsOf(root, head.edition, sites),
    findings: repaired.findings,
  };
}

/** A root of its own for every text, because the parser leaves what it read before an error behind. */
function parsed(text: string): protobuf.Root {
  return protobuf.parse(text, new protobuf.Root(), { keepCase: true, alternateCommentMode: true }).root;
}

function failureOf(text: string): string | undefined {
  try {
    parsed(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Package, edition and imports, which the parser does not give, or not with their places. */
function headOf(
  { texts, starts }: Tokens,
  outline: Outline,
  places: Places,
): { packageName: string; edition: string; imports: readonly Import[] } | Finding {
  let packageName = "";
  let edition = "proto2";
  const imports: Import[] = [];
  for (const { word, owner, first, last } of outline.statements) {
    if (owner >= 0) continue;
    const value = texts[last - 1]!;
    const place = places.at(starts[last - 1]!);
    if (word === "syntax" || word === "edition") {
      edition = value.slice(1, -1);
      if (!editions.has(edition)) {
        const known = "proto2, proto3 and the editions 2023, 2024 and 2026 are";
        return { code: "unsupported", ...place, message: `${word} ${value} is not supported, ${known}; the file is left out` };
      }
    } else if (word === "package") {
      packageName = value;
      if (!value.split(".").includes("__proto__")) continue;
      return { code: "unsupported", ...place, message: `the package name "${value}" cannot be read; the file is left out` };
    } else if (word === "import" && texts[first + 1] !== "option") {
      imports.push({ path: value.slice(1, -1), isPublic: texts[first + 1] === "public", ...place });
    }
  }
  return { packageName, edition, imports };
}
