import type { StatedOption } from "./declare.ts";
import { type Declaration, type Outline, pathOf, type Statement } from "./outline.ts";
import { type Place, type Places, type Tokens, tokenEnd } from "./tokens.ts";

/** Where the declarations of one file stand, by full name. Borrows text, tokens and outline. */
export class Sites {
  readonly #text: string;
  readonly #tokens: Tokens;
  readonly #places: Places;
  readonly #package: string;
  readonly #byName = new Map<string, Declaration>();
  readonly #options = new Map<Declaration, Statement[]>();

  constructor(text: string, tokens: Tokens, outline: Outline, places: Places, packageName: string) {
    this.#text = text;
    this.#tokens = tokens;
    this.#places = places;
    this.#package = packageName;
    for (const one of outline.declarations) {
      const name = packageName ? `${packageName}.${pathOf(outline, one)}` : pathOf(outline, one);
      if (!this.#byName.has(name)) this.#byName.set(name, one);
      if (one.kind !== "group") continue;
      // A group declares a type and a field; the parser begins the type with a capital and the field without.
      const cut = name.length - one.name.length;
      for (const first of [one.name.charAt(0).toLowerCase(), one.name.charAt(0).toUpperCase()])
        this.#byName.set(name.slice(0, cut) + first + one.name.slice(1), one);
    }
    for (const statement of outline.statements) {
      const owner = outline.declarations[statement.owner];
      if (statement.word !== "option" || !owner) continue;
      const of = this.#options.get(owner);
      if (of) of.push(statement);
      else this.#options.set(owner, [statement]);
    }
  }

  /** Line and column of the name of a declaration. */
  at(name: string): Place | undefined {
    const one = this.#byName.get(name);
    return one && this.#places.at(this.#tokens.starts[one.nameToken]!);
  }

  /** The text of a `//` comment behind a declaration, on its line; "" when there is none. */
  lineComment(name: string): string {
    const one = this.#byName.get(name);
    if (!one) return "";
    const from = tokenEnd(this.#tokens, Math.min(one.last, this.#tokens.texts.length) - 1);
    const end = this.#text.indexOf("\n", from);
    const rest = this.#text.slice(from, end < 0 ? undefined : end);
    return /^[ \t]*\/\/\s*(.*)$/.exec(rest.trimEnd())?.[1] ?? "";
  }

  /** The token of a field's `default`, with a sign that stands apart from it. */
  defaultToken(name: string): string | undefined {
    const one = this.#byName.get(name);
    if (!one) return undefined;
    const { texts } = this.#tokens;
    for (let i = one.first; i + 2 < one.last; i++)
      if (texts[i] === "default" && texts[i + 1] === "=") return texts[i + 2] === "-" ? `-${texts[i + 3]}` : texts[i + 2];
    return undefined;
  }

  /** The `(savestate.…)` options among those of a declaration, each with its place. Other options are left out. */
  stated(name: string, options: Readonly<Record<string, unknown>> | undefined): readonly StatedOption[] {
    const stated: StatedOption[] = [];
    for (const [key, value] of Object.entries(options ?? {})) {
      const option = this.#savestateName(key);
      if (option !== undefined) stated.push({ name: option, value, ...this.#placeOf(name, option) });
    }
    return stated;
  }

  /** The parser gives option names as written: `(savestate.bits)`, `(.savestate.bits)`, and `(bits)` inside the package. */
  #savestateName(key: string): string | undefined {
    const parts = /^\((\.?savestate\.)?([A-Za-z_]\w*)\)$/.exec(key);
    if (!parts) return undefined;
    return parts[1] || /^savestate(\.|$)/.test(this.#package) ? parts[2] : undefined;
  }

  #placeOf(name: string, option: string): Place | undefined {
    const one = this.#byName.get(name);
    if (!one) return undefined;
    const { texts, starts } = this.#tokens;
    const isMessage = one.kind === "message" || one.kind === "group";
    const ranges = isMessage ? (this.#options.get(one) ?? []) : [one];
    for (const { first, last } of ranges) {
      for (let i = first; i < last; i++) {
        const text = texts[i]!;
        if (texts[i - 1] === "(" && (text === option || text.endsWith(`savestate.${option}`))) return this.#places.at(starts[i]! - 1);
      }
    }
    return this.at(name);
  }
}
