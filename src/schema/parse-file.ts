import { Fault } from "./cursor.ts";
import type { Declarations } from "./declare.ts";
import { outlineOf } from "./grammar.ts";
import type { SchemaSource } from "./model.ts";
import type { Outline } from "./outline.ts";
import { declarationsOf } from "./read-outline.ts";
import { type Finding, leaveOutClashes } from "./repair.ts";
import { type Place, Places, tokenEnd, tokensOf } from "./tokens.ts";

export interface Import {
  /** As written. */
  readonly path: string;
  /** Who imports the file sees what this brings too. */
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

/** Parses one file. Never throws: what is wrong is a finding, and a declaration that clashes is left out alone. */
export function parseFile({ path, text }: SchemaSource): ParsedFile {
  const places = new Places(text);
  const refused = (code: Finding["code"], at: number, reason: string): ParsedFile => ({
    path,
    packageName: "",
    imports: [],
    messages: [],
    enums: [],
    findings: [{ code, ...places.at(at), message: `${reason}; the file is left out` }],
  });
  const zero = text.indexOf("\0");
  if (zero >= 0) return refused("not-text", zero, "the file is not text: it holds a zero byte");
  const tokens = tokensOf(text);
  if (tokens.fault) return refused("syntax", tokens.fault.at, tokens.fault.reason);
  let outline: Outline;
  try {
    outline = outlineOf(tokens.texts);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { starts } = tokens;
    const at = starts[error.token] ?? (starts.length === 0 ? 0 : tokenEnd(tokens, starts.length - 1));
    return refused(error.code, at, error.message);
  }
  const placeOf = (token: number): Place => places.at(tokens.starts[token]!);
  const { packageName, imports } = outline;
  const { kept, findings } = leaveOutClashes(outline, placeOf);
  return {
    path,
    packageName,
    imports: imports.map((one) => ({ path: one.path, isPublic: one.isPublic, ...placeOf(one.token) })),
    ...declarationsOf({ text, tokens, outline, placeOf }, kept),
    findings,
  };
}
