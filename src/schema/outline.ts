import type { Tokens } from "./tokens.ts";

export type DeclarationKind = "message" | "group" | "enum" | "oneof" | "field" | "extend" | "extension" | "value";

/** A declaration as it stands in the text; tokens `[first, last)`, body included. */
export interface Declaration {
  readonly kind: DeclarationKind;
  readonly name: string;
  /** Index of the token of its name. */
  readonly nameToken: number;
  /** Index of the message or enum among whose names it stands, -1 for the file. A oneof's fields stand in its message. */
  readonly owner: number;
  /** The number as written. */
  readonly number?: string;
  readonly first: number;
  last: number;
}

/** A statement other than a declaration: tokens `[first, last)`, its `;` left out. */
export interface Statement {
  readonly word: "syntax" | "edition" | "package" | "import" | "option" | "reserved";
  readonly owner: number;
  readonly first: number;
  readonly last: number;
}

/** What a file declares, and where. Nothing is checked here: a text that does not parse gives some outline too. */
export interface Outline {
  readonly declarations: readonly Declaration[];
  readonly statements: readonly Statement[];
}

interface Scope {
  readonly kind: "file" | "message" | "enum" | "oneof" | "extend";
  /** The declaration that the closing brace ends, -1 for the file. */
  readonly declaration: number;
  readonly owner: number;
}

const statementWords: ReadonlySet<string> = new Set(["syntax", "edition", "package", "import", "option", "reserved"]);
const openers = "([{";
const closers = ")]}";

/** Index of the `;`, `{` or `}` that ends the statement at `from`; one in brackets does not, nor does a brace in an option. */
function statementEnd(texts: readonly string[], from: number): number {
  const option = texts[from] === "option";
  let depth = 0;
  for (let i = from; i < texts.length; i++) {
    const text = texts[i]!;
    if (text.length !== 1) continue;
    if (depth === 0 && (text === ";" || (!option && (text === "{" || text === "}")))) return i;
    if (openers.includes(text)) depth++;
    else if (closers.includes(text) && --depth < 0) return i;
  }
  return texts.length;
}

/** Index behind the brace that closes the one at `from`. */
function blockEnd(texts: readonly string[], from: number): number {
  let depth = 0;
  for (let i = from; i < texts.length; i++) {
    if (texts[i] === "{") depth++;
    else if (texts[i] === "}" && --depth === 0) return i + 1;
  }
  return texts.length;
}

/** Finds the declarations and statements of a file in one pass over its tokens. */
export function outlineOf({ texts }: Tokens): Outline {
  const declarations: Declaration[] = [];
  const statements: Statement[] = [];
  const scopes: Scope[] = [{ kind: "file", declaration: -1, owner: -1 }];

  const declare = (kind: DeclarationKind, owner: number, first: number, nameToken: number, last: number, number?: string): number =>
    declarations.push({ kind, name: texts[nameToken] ?? "", nameToken, owner, first, last, ...(number !== undefined && { number }) }) - 1;

  /** A field, group or enum value: the name stands before the first `=`, the number behind it. */
  const declareNumbered = (scope: Scope, first: number, end: number): number => {
    let equals = first;
    while (equals < end && texts[equals] !== "=") equals++;
    if (equals === first || equals === end) return -1;
    const group = texts[end] === "{" && (texts[first] === "group" || texts[first + 1] === "group");
    const kind = scope.kind === "enum" ? "value" : scope.kind === "extend" ? "extension" : group ? "group" : "field";
    const index = declare(kind, scope.owner, first, equals - 1, end + 1, texts[equals + 1] ?? "");
    if (group) scopes.push({ kind: "message", declaration: index, owner: index });
    return index;
  };

  /** Opens what `{` at `end` opens; the index behind what is done with. */
  const open = (scope: Scope, first: number, end: number): number => {
    const visible = texts[first] === "export" || texts[first] === "local" ? first + 1 : first;
    const word = scope.kind === "file" || scope.kind === "message" ? texts[visible] : undefined;
    if (word === "message" || word === "enum") {
      const index = declare(word, scope.owner, first, visible + 1, end + 1);
      scopes.push({ kind: word, declaration: index, owner: index });
    } else if (word === "oneof") {
      const index = declare("oneof", scope.owner, first, visible + 1, end + 1);
      scopes.push({ kind: "oneof", declaration: index, owner: scope.owner });
    } else if (word === "extend") {
      const index = declare("extend", scope.owner, first, visible + 1, end + 1);
      scopes.push({ kind: "extend", declaration: index, owner: scope.owner });
    } else {
      const depth = scopes.length;
      const index = word === "service" ? -1 : declareNumbered(scope, first, end);
      if (scopes.length > depth) return end + 1;
      const behind = blockEnd(texts, end);
      if (index >= 0) declarations[index]!.last = behind;
      return behind;
    }
    return end + 1;
  };

  for (let i = 0; i < texts.length; ) {
    const scope = scopes[scopes.length - 1]!;
    const word = texts[i]!;
    if (word === ";") i++;
    else if (word === "}") {
      i++;
      if (scopes.length > 1) scopes.pop();
      if (scope.declaration >= 0) declarations[scope.declaration]!.last = i;
    } else {
      const end = statementEnd(texts, i);
      const stated = statementWords.has(word) && texts[end] !== "{";
      if (stated) statements.push({ word: word as Statement["word"], owner: scope.owner, first: i, last: end });
      else if (texts[end] === "{") {
        i = open(scope, i, end);
        continue;
      } else if (word !== "extensions") declareNumbered(scope, i, end);
      i = texts[end] === ";" ? end + 1 : Math.max(end, i + 1);
    }
  }
  return { declarations, statements };
}

/** Name of a declaration inside its package, with the names of the messages around it: `Outer.Inner.field`. */
export function pathOf(outline: Outline, declaration: Declaration): string {
  const names = [declaration.name];
  for (let at = declaration.owner; at >= 0; at = outline.declarations[at]!.owner) names.push(outline.declarations[at]!.name);
  return names.reverse().join(".");
}

/** The number that a token of a `.proto` spells (decimal, `0x1f`, `017`, negative), or undefined. */
export function integerOf(token: string | undefined): bigint | undefined {
  const parts = /^(-?)(?:(0[xX][0-9a-fA-F]+)|0([0-7]+)|([1-9][0-9]*|0))$/.exec(token ?? "");
  if (!parts) return undefined;
  const size = BigInt(parts[2] ?? (parts[3] ? `0o${parts[3]}` : (parts[4] ?? "0")));
  return parts[1] ? -size : size;
}
