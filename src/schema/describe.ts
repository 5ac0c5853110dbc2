import type { EnumType, Field, MessageType, SchemaSet } from "./model.ts";

/**
 * The declaration of a field as one line of `.proto` text, with the options that the model knows: the default and the exact
 * facts. A group's body is left out.
 */
export function describeField(field: Field): string {
  const options: string[] = [];
  if (field.declaredDefault !== undefined) options.push(`default = ${defaultText(field)}`);
  for (const [name, value] of Object.entries(field.facts)) options.push(`(savestate.${name}) = ${value}`);
  const named = isGroup(field) ? field.typeText : `${field.typeText} ${field.name}`;
  return `${named} = ${field.number}${options.length > 0 ? ` [${options.join(", ")}]` : ""};`;
}

/** A proto2 group, whose field and type are one declaration; not a delimited message field of an edition. */
function isGroup(field: Field): boolean {
  return /(^| )group /.test(field.typeText);
}

function defaultText(field: Field): string {
  const value = field.declaredDefault!;
  const quoted = field.type.kind === "scalar" && (field.type.scalar === "string" || field.type.scalar === "bytes");
  if (quoted) return JSON.stringify(value);
  return typeof value === "number" && !Number.isInteger(value)
    ? String(value).replace("Infinity", "inf").replace("NaN", "nan")
    : String(value);
}

/**
 * A whole message as `.proto` text, with its comments, nested types and reserved numbers; two spaces a level, no line end at the
 * end. Cost: linear in the types of the set for each message printed.
 */
export function describeType(set: SchemaSet, type: MessageType): string {
  return messageLines(set, type).join("\n");
}

function messageLines(set: SchemaSet, type: MessageType): string[] {
  return [...commentLines(type.comment), ...block(`message ${type.name}`, bodyLines(set, type))];
}

function bodyLines(set: SchemaSet, type: MessageType): string[] {
  const body: string[] = [];
  const groups = new Set(type.fields.filter(isGroup).map(({ type: of }) => (of.kind === "group" ? of.typeId : undefined)));
  if (type.exact) body.push("option (savestate.exact) = true;");
  for (const nested of set.enums) if (nested.typeName === `${type.typeName}.${shortName(nested)}`) body.push(...enumLines(nested));
  for (const nested of set.types)
    if (nested.outer === type.id && !nested.mapEntry && !groups.has(nested.id)) body.push(...messageLines(set, nested));
  if (type.reserved.length > 0) body.push(`reserved ${type.reserved.map(rangeText).join(", ")};`);
  if (type.reservedNames.length > 0) body.push(`reserved ${type.reservedNames.map((name) => JSON.stringify(name)).join(", ")};`);
  let open: string | undefined;
  for (const field of type.fields) {
    if (field.oneof !== open) {
      if (open !== undefined) body.push("}");
      if (field.oneof !== undefined) body.push(`oneof ${field.oneof} {`);
      open = field.oneof;
    }
    const lines = [...commentLines(field.comment), ...fieldLines(set, field)];
    body.push(...(open === undefined ? lines : lines.map(indented)));
  }
  if (open !== undefined) body.push("}");
  return body;
}

function fieldLines(set: SchemaSet, field: Field): string[] {
  const line = describeField(field);
  return isGroup(field) && field.type.kind === "group" ? block(line.slice(0, -1), bodyLines(set, set.types[field.type.typeId]!)) : [line];
}

function enumLines(type: EnumType): string[] {
  const body = type.values.flatMap(({ name, number, comment }) => [...commentLines(comment), `${name} = ${number};`]);
  return [...commentLines(type.comment), ...block(`enum ${shortName(type)}`, body)];
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

function shortName(type: EnumType): string {
  return type.typeName.slice(type.typeName.lastIndexOf(".") + 1);
}

function rangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `${from}` : `${from} to ${to >= 536_870_911 ? "max" : to}`;
}
