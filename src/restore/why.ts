import type { Field } from "../schema/index.ts";
import type { Spot } from "./findings.ts";
import type { FindingKind, RuleId } from "./model.ts";

/** One sentence that says why, in terms of the two releases. `writer` is named only when it surely wrote the blob. */
export function whyOf(kind: FindingKind, rule: RuleId, message: string, spot: Spot, writer: string | undefined): string {
  const { release } = spot.place.plans.reader;
  const { typeName } = spot.frame.plan.type;
  const by = writer === undefined || writer === release ? "the writer" : `the writer, ${writer},`;
  const name = nameOf(spot);
  switch (rule) {
    case "required-absent":
    case "enum-variant":
    case "non-zero":
      return upper(spot.fault ? absentWhy(spot, release, by, message) : presentWhy(spot, release, name, message));
    case "cannot-tell":
      return upper(
        spot.fault
          ? absentDoubt(spot, release, by)
          : `the schema of ${release} for ${typeName} is not exact${spot.place.plans.writer ? `, and ${by} has ${otherThere(spot, name)}` : ""}: ${message}.`,
      );
    case "unknown-field":
      return upper(unknownWhy(spot, release, by));
    case "superseded":
      return `It is ${message}: of several, ${release} holds the last one only.`;
    case "cleared":
      return `${release} does not know number ${spot.unknown} of ${typeName}; in an enum it clears the variant that was read before it.`;
    case "unknown-type":
      return `${release} does not have the type: whoever holds it there expects another one or keeps it as it is, which the schemas do not say.`;
    case "cut":
      return `The value does not fit what ${release} holds for ${name}: it is ${message} without an error.`;
    case "retyped":
      return kind === "defaulted"
        ? upper(`${by} tells an explicit default of ${name} from none; ${release} does not.`)
        : `${release} reads the bytes of ${name} as ${spot.field?.typeText ?? "another type"}, ${by} wrote them as ${writtenText(spot)}: the wire type agrees, the value does not.`;
    case "wire-type":
      return `${release} declares ${name} of ${typeName} as ${spot.field?.typeText ?? "another type"}, and on the wire it stands as something else: ${message}.`;
    case "array-length":
      return `${release} holds ${name} as an array of exactly ${lengthOf(spot)} elements; the blob has another number of them.`;
    case "byte-size":
      return `${release} holds ${name} in exactly ${spot.field?.facts.size ?? "its"} bytes; the blob has another number of them.`;
    case "text":
      return `The field ${name} is a string, and its bytes are not UTF-8.`;
    case "no-resources":
      return `Wire types 6 and 7 refer to resources, and saved state comes without any: ${message}.`;
    case "out-of-range":
      return `The field ${name} is no duration: its seconds are negative, or its nanoseconds a second or more.`;
    case "unit-name":
      return message === "duplicate unit name"
        ? "Two units have this name; units are matched by name, and the restore stops before any of them is restored."
        : `No unit of ${release} has this name; the restore stops before any unit is restored.`;
    default:
      return `The bytes do not parse any further: ${message} in ${spot.field && isWhole(spot) ? name : typeName}.`;
  }
}

/** A sentence begins with a capital, a field's name with the letter it has. */
function upper(text: string): string {
  return text.replace(/^the /, "The ");
}

/** True when the field that is told is the one being read, not the message that holds it. */
function isWhole({ field, frame }: Spot): boolean {
  return field !== undefined && frame.plan.type.id === field.parent;
}

/** The reader's name of the field, else the writer's, else its number. */
function nameOf({ field, unknown, frame }: Spot): string {
  if (field) return field.name;
  if (unknown === undefined) return "the blob";
  return frame.plan.writerType?.byNumber.get(unknown)?.name ?? `field ${unknown}`;
}

/** What the writer calls the number of a field of the reader's; undefined where it is the same name, or has no such number. */
function otherName({ frame }: Spot, { name, number }: Field): string | undefined {
  const written = frame.plan.writerType?.byNumber.get(number);
  return written?.name === name ? undefined : written?.name;
}

/** What the writer has where the reader has a field that is not alike. */
function otherThere(spot: Spot, name: string): string {
  const other = spot.field && otherName(spot, spot.field);
  return other === undefined ? `nothing alike at ${name}` : `${other} in the place of ${name}`;
}

function writtenText({ field, frame }: Spot): string {
  return (field && frame.plan.writerType?.byNumber.get(field.number)?.typeText) ?? "another type";
}

function unknownWhy({ unknown, frame }: Spot, release: string, by: string): string {
  const { type, writerType } = frame.plan;
  const written = writerType?.byNumber.get(unknown!);
  return written
    ? `${by} has ${written.name} (${written.typeText}) at number ${unknown} of ${type.typeName}; ${release} does not know it, skips it and does not write it back.`
    : `${release} has no field ${unknown} in ${type.typeName}: it is skipped and not written back.`;
}

function lengthOf({ field, place }: Spot): string {
  const type = field?.type.kind === "message" ? place.plans.reader.types[field.type.typeId] : undefined;
  return String(field?.facts.count ?? type?.fields[0]?.facts.count ?? field?.facts.size ?? "its");
}

/** Why the outermost of the absent fields is not there. */
function absentFirst(spot: Spot, by: string): string {
  const first = spot.fault!.steps[0]!;
  const { name, number } = first;
  const { writerType } = spot.frame.plan;
  if (!writerType) return `${name} is not on the wire`;
  if (!writerType.byNumber.has(number)) return `${by} does not know ${name} (number ${number})`;
  const other = otherName(spot, first);
  return other === undefined ? `${by} left ${name} out` : `${by} has ${other} at number ${number}, and left it out`;
}

function inner({ fault }: Spot): string {
  return fault!.steps
    .slice(1)
    .map(({ name }) => name)
    .join(".");
}

function absentWhy(spot: Spot, release: string, by: string, message: string): string {
  const what =
    message === "missing enum variant" ? "an enum" : message === "value must be non-zero" ? "a number that must not be 0" : "an array";
  const first = absentFirst(spot, by);
  const { steps } = spot.fault!;
  const it = otherName(spot, steps[0]!) === undefined ? "it" : steps[0]!.name;
  return steps.length === 1
    ? `${first}; in ${release} ${it} is ${what}, which has no default.`
    : `${first}; in ${release} ${it} is a plain message, and ${inner(spot)} in it is ${what}, which has no default.`;
}

function absentDoubt(spot: Spot, release: string, by: string): string {
  const { steps, message } = spot.fault!;
  const { name, typeText } = steps[0]!;
  const isBytes = steps.length === 1 && steps[0]!.type.kind === "scalar";
  const types = isBytes ? "Vec<u8> and [u8; N]" : `Option<T> and T of ${typeText}`;
  const good = isBytes ? "as Vec<u8> it is empty" : "as Option<T> it is None";
  const where = steps.length > 1 ? ` at ${inner(spot)}` : "";
  return `${absentFirst(spot, by)}; the schema of ${release} prints ${types} alike for ${name}: ${good}, as the other it fails with ${message}${where}.`;
}

function presentWhy({ frame }: Spot, release: string, name: string, message: string): string {
  if (message !== "missing enum variant") return `${name} is 0, which ${release} does not accept.`;
  if (!frame.isCleared) return `${name} is there with no variant set, and ${release} needs one.`;
  const { type, writerType } = frame.plan;
  const variant = writerType?.byNumber.get(frame.clearedBy);
  const which = variant ? `${variant.name} (number ${frame.clearedBy})` : `number ${frame.clearedBy}`;
  return `${release} does not know the variant ${which} of ${type.typeName}, and an unknown one leaves none set.`;
}
