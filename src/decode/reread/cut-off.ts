import { textOf } from "../../base/index.ts";
import { kindAt, lastLenField, ProblemCode, WireType } from "../../wire/index.ts";
import { type Decoded, fieldOf, valueRange } from "../model.ts";
import { typeNameOfUrl } from "../shapes.ts";
import { ANY } from "./hidden.ts";

/** True for a LEN field whose length runs past the end of what is around it. */
export function isCutOff(decoded: Decoded, node: number): boolean {
  return kindAt(decoded.nodes, node) === WireType.LEN && decoded.nodes.problem(node) === ProblemCode.EOF_BYTES;
}

/**
 * The message that the end of the blob cuts off, and its type by the schema or by a type URL; undefined where the blob ends with no such field,
 * or what is there was read already. Cost: a page of nodes.
 */
export function cutOffMessage(decoded: Decoded): { readonly node: number; readonly typeName: string } | undefined {
  const { bytes, nodes } = decoded;
  const node = bytes.length > 0 ? nodes.atOffset(bytes.length - 1) : undefined;
  if (node === undefined || !isCutOff(decoded, node) || decoded.rereads.has(node)) return undefined;
  const typeName = typeNameOf(decoded, node);
  return typeName === undefined ? undefined : { node, typeName };
}

function typeNameOf(decoded: Decoded, node: number): string | undefined {
  const { bytes, nodes, set } = decoded;
  const field = fieldOf(decoded, node);
  if (field?.type.kind === "message") return set.types[field.type.typeId]!.typeName;
  if (field?.number !== 2 || set.types[field.parent]!.typeName !== ANY) return undefined;
  const parent = nodes.parent(node);
  const from = parent < 0 ? 0 : valueRange(decoded, parent)[0];
  const url = lastLenField(bytes, from, nodes.from(node), 1);
  return url && typeNameOfUrl(textOf(bytes, ...url));
}
