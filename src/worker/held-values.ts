import {
  absentFields,
  childrenOf,
  type Decoded,
  displayAbsent,
  displayNode,
  fieldOf,
  type Item,
  isElement,
  nodeRange,
  segmentOf,
} from "../decode/index.ts";
import { placesOf, type ReaderVerdict } from "../restore/index.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import type { HeldValue, VerdictFinding } from "./verdicts.ts";

/** One step down a blob: by number, which works in every release; a map's entry by its key. */
interface Step {
  readonly number: number;
  readonly nth: number;
  readonly element: boolean;
  /** `["k"]` of a map's entry. */
  readonly entry: string | undefined;
}

/** The steps from the root down to a node; undefined for bytes that could not be parsed. */
export function stepsTo(decoded: Decoded, node: number): readonly Step[] | undefined {
  const steps: Step[] = [];
  const { nodes, bytes } = decoded;
  for (let at = node; at >= 0; at = nodes.parent(at)) {
    if (kindAt(nodes, at) === NodeKind.RAW) return undefined;
    const element = isElement(decoded, at);
    const number = element ? 0 : numberAt(nodes, bytes, at);
    const field = element ? undefined : fieldOf(decoded, at);
    let nth = 0;
    if (element) nth = at - nodes.parent(at) - 1;
    else
      for (const child of childrenOf(decoded, nodes.parent(at))) {
        if (child >= at) break;
        if (kindAt(nodes, child) !== NodeKind.RAW && numberAt(nodes, bytes, child) === number) nth++;
      }
    steps.unshift({ number, nth, element, entry: field?.map ? segmentOf(decoded, at).slice(field.name.length) : undefined });
  }
  return steps;
}

/** What stands at the end of the steps: a node, an absent field, or nothing, because the release has no such field or element. */
function follow(decoded: Decoded, steps: readonly Step[]): Item | "no-field" | "no-element" {
  let node = -1;
  for (const [i, step] of steps.entries()) {
    const found = child(decoded, node, step);
    if (found !== undefined) {
      node = found;
      continue;
    }
    if (step.element) return "no-element";
    const absent = absentFields(decoded, node).find(({ number }) => number === step.number);
    if (absent) return i === steps.length - 1 ? { kind: "absent", node, field: absent } : "no-element";
    return hasNumber(decoded, node, step.number) ? "no-element" : "no-field";
  }
  return { kind: "node", node: node as Extract<Item, { kind: "node" }>["node"] };
}

function child(decoded: Decoded, node: number, { number, nth, element, entry }: Step): number | undefined {
  const { nodes, bytes } = decoded;
  if (element) {
    const at = node + 1 + nth;
    return at < nodes.end(node) && isElement(decoded, at) ? at : undefined;
  }
  let seen = 0;
  for (const one of childrenOf(decoded, node)) {
    if (isElement(decoded, one) || kindAt(nodes, one) === NodeKind.RAW || numberAt(nodes, bytes, one) !== number) continue;
    const field = fieldOf(decoded, one);
    if (entry !== undefined && field?.map) {
      if (segmentOf(decoded, one).slice(field.name.length) === entry) return one;
    } else if (seen++ === nth || (field && !field.repeated)) return one;
  }
  return undefined;
}

function hasNumber(decoded: Decoded, node: number, number: number): boolean {
  for (const one of childrenOf(decoded, node))
    if (!isElement(decoded, one) && kindAt(decoded.nodes, one) !== NodeKind.RAW && numberAt(decoded.nodes, decoded.bytes, one) === number)
      return true;
  return false;
}

/**
 * What a release makes of a row of a document: of its value, and of findings in it. `held` is the document of what it holds after
 * reading; `around` says that the row stands for a field of the absent message that `row` is.
 */
export function heldValue(
  decoded: Decoded,
  row: Item,
  path: string,
  verdict: ReaderVerdict,
  held: Decoded | undefined,
  around: boolean,
): HeldValue {
  const { release } = verdict;
  if (verdict.verdict === "no-root") return { release, verdict: "no-root", says: "has no such root type" };
  const there = findingAt(decoded, row, path, verdict);
  const kind = there ? (there.kind === "fails" || there.kind === "depends" ? there.kind : "loses") : undefined;
  if (there && kind !== "loses")
    return { release, verdict: kind!, says: there.kind === "fails" ? there.message : `cannot be told: ${there.message}` };
  if (verdict.verdict === "fails") return { release, verdict: "skipped", says: "stops elsewhere" };
  if (!held) return { release, verdict: kind ?? "restores", says: there ? there.message : "reads it" };
  const steps = row.kind === "node" ? stepsTo(decoded, row.node) : [...(stepsTo(decoded, row.node) ?? []), plainStep(row.field)];
  const found = steps ? follow(held, steps) : "no-element";
  if (found === "no-field" || found === "no-element") {
    // Only a finding tells of a loss: the reading release may have split the bytes in other ways than this one does.
    const nothing = row.kind === "absent" ? "does not have it" : found === "no-field" ? "has no field there" : "holds nothing there";
    return { release, verdict: kind ?? "restores", says: there?.message ?? nothing };
  }
  const value = textOf(held, found);
  const written = textOf(decoded, row);
  const same = value === written;
  const says = there
    ? there.message
    : around
      ? `has no value for it: ${row.kind === "absent" ? row.field.name : "the message"} is`
      : found.kind === "absent"
        ? "holds the default"
        : same
          ? "holds the same"
          : "holds another";
  return { release, verdict: kind ?? "restores", value, same: same && !around, says };
}

function plainStep(field: Field): Step {
  return { number: field.number, nth: 0, element: false, entry: undefined };
}

/** The value of a row in a line; of a map's entry that of its value, which may be left out where it is the default. */
function textOf(decoded: Decoded, item: Item): string {
  if (item.kind === "absent") return displayAbsent(decoded, item.field).text;
  if (!fieldOf(decoded, item.node)?.map) return displayNode(decoded, item.node).text;
  const value = [...childrenOf(decoded, item.node)].find((one) => fieldOf(decoded, one)?.number === 2);
  if (value !== undefined) return displayNode(decoded, value).text;
  const absent = absentFields(decoded, item.node).find(({ number }) => number === 2);
  return absent ? displayAbsent(decoded, absent).text : displayNode(decoded, item.node).text;
}

/** The worst finding at the row itself or, for a message, within it. */
function findingAt(decoded: Decoded, row: Item, path: string, { findings }: ReaderVerdict): VerdictFinding | undefined {
  const [from, to] = row.kind === "node" ? nodeRange(decoded, row.node) : [0, 0];
  return findings.find((finding) => {
    if (finding.path === path || (path !== "" && finding.path.startsWith(`${path}.`))) return true;
    return row.kind === "node" && finding.range[0] >= from && finding.range[1] <= to && finding.range[1] > finding.range[0];
  });
}

/** The line of a log that tells of a failure: of the servicing state itself, or of the unit in which it stands. */
export function logLine(decoded: Decoded, { range, message }: Pick<VerdictFinding, "range" | "message">): string {
  const places = placesOf(decoded);
  if (places.unitAt(range) < 0)
    return /\.ServicingState$/.test(decoded.root?.typeName ?? "")
      ? `failed to decode servicing state: decoding failed: ${message}`
      : `decoding failed: ${message}`;
  const [unit] = places.namesAt(range);
  return unit === undefined
    ? `failed to decode protobuf: decoding failed: ${message}`
    : `failed to restore: {${unit}: failed to decode protobuf: decoding failed: ${message}}`;
}
