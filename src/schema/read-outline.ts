import { leadingComment, trailingComment } from "./comments.ts";
import { commentOf, type Declarations, type EnumDecl, type FieldDecl, type MessageDecl, type StatedOption } from "./declare.ts";
import { bigintOf, charactersOf, numberOf, textOfBytes } from "./literals.ts";
import { type Declaration, fullNameOf, type Option, type OptionValue, type Outline } from "./outline.ts";
import type { Place, Tokens } from "./tokens.ts";

/** Edition features in force, by name: `field_presence`, `repeated_field_encoding`, `message_encoding`. */
type Features = Readonly<Record<string, string>>;

const defaults: Readonly<Record<string, Features>> = {
  proto2: { field_presence: "EXPLICIT", repeated_field_encoding: "EXPANDED" },
  proto3: { field_presence: "IMPLICIT", repeated_field_encoding: "PACKED" },
};
const editionDefaults: Features = { field_presence: "EXPLICIT", repeated_field_encoding: "PACKED" };

/** A text with all that was found in it. */
export interface ReadText {
  readonly text: string;
  readonly tokens: Tokens;
  readonly outline: Outline;
  /** Where a token stands. */
  readonly placeOf: (token: number) => Place;
}

/** Makes plain declarations of those of an outline that are `kept`. Cost: linear. */
export function declarationsOf(read: ReadText, kept: readonly Declaration[]): Declarations {
  return new Reader(read).run(kept);
}

class Reader {
  readonly #read: ReadText;
  readonly #texts: readonly string[];
  readonly #declarations: readonly Declaration[];
  readonly #inSavestate: boolean;
  readonly #fileFeatures: Features;
  /** By the declaration's index. */
  readonly #features = new Map<number, Features>();

  constructor(read: ReadText) {
    this.#read = read;
    const { edition, packageName, options, declarations } = read.outline;
    this.#texts = read.tokens.texts;
    this.#declarations = declarations;
    this.#inSavestate = /^savestate(\.|$)/.test(packageName);
    this.#fileFeatures = this.#below(defaults[edition] ?? editionDefaults, options);
  }

  run(kept: readonly Declaration[]): Declarations {
    const members = new Map<number, Declaration[]>();
    for (const one of kept) {
      const known = members.get(one.owner);
      if (known) known.push(one);
      else members.set(one.owner, [one]);
    }
    const messages: MessageDecl[] = [];
    const enums: EnumDecl[] = [];
    const indexes = new Map(this.#declarations.map((one, index) => [one, index]));
    for (const one of kept) {
      const own = members.get(indexes.get(one)!) ?? [];
      if (one.kind === "message" || one.kind === "group") messages.push(this.#message(one, own));
      else if (one.kind === "enum") enums.push(this.#enum(one, own));
    }
    return { messages, enums };
  }

  #message(one: Declaration, members: readonly Declaration[]): MessageDecl {
    const fields = members.filter(({ kind }) => kind === "field" || kind === "group");
    return {
      ...this.#typed(one),
      name: one.name,
      fields: fields.map((field) => this.#field(field)),
      oneofs: members.filter(({ kind }) => kind === "oneof").map(({ name }) => name),
      reserved: one.reserved.filter((range) => typeof range !== "string"),
      reservedNames: one.reserved.filter((range) => typeof range === "string"),
      // What stands behind the number of a group is about its field.
      stated: this.#stated(one.options),
    };
  }

  #enum(one: Declaration, members: readonly Declaration[]): EnumDecl {
    const values = members.filter(({ kind }) => kind === "value");
    return {
      ...this.#typed(one),
      values: values.map((value) => ({ name: value.name, number: value.number!, comment: this.#comment(value) })),
    };
  }

  #typed(one: Declaration): { typeName: string; outer?: string; comment: string; line: number; column: number } {
    const { outline, placeOf } = this.#read;
    const outer = this.#declarations[one.owner];
    return {
      typeName: fullNameOf(outline, one),
      ...(outer && { outer: fullNameOf(outline, outer) }),
      comment: this.#comment(one),
      ...placeOf(one.nameToken),
    };
  }

  #field(one: Declaration): FieldDecl {
    const { label, typeRef, mapKey } = one.field!;
    const around = this.#declarations[one.within];
    const oneof = around?.kind === "oneof" ? around.name : undefined;
    const features = this.#below(this.#featuresIn(one.within), one.options);
    const isGroup = one.kind === "group";
    const packed = wordOf(one.options, "packed");
    const declaredDefault = defaultOf(typeRef, last(one.options, "default")?.value);
    return {
      // A group's field has the group's name in lower case.
      name: isGroup ? one.name.toLowerCase() : one.name,
      number: one.number!,
      label,
      typeRef,
      ...(mapKey !== undefined && { mapKey }),
      group: isGroup,
      ...(oneof !== undefined && { oneof }),
      packed: packed === "true" || (packed !== "false" && features.repeated_field_encoding === "PACKED"),
      delimited: isGroup || features.message_encoding === "DELIMITED",
      explicit: label === "optional" || oneof !== undefined || features.field_presence === "EXPLICIT",
      required: label === "required" || features.field_presence === "LEGACY_REQUIRED",
      ...(declaredDefault !== undefined && { declaredDefault }),
      stated: this.#stated(one.options),
      comment: this.#comment(one),
      ...this.#read.placeOf(one.nameToken),
    };
  }

  #comment(one: Declaration): string {
    const { text, tokens } = this.#read;
    return commentOf(leadingComment(text, tokens, one.first), trailingComment(text, tokens, one.end));
  }

  /** The features in force inside a declaration. */
  #featuresIn(index: number): Features {
    const one = this.#declarations[index];
    if (!one) return this.#fileFeatures;
    const known = this.#features.get(index);
    if (known) return known;
    const features = this.#below(this.#featuresIn(one.within), one.options);
    this.#features.set(index, features);
    return features;
  }

  #below(inherited: Features, options: readonly Option[]): Features {
    const own: Record<string, string> = {};
    for (const { name, value } of options) {
      if (name.startsWith("features.") && value.kind === "word") own[name.slice("features.".length)] = value.text;
      else if (name === "features" && value.kind === "aggregate")
        for (let i = value.from + 1; i + 2 < value.to; i++) if (this.#texts[i + 1] === ":") own[this.#texts[i]!] = this.#texts[i + 2]!;
    }
    return Object.keys(own).length > 0 ? { ...inherited, ...own } : inherited;
  }

  /** The `(savestate.…)` options, each with its place; of one that is stated twice the last. Other options are left out. */
  #stated(options: readonly Option[]): readonly StatedOption[] {
    const stated = new Map<string, StatedOption>();
    for (const { name: written, value, token } of options) {
      const name = this.#savestateName(written);
      if (name !== undefined) stated.set(name, { name, value: plain(value), ...this.#read.placeOf(token) });
    }
    return [...stated.values()];
  }

  /** `(savestate.bits)`, `(.savestate.bits)`, and `(bits)` inside the package. */
  #savestateName(written: string): string | undefined {
    const parts = /^\((\.?savestate\.)?([A-Za-z_]\w*)\)$/.exec(written);
    return parts && (parts[1] || this.#inSavestate) ? parts[2] : undefined;
  }
}

function last(options: readonly Option[], name: string): Option | undefined {
  return options.findLast((option) => option.name === name);
}

function wordOf(options: readonly Option[], name: string): string | undefined {
  const value = last(options, name)?.value;
  return value?.kind === "word" ? value.text : undefined;
}

/** A value as the language has it. */
function plain(value: OptionValue): string | number | boolean {
  if (value.kind === "string") return textOfBytes(value.bytes);
  if (value.kind === "aggregate") return "{…}";
  if (value.kind === "number") return numberOf(value.text) ?? value.text;
  return value.text === "true" || (value.text === "false" ? false : value.text);
}

const specials: Readonly<Record<string, number>> = { inf: Infinity, "-inf": -Infinity, nan: Number.NaN, "-nan": Number.NaN };

/** A default as the model has it; what is no value of the type is given as it stands, to be reported as such. */
function defaultOf(type: string, value: OptionValue | undefined): string | number | boolean | undefined {
  if (!value) return undefined;
  if (value.kind === "string") return type === "bytes" ? charactersOf(value.bytes) : textOfBytes(value.bytes);
  if (value.kind === "number" && /(?:32|64)$/.test(type)) {
    const integer = bigintOf(value.text);
    if (integer === undefined) return value.text;
    return type.endsWith("64") ? integer.toString() : Number(integer);
  }
  if (value.kind === "word" && (type === "double" || type === "float")) return specials[value.text] ?? value.text;
  return plain(value);
}
