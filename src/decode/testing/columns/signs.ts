import { absentFields } from "../../absent.ts";
import { typeNameOfUrl } from "../../any-types.ts";
import { type Decoded, fieldOf, isOpened, Status } from "../../model.ts";
import { isAlwaysWritten } from "../../plan.ts";
import { noSigns, type Signs } from "../../survey/state.ts";
import { scalarValue } from "../../values.ts";

const URL_START = /^(https:\/\/)?type\.googleapis\.com\//;

function isStrangeUrl(decoded: Decoded, node: number): boolean {
  const field = fieldOf(decoded, node);
  if (field?.type.kind !== "scalar" || field.type.scalar !== "string") return false;
  const url = String(scalarValue(decoded, node) ?? "");
  if (!URL_START.test(url)) return false;
  return decoded.set.types[field.parent]!.typeName !== "google.protobuf.Any" || !decoded.set.typeByName.has(typeNameOfUrl(url));
}

function isWrongSize(decoded: Decoded, node: number): boolean {
  const { nodes } = decoded;
  const size = fieldOf(decoded, node)?.facts.size;
  return size !== undefined && nodes.status(node) === Status.KNOWN && nodes.to(node) - nodes.from(node) - nodes.head(node) !== size;
}

/** The signs that a survey counts, by a look at every node. */
export function signsOf(decoded: Decoded): Signs {
  const { nodes } = decoded;
  const signs = noSigns();
  for (let node = -1; node < nodes.length; node++) {
    if (node >= 0 && isStrangeUrl(decoded, node)) {
      signs.strangeUrls++;
      signs.firstUrl = Math.min(signs.firstUrl, node);
    }
    if (node >= 0 && isWrongSize(decoded, node)) {
      signs.wrongSizes++;
      signs.firstWrongSize = Math.min(signs.firstWrongSize, node);
    }
    const type = node >= 0 ? fieldOf(decoded, node)?.type : undefined;
    if (type?.kind === "scalar" && type.scalar === "bool" && nodes.status(node) === Status.KNOWN && nodes.notes(node) === 0)
      signs.telling++;
    if (node >= 0 && !isOpened(decoded, node)) continue;
    const missing = absentFields(decoded, node).filter(isAlwaysWritten).length;
    signs.missing += missing;
    if (node < 0) signs.missingInRoot = missing;
    else if (missing > 0) signs.firstMissing = Math.min(signs.firstMissing, node);
  }
  return signs;
}
