import { isFieldSet, type Message } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { type FeatureSet, FeatureSetSchema } from "@bufbuild/protobuf/wkt";
import type { StatedOption } from "../declare.ts";
import { OPTIONS_PROTO } from "../options-proto.ts";
import type { Place } from "../tokens.ts";

interface KnownOption {
  readonly name: string;
  readonly bool: boolean;
}

/** The options that `savestate/options.proto` declares for messages or fields, by number. */
function declared(extendee: "MessageOptions" | "FieldOptions"): ReadonlyMap<number, KnownOption> {
  const body = OPTIONS_PROTO.split(`extend google.protobuf.${extendee} {`)[1]!.split("\n}")[0]!;
  const options = body.matchAll(/^ *optional (\w+) (\w+) = (\d+);/gm);
  return new Map([...options].map(([, type, name, number]) => [Number(number), { name: name!, bool: type === "bool" }]));
}

export const MESSAGE_OPTIONS = declared("MessageOptions");
export const FIELD_OPTIONS = declared("FieldOptions");

/**
 * The `(savestate.…)` options among a descriptor's options. To the library they are fields that it does not know, so they are read by their
 * numbers; the last of several counts. A value of another wire type is given as text, which no option takes.
 */
export function statedOptions(
  options: Message | undefined,
  known: ReadonlyMap<number, KnownOption>,
  placeOf: (number: number) => Place | undefined,
): readonly StatedOption[] {
  const stated = new Map<number, StatedOption>();
  for (const { no, wireType, data } of options?.$unknown ?? []) {
    const option = known.get(no);
    if (!option) continue;
    const amount = wireType === WireType.Varint ? Number(new BinaryReader(data).uint64()) : undefined;
    const value = amount === undefined ? "another kind of value" : option.bool ? amount !== 0 : amount;
    stated.set(no, { name: option.name, value, ...placeOf(no) });
  }
  return [...stated.values()];
}

/** Edition features in force. */
export interface Features {
  readonly presence: "explicit" | "implicit" | "required";
  readonly packed: boolean;
  readonly delimited: boolean;
}

/** What a file's syntax says before any feature is stated. */
export function defaultFeatures(syntax: "proto2" | "proto3" | "edition"): Features {
  return { presence: syntax === "proto3" ? "implicit" : "explicit", packed: syntax !== "proto2", delimited: false };
}

const presences = [undefined, "explicit", "implicit", "required"] as const;

/** The features in force below a declaration that states some, or none. */
export function featuresBelow(inherited: Features, stated: FeatureSet | undefined): Features {
  if (!stated) return inherited;
  const { fieldPresence, repeatedFieldEncoding, messageEncoding } = FeatureSetSchema.field;
  return {
    presence: (isFieldSet(stated, fieldPresence) && presences[stated.fieldPresence]) || inherited.presence,
    packed: isFieldSet(stated, repeatedFieldEncoding) ? stated.repeatedFieldEncoding === 1 : inherited.packed,
    delimited: isFieldSet(stated, messageEncoding) ? stated.messageEncoding === 2 : inherited.delimited,
  };
}
