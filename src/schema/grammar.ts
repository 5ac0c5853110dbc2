import { Cursor, Fault } from "./cursor.ts";
import { numberOf, textOfBytes } from "./literals.ts";
import type { Declaration, DeclarationKind, FieldParts, ImportStatement, NumberRange, Option, OptionValue, Outline } from "./outline.ts";
import { LARGEST_ENUM_NUMBER, LARGEST_NUMBER } from "./repair.ts";

/** How deep declarations may be in one another; protoc allows 32 levels. */
const DEEPEST = 100;

const editions: ReadonlySet<string> = new Set(["2023", "2024", "2026"]);
/** Those in which a type can be marked `export` or `local`. */
const markingEditions: ReadonlySet<string> = new Set(["2024", "2026"]);
const labels: ReadonlySet<string> = new Set(["optional", "required", "repeated"]);
const keyTypes = /^(?:u?int|sint|s?fixed)(?:32|64)$|^bool$|^string$/;
const number = /^\.?\d/;

/** Where a declaration stands. */
interface Scope {
  readonly owner: number;
  readonly within: number;
  readonly depth: number;
}

const TOP: Scope = { owner: -1, within: -1, depth: 0 };

/** Reads what a file says from its tokens, as protoc does; throws a `Fault` where it says nothing. Cost: linear. */
export function outlineOf(texts: readonly string[]): Outline {
  return new Grammar(texts).file();
}

class Grammar {
  readonly #cursor: Cursor;
  readonly #declarations: Declaration[] = [];
  readonly #imports: ImportStatement[] = [];
  readonly #options: Option[] = [];
  #edition = "proto2";
  #packageName = "";

  constructor(texts: readonly string[]) {
    this.#cursor = new Cursor(texts);
  }

  file(): Outline {
    const cursor = this.#cursor;
    const word = cursor.peek();
    if (word === "syntax" || word === "edition") this.#syntax(word);
    while (!cursor.isAtEnd) this.#topLevel();
    return {
      edition: this.#edition,
      packageName: this.#packageName,
      imports: this.#imports,
      options: this.#options,
      declarations: this.#declarations,
    };
  }

  #syntax(word: "syntax" | "edition"): void {
    const cursor = this.#cursor;
    cursor.at++;
    cursor.expect("=");
    const token = cursor.at;
    const value = textOfBytes(cursor.string());
    const isKnown = word === "syntax" ? value === "proto2" || value === "proto3" : editions.has(value);
    const known = "proto2, proto3 and the editions 2023, 2024 and 2026 are";
    if (!isKnown) throw new Fault(token, `${word} "${value}" is not supported, ${known}`, "unsupported");
    this.#edition = value;
    cursor.expect(";");
  }

  #topLevel(): void {
    const cursor = this.#cursor;
    if (cursor.skip(";") || this.#type(TOP)) return;
    const first = cursor.at;
    if (cursor.skip("option")) this.#options.push(this.#optionStatement());
    else if (cursor.skip("import")) this.#import();
    else if (cursor.skip("package")) {
      if (this.#packageName !== "") cursor.failAt(first, "the file names its package a second time");
      this.#packageName = cursor.dottedName("name");
      cursor.expect(";");
    } else if (cursor.skip("service")) this.#service();
    else cursor.notExpected();
  }

  #import(): void {
    const cursor = this.#cursor;
    const isForOptions = cursor.skip("option");
    const isPublic = !isForOptions && cursor.skip("public");
    if (!isForOptions && !isPublic) cursor.skip("weak");
    const token = cursor.at;
    const path = textOfBytes(cursor.string());
    if (!isForOptions) this.#imports.push({ path, isPublic, token });
    cursor.expect(";");
  }

  /** A message, an enum or an extend, when one begins here. */
  #type(scope: Scope): boolean {
    const cursor = this.#cursor;
    const first = cursor.at;
    const isMarked = markingEditions.has(this.#edition) && /^(?:export|local)$/.test(cursor.peek());
    if (isMarked && /^(?:message|enum)$/.test(cursor.peek(1))) cursor.at++;
    if (cursor.skip("message")) {
      const index = this.#declare("message", cursor.name("type name"), first, scope);
      this.#message(index, scope.depth);
    } else if (cursor.skip("enum")) this.#enum(this.#declare("enum", cursor.name(), first, scope));
    else if (cursor.skip("extend")) this.#extend(first, scope);
    else return false;
    return true;
  }

  /** Adds a declaration whose name has just been read; what ends it is the next token, until more of it is read. */
  #declare(kind: DeclarationKind, name: string, first: number, { owner, within }: Scope, nameToken = this.#cursor.at - 1): number {
    const end = this.#cursor.at;
    return this.#declarations.push({ kind, name, nameToken, owner, within, first, end, options: [], reserved: [] }) - 1;
  }

  /** The body of a message or group. */
  #message(index: number, depth: number): void {
    const cursor = this.#cursor;
    if (depth > DEEPEST) cursor.failAt(cursor.at, "declarations are nested too deep");
    const declaration = this.#declarations[index]!;
    declaration.end = cursor.at;
    cursor.expect("{");
    const scope: Scope = { owner: index, within: index, depth: depth + 1 };
    while (!cursor.skip("}")) {
      if (cursor.skip(";") || this.#type(scope)) continue;
      if (cursor.skip("option")) declaration.options.push(this.#optionStatement());
      else if (cursor.skip("oneof")) this.#oneof(scope);
      else if (cursor.skip("extensions")) this.#ranges([], LARGEST_NUMBER, false);
      else if (cursor.skip("reserved")) this.#ranges(declaration.reserved, LARGEST_NUMBER, false);
      else this.#field("field", scope, true);
    }
  }

  #oneof(scope: Scope): void {
    const cursor = this.#cursor;
    const first = cursor.at - 1;
    const index = this.#declare("oneof", cursor.name(), first, scope);
    cursor.expect("{");
    const inside: Scope = { ...scope, within: index };
    while (!cursor.skip("}")) {
      if (cursor.skip("option")) this.#declarations[index]!.options.push(this.#optionStatement());
      else this.#field("field", inside, false);
    }
  }

  #extend(first: number, scope: Scope): void {
    const cursor = this.#cursor;
    const nameToken = cursor.at;
    const within = this.#declare("extend", cursor.typeName(), first, scope, nameToken);
    cursor.expect("{");
    while (!cursor.skip("}")) this.#field("extension", { ...scope, within }, true);
  }

  #field(kind: "field" | "extension", scope: Scope, isLabelled: boolean): void {
    const cursor = this.#cursor;
    const first = cursor.at;
    const isMap = (): boolean => cursor.peek() === "map" && cursor.peek(1) === "<";
    const label = isLabelled ? this.#label(isMap()) : "";
    if (isMap()) {
      if (label !== "" || kind === "extension" || !isLabelled) cursor.notExpected();
      this.#map(first, scope);
    } else if (cursor.peek() === "group" && this.#edition.startsWith("proto")) this.#group(kind, label, first, scope);
    else {
      if (!cursor.isAtWord && cursor.peek() !== ".") cursor.notExpected();
      const typeRef = cursor.typeName();
      this.#numbered(kind, { label, typeRef }, first, scope);
    }
  }

  #label(isMap: boolean): FieldParts["label"] {
    const cursor = this.#cursor;
    const word = cursor.peek();
    const isOld = this.#edition === "proto2";
    if (!labels.has(word)) {
      if (isOld && !isMap && cursor.isAtWord) cursor.failAt(cursor.at, `"optional", "required" or "repeated" expected`, true);
      return "";
    }
    if (!isOld && word !== "repeated" && (word === "required" || this.#edition !== "proto3")) cursor.notExpected();
    cursor.at++;
    return word as FieldParts["label"];
  }

  #map(first: number, scope: Scope): void {
    const cursor = this.#cursor;
    cursor.at += 2;
    if (!keyTypes.test(cursor.peek())) cursor.notValid("type");
    const mapKey = cursor.name();
    cursor.expect(",");
    const typeRef = cursor.typeName();
    cursor.expect(">");
    this.#numbered("field", { label: "", typeRef, mapKey }, first, scope);
  }

  /** The rest of a field: its name, number, options and end. */
  #numbered(kind: DeclarationKind, field: FieldParts | undefined, first: number, scope: Scope): void {
    const cursor = this.#cursor;
    const nameToken = cursor.at;
    const name = cursor.name();
    cursor.expect("=");
    const value = cursor.integer(kind === "value");
    const options = this.#inlineOptions();
    const { owner, within } = scope;
    const end = cursor.at;
    this.#declarations.push({ kind, name, nameToken, owner, within, number: value, field, first, end, options, reserved: [] });
    cursor.expect(";");
  }

  /** A group; one in an `extend` declares a message beside the extension. */
  #group(kind: "field" | "extension", label: FieldParts["label"], first: number, scope: Scope): void {
    const cursor = this.#cursor;
    cursor.at++;
    const nameToken = cursor.at;
    const name = cursor.name();
    if (!/^[A-Z]/.test(name)) cursor.failAt(nameToken, `the name of a group begins with a capital letter, "${name}" does not`);
    cursor.expect("=");
    const value = cursor.integer();
    const options = this.#inlineOptions();
    const { owner, within, depth } = scope;
    const place = { nameToken, owner, within, first, end: cursor.at, reserved: [] };
    const given = { name, number: value, field: { label, typeRef: name }, options };
    if (kind === "extension") {
      this.#declarations.push({ ...place, ...given, kind, name: name.toLowerCase() });
      const type: Declaration = { ...place, kind: "message", name, within: owner, options: [], reserved: [] };
      this.#message(this.#declarations.push(type) - 1, depth);
    } else this.#message(this.#declarations.push({ ...place, ...given, kind: "group" }) - 1, depth);
  }

  #enum(index: number): void {
    const cursor = this.#cursor;
    const { options, reserved } = this.#declarations[index]!;
    const scope: Scope = { owner: index, within: index, depth: 0 };
    cursor.expect("{");
    while (!cursor.skip("}")) {
      if (cursor.skip(";")) continue;
      if (cursor.skip("option")) options.push(this.#optionStatement());
      else if (cursor.skip("reserved")) this.#ranges(reserved, LARGEST_ENUM_NUMBER, true);
      else this.#numbered("value", undefined, cursor.at, scope);
    }
  }

  /** Numbers, ranges of them or names, behind `reserved` or `extensions`. */
  #ranges(into: (NumberRange | string)[], largest: number, isSigned: boolean): void {
    const cursor = this.#cursor;
    do {
      if (cursor.isAtString) into.push(textOfBytes(cursor.string()));
      else if (cursor.isAtWord && editions.has(this.#edition)) into.push(cursor.name());
      else {
        const from = cursor.integer(isSigned);
        const isRange = cursor.skip("to");
        into.push({ from, to: !isRange ? from : cursor.skip("max") ? largest : cursor.integer(isSigned) });
      }
    } while (cursor.skip(","));
    this.#inlineOptions();
    cursor.expect(";");
  }

  #inlineOptions(): Option[] {
    const options: Option[] = [];
    if (!this.#cursor.skip("[")) return options;
    do options.push(this.#option());
    while (this.#cursor.skip(","));
    this.#cursor.expect("]");
    return options;
  }

  #optionStatement(): Option {
    const option = this.#option();
    this.#cursor.expect(";");
    return option;
  }

  #option(): Option {
    const cursor = this.#cursor;
    const token = cursor.at;
    let name = "";
    do {
      if (name !== "") name += ".";
      if (cursor.skip("(")) {
        name += `(${cursor.typeName()})`;
        cursor.expect(")");
      } else name += cursor.name();
    } while (cursor.skip("."));
    cursor.expect("=");
    return { name, value: this.#value(), token };
  }

  #value(): OptionValue {
    const cursor = this.#cursor;
    const from = cursor.at;
    if (cursor.isAtString) return { kind: "string", bytes: cursor.string() };
    if (cursor.peek() === "{") {
      cursor.block();
      return { kind: "aggregate", from, to: cursor.at };
    }
    const sign = cursor.skip("-") ? "-" : "";
    const text = cursor.peek();
    const kind = number.test(text) ? "number" : "word";
    const isWord = sign === "" ? cursor.isAtWord : text === "inf" || text === "nan";
    if (kind === "word" ? !isWord : numberOf(text) === undefined) cursor.notValid("value");
    cursor.at++;
    return { kind, text: sign + text };
  }

  /** Services are gone over: no blob holds one. */
  #service(): void {
    const cursor = this.#cursor;
    cursor.name("service name");
    cursor.expect("{");
    while (!cursor.skip("}")) {
      if (cursor.skip(";")) continue;
      if (cursor.skip("option")) this.#optionStatement();
      else this.#method();
    }
  }

  #method(): void {
    const cursor = this.#cursor;
    const argument = (): void => {
      cursor.expect("(");
      cursor.skip("stream");
      cursor.typeName();
      cursor.expect(")");
    };
    cursor.expect("rpc");
    cursor.name();
    argument();
    cursor.expect("returns");
    argument();
    if (cursor.skip(";")) return;
    cursor.expect("{");
    while (!cursor.skip("}")) {
      if (cursor.skip(";")) continue;
      cursor.expect("option");
      this.#optionStatement();
    }
  }
}
