import type { Spot } from "./findings.ts";
import type { FindingKind, RuleId } from "./model.ts";

/** One sentence that says why, in terms of the two releases. */
export function whyOf(kind: FindingKind, rule: RuleId, message: string, spot: Spot): string {
  const { reader, writer } = spot.reading.plans;
  const release = reader.release;
  const by = writer && writer !== reader ? writer.release : undefined;
  const written = spot.unknown === undefined ? undefined : spot.frame.plan.writerType?.byNumber.get(spot.unknown);
  const name = spot.field?.name ?? written?.name ?? (spot.unknown === undefined ? "the blob" : `field ${spot.unknown}`);
  const typeName = spot.frame.plan.type.typeName;
  const byWriter = by === undefined ? "The writer" : `The writer, ${by},`;
  switch (rule) {
    case "required-absent":
    case "enum-variant":
    case "non-zero":
      return spot.fault ? absentWhy(spot, release, by, message) : presentWhy(spot, release, name, message);
    case "cannot-tell":
      return spot.fault
        ? `${absentFirst(spot, by)}; ${release}'s schema prints T and Option<T> alike: as an Option it reads, as a plain value it fails with ${spot.fault.message} at ${spot.fault.steps.map((f) => f.name).join(".")}.`
        : `${release}'s schema of ${typeName} is not exact, and ${by ?? "no known writer"} has nothing like ${name} there: ${message}.`;
    case "unknown-field":
      return written
        ? `${byWriter} has ${written.name} (${written.typeText}) at number ${spot.unknown} of ${typeName}; ${release} does not know it, skips it and does not write it back.`
        : `${release} has no field ${spot.unknown} in ${typeName}: it is skipped and not written back.`;
    case "unknown-type":
      return `${release} has no such type, so it cannot be told what the unit that expects one makes of it: ${message}.`;
    case "cut":
      return `The value does not fit what ${release} holds for ${name}: it is ${message} without an error.`;
    case "retyped":
      return kind === "defaulted"
        ? `${by ?? "The writer"} tells an explicit default of ${name} from none; ${release} does not.`
        : `${by ?? "The writer"} and ${release} give ${name} types of the same wire type that read the same bytes as different values.`;
    case "wire-type":
      return `${release} declares ${name} of ${typeName} as ${spot.field?.typeText ?? "another type"}, and on the wire it stands as something else: ${message}.`;
    case "array-length":
      return `${release} holds ${name} as an array of exactly ${lengthOf(spot)} elements; the blob has another number of them.`;
    case "byte-size":
      return `${release} holds ${name} in exactly ${spot.field?.facts.size ?? "its"} bytes; the blob has another number of them.`;
    case "text":
      return `${name} is a string, and its bytes are not UTF-8.`;
    case "no-resources":
      return `Wire types 6 and 7 refer to resources, and saved state comes without any: ${message}.`;
    case "out-of-range":
      return `${name} is no duration: its seconds are negative or its nanoseconds a second or more.`;
    case "unit-name":
      return message;
    default:
      return `The bytes of ${name} do not parse: ${message}.`;
  }
}

function lengthOf(spot: Spot): string {
  const { field } = spot;
  const type = field?.type.kind === "message" ? spot.reading.plans.reader.types[field.type.typeId] : undefined;
  return String(field?.facts.count ?? type?.fields[0]?.facts.count ?? field?.facts.size ?? "its");
}

function absentFirst(spot: Spot, by: string | undefined): string {
  const first = spot.fault!.steps[0]!;
  const writerType = spot.frame.plan.writerType;
  if (by === undefined) return `${first.name} is not on the wire`;
  if (!writerType) return `${by} has nothing like ${spot.frame.plan.type.typeName} there`;
  return writerType.byNumber.has(first.number)
    ? `${by} left ${first.name} out`
    : `${by} does not know ${first.name} (number ${first.number})`;
}

function absentWhy(spot: Spot, release: string, by: string | undefined, message: string): string {
  const { steps } = spot.fault!;
  const last = steps.at(-1)!;
  const what = message === "missing enum variant" ? "an enum" : message === "value must be non-zero" ? "a NonZero number" : "an array";
  if (steps.length === 1) return `${absentFirst(spot, by)}; in ${release} it is ${what} and has no default.`;
  return `${absentFirst(spot, by)}; in ${release} it is a plain message whose ${what} ${steps
    .slice(1)
    .map((field) => field.name)
    .join(".")} has no default (${last.typeText}).`;
}

function presentWhy(spot: Spot, release: string, name: string, message: string): string {
  const { frame } = spot;
  if (message !== "missing enum variant") return `${name} is 0, which ${release} does not accept.`;
  if (frame.clearedAt >= 0) {
    const variant = frame.plan.writerType?.byNumber.get(frame.clearedBy);
    return `${release} does not know variant ${variant ? `${variant.name} (number ${frame.clearedBy})` : `number ${frame.clearedBy}`} of ${frame.plan.type.typeName}, and an unknown one leaves no variant set.`;
  }
  return `${name} is there with no variant set, and ${release} needs one.`;
}
