import type { EnumType, Field, MessageType, SchemaSet, TypeId } from "./model.ts";

/**
 * The declaration of a field as one line of `.proto` text, with the options that the model knows: the default and the exact
 * facts. A group's body is left out.
 */
export function describeField(field: Field): string {
  return fieldLine(field, []);
}

function fieldLine(field: Field, moreOptions: readonly string[]): string {
  const options: string[] = [...moreOptions];
  if (field.declaredDefault !== undefined) options.push(`default = ${defaultText(field)}`);
  for (const [name, value] of Object.entries(field.facts)) options.push(`(savestate.${name}) = ${value}`);
  const named = isGroup(field) ? field.typeText : `${field.typeText} ${field.name}`;
  return `${named} = ${field.number}${options.length > 0 ? ` [${options.join(", ")}]` : ""};`;
}

/** A proto2 group, whose field and type are one declaration; not a delimited message field of an edition. */
export function isGroup(field: Field): boolean {
  return /(^| )group /.test(field.typeText);
}

/** All that the parser knows; other characters stand for themselves. */
const escapes: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

function defaultText({ type, declaredDefault: value }: Field): string {
  const scalar = type.kind === "scalar" ? type.scalar : "";
  if (typeof value === "number") return numberText(value, scalar === "float");
  if (scalar !== "string" && scalar !== "bytes") return String(value);
  return `"${String(value).replace(/["\\\n\r\t\0]/g, (char) => escapes[char]!)}"`;
}

/** A number as a `.proto` spells it; of a float no more digits than tell it from others. */
function numberText(value: number, isFloat: boolean): string {
  if (Object.is(value, -0)) return "-0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  const texts = isFloat ? [6, 7, 8].map((digits) => String(Number(value.toPrecision(digits)))) : [];
  return texts.find((text) => Math.fround(Number(text)) === value) ?? String(value);
}

/** Prints types of one set as lines of `.proto` text. */
export class Describer {
  readonly #set: SchemaSet;
  readonly #moreOptions: (field: Field) => readonly string[];
  readonly #nested = new Map<TypeId, MessageType[]>();
  /** By the full name of the message around them. */
  readonly #enums = new Map<string, EnumType[]>();

  /** `moreOptions` are put in front of a field's own. Cost: linear in the types of the set. */
  constructor(set: SchemaSet, moreOptions: (field: Field) => readonly string[] = () => []) {
    this.#set = set;
    this.#moreOptions = moreOptions;
    const groups = new Set(set.fields.filter(isGroup).map(({ type }) => (type.kind === "group" ? type.typeId : undefined)));
    for (const type of set.types)
      if (type.outer !== undefined && !type.mapEntry && !groups.has(type.id)) addTo(this.#nested, type.outer, type);
    for (const type of set.enums) addTo(this.#enums, scopeOf(type), type);
  }

  /** A whole message as lines, with its comments, nested types and reserved numbers; two spaces a level. */
  message(type: MessageType): string[] {
    return [...commentLines(type.comment), ...block(`message ${type.name}`, this.#body(type))];
  }

  /** An enum as lines, likewise. */
  enum(type: EnumType): string[] {
    const isAliased = type.byNumber.size < type.values.length;
    const body = type.values.flatMap(({ name, number, comment }) => [...commentLines(comment), `${name} = ${number};`]);
    const lines = isAliased ? ["option allow_alias = true;", ...body] : body;
    return [...commentLines(type.comment), ...block(`enum ${type.typeName.slice(type.typeName.lastIndexOf(".") + 1)}`, lines)];
  }

  #body(type: MessageType): string[] {
    const body: string[] = [];
    if (type.exact) body.push("option (savestate.exact) = true;");
    for (const nested of this.#enums.get(type.typeName) ?? []) body.push(...this.enum(nested));
    for (const nested of this.#nested.get(type.id) ?? []) body.push(...this.message(nested));
    if (type.reserved.length > 0) body.push(`reserved ${type.reserved.map(rangeText).join(", ")};`);
    if (type.reservedNames.length > 0) body.push(`reserved ${type.reservedNames.map((name) => JSON.stringify(name)).join(", ")};`);
    let open: string | undefined;
    for (const field of membersTogether(type.fields)) {
      if (field.oneof !== open) {
        if (open !== undefined) body.push("}");
        if (field.oneof !== undefined) body.push(`oneof ${field.oneof} {`);
        open = field.oneof;
      }
      const lines = [...commentLines(field.comment), ...this.#field(field)];
      body.push(...(open === undefined ? lines : lines.map(indented)));
    }
    if (open !== undefined) body.push("}");
    return body;
  }

  #field(field: Field): string[] {
    const line = fieldLine(field, this.#moreOptions(field));
    return isGroup(field) && field.type.kind === "group"
      ? block(line.slice(0, -1), this.#body(this.#set.types[field.type.typeId]!))
      : [line];
  }
}

/** The fields in their order, but each oneof whole at its first member: a descriptor may have its members apart, a text cannot. */
function membersTogether(fields: readonly Field[]): readonly Field[] {
  const groups = new Map<string | Field, Field[]>();
  for (const field of fields) addTo(groups, field.oneof ?? field, field);
  return [...groups.values()].flat();
}

/** The message or package that an enum is declared in. */
export function scopeOf({ typeName }: EnumType): string {
  return typeName.slice(0, Math.max(typeName.lastIndexOf("."), 0));
}

function addTo<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

function block(head: string, body: readonly string[]): string[] {
  return body.length === 0 ? [`${head} {}`] : [`${head} {`, ...body.map(indented), "}"];
}

function indented(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

function commentLines(comment: string): string[] {
  return comment === "" ? [] : comment.split("\n").map((line) => `// ${line}`.trimEnd());
}

function rangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `${from}` : `${from} to ${to >= 536_870_911 ? "max" : to}`;
}
