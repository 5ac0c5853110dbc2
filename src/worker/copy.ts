import { assert, type NodeIndex, type Steps } from "../base/index.ts";
import {
  childrenOf,
  type Decoded,
  defaultValue,
  fieldOf,
  type Item,
  isElement,
  isOpened,
  isPacked,
  isPackedField,
  Status,
  scalarValue,
  valueRange,
} from "../decode/index.ts";
import { kindAt, NodeKind, numberAt, WireType } from "../wire/index.ts";
import { JsonText, leafValue, nodesFile } from "./copy-json.ts";
import { CopyPace, hexSteps } from "./copy-pace.ts";
import type { CopyWhat, DocumentRequests } from "./protocol.ts";
import { absentPlace, type RowRef } from "./rows.ts";
import { nodeIn, spanOfGroup } from "./runs.ts";

/** Levels below the copied row that the text goes down. */
const DEPTH = 200;

/** Nodes that follow each other: one, or a run of occurrences. */
interface Run {
  readonly nodes: Iterable<NodeIndex>;
  readonly first: number;
  readonly last: number;
  readonly isGroup: boolean;
}

function runOf(decoded: Decoded, ref: RowRef): Run {
  if (ref.kind !== "group") {
    assert(ref.kind === "item" && ref.item.kind === "node", "what is absent holds no nodes");
    const { node } = ref.item;
    return { nodes: [node], first: node, last: node, isGroup: false };
  }
  const span = spanOfGroup(decoded, ref);
  const nodes = function* () {
    for (let i = 0; i < span.count; i++) yield nodeIn(decoded, span, i);
  };
  return { nodes: nodes(), first: span.first, last: nodeIn(decoded, span, span.count - 1), isGroup: true };
}

function paceOf({ nodes }: Decoded, { first, last }: Run): CopyPace {
  return new CopyPace(first, nodes.end(last));
}

/** A subtree in a protoscope-like text: `1: {2: "x"}`, one field a line. */
function* scopeText(decoded: Decoded, node: number, indent: string, depth: number, pace: CopyPace): Steps<string> {
  const { bytes, nodes } = decoded;
  const [from, to] = valueRange(decoded, node);
  const kind = kindAt(nodes, node);
  if (kind === NodeKind.RAW) return pace.take(`${indent}\`${yield* hexSteps(bytes, from, to)}\``);
  const name = fieldOf(decoded, node)?.name;
  const head = `${indent}${numberAt(nodes, bytes, node)}: `;
  const tail = name ? `  # ${name}` : "";
  // Numbers of a fixed width have no other text than their bytes.
  if (isPacked(decoded, node) && (isPackedField(decoded, node) || decoded.rereads.get(node)?.as === "varints")) {
    const values: string[] = [];
    for (const child of childrenOf(decoded, node)) {
      if (pace.due()) yield pace.share(child);
      values.push(String(scalarValue(decoded, child) ?? ""));
    }
    return pace.take(`${head}[${values.join(" ")}]${tail}`);
  }
  if (isOpened(decoded, node)) {
    if (nodes.end(node) === node + 1) return pace.take(`${head}{}${tail}`);
    if (depth > DEPTH) return pace.take(`${head}\`${yield* hexSteps(bytes, from, to)}\`${tail}`);
    const inner: string[] = [];
    for (const child of childrenOf(decoded, node)) {
      if (pace.due()) yield pace.share(child);
      if (kindAt(nodes, child) !== NodeKind.EGROUP) inner.push(yield* scopeText(decoded, child, `${indent}  `, depth + 1, pace));
    }
    return `${head}${kind === NodeKind.SGROUP ? "!" : ""}{${tail}\n${inner.join("\n")}\n${indent}}`;
  }
  const value = decoded.nodes.status(node) === Status.KNOWN ? yield* leafValue(decoded, node) : undefined;
  const field = fieldOf(decoded, node);
  if (field?.type.kind === "scalar" && field.type.scalar === "string" && value !== undefined)
    return pace.take(`${head}${JSON.stringify(value)}${tail}`);
  if (kind === WireType.LEN || value === undefined) return pace.take(`${head}\`${yield* hexSteps(bytes, from, to)}\`${tail}`);
  return pace.take(`${head}${value}${tail}`);
}

/** The text that a copy command puts on the clipboard, in steps. Throws `StoreError` for what is too much for one. */
export function* copySteps(decoded: Decoded, ref: RowRef, what: Exclude<CopyWhat, "path">): Steps<string> {
  const absent = absentPlace(ref)?.chain.at(-1);
  if (absent) {
    const value = defaultValue(decoded, absent) ?? null;
    if (what === "hex" || what === "text") return "";
    return what === "json" || typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
  }
  const run = runOf(decoded, ref);
  const pace = paceOf(decoded, run);
  switch (what) {
    case "hex":
      return yield* hexSteps(decoded.bytes, decoded.nodes.from(run.first), decoded.nodes.to(run.last));
    case "text": {
      const lines: string[] = [];
      for (const node of run.nodes) {
        if (pace.due()) yield pace.share(node);
        lines.push(isElement(decoded, node) ? String(scalarValue(decoded, node) ?? "") : yield* scopeText(decoded, node, "", 0, pace));
      }
      return lines.join("\n");
    }
    default: {
      const json = new JsonText(decoded, pace);
      if (run.isGroup) return yield* json.occurrences(run.nodes);
      const holdsOthers = isPacked(decoded, run.first) || isOpened(decoded, run.first);
      const value = what === "json" || holdsOthers ? undefined : yield* leafValue(decoded, run.first);
      return value === undefined || typeof value === "object" ? yield* json.value(run.first) : String(value);
    }
  }
}

/**
 * The file that a row is saved as, in steps: the bytes of its value (of a run of occurrences all their bytes), or its subtree as JSON.
 * Empty for what is no row.
 */
export function* savedSteps(
  decoded: Decoded,
  ref: RowRef | undefined,
  blobName: string,
  key: string,
  what: "bytes" | "json",
): Steps<DocumentRequests["save"]["out"]> {
  const name = `${blobName.replace(/\.[^.]*$/, "")}.${key.replace(/[^\w.-]+/g, "_")}.${what === "json" ? "json" : "bin"}`;
  const place = ref && absentPlace(ref);
  const absent = place?.chain.at(-1);
  const run = ref && !absent ? runOf(decoded, ref) : undefined;
  if (what === "json") {
    const items: readonly Item[] | undefined = absent && [{ kind: "absent", node: place!.node, field: absent }];
    const pace = run ? paceOf(decoded, run) : new CopyPace(0, 0);
    return { name, file: yield* nodesFile(decoded, items ?? nodeItems(run?.nodes ?? []), pace, absent && key) };
  }
  if (!run) return { name, file: new Blob([]) };
  const { nodes, bytes } = decoded;
  const [from, to] = run.isGroup ? [nodes.from(run.first), nodes.to(run.last)] : valueRange(decoded, run.first);
  assert(bytes.buffer instanceof ArrayBuffer, "blobs stand in buffers of their own");
  return { name, file: new Blob([(bytes as Uint8Array<ArrayBuffer>).subarray(from, to)]) };
}

function* nodeItems(nodes: Run["nodes"]): Generator<Item> {
  for (const node of nodes) yield { kind: "node", node };
}
