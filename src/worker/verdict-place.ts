import { absentFields, type Decoded, fieldsOfAbsent, findItem, type Item, keyOf, nodeRange } from "../decode/index.ts";

/** A field of a message that is absent: the absent field of a present message above it, and the keys of the rows that open down to it. */
export interface InnerPlace {
  readonly item: Item;
  readonly open: readonly string[];
}

/** Finds the row of a field of an absent message: `a.b.c`, where `a` is there, and its field `b` is not. Cost: the levels. */
export function innerPlace(decoded: Decoded, key: string): InnerPlace | undefined {
  const steps: string[] = [];
  for (let at = key; at !== ""; ) {
    const item = findItem(decoded, at, (node) => absentFields(decoded, node));
    if (item) return item.kind === "absent" && steps.length > 0 ? descend(decoded, item, at, steps) : undefined;
    const above = withoutLast(at);
    steps.unshift(at.slice(above === "" ? 0 : above.length + 1));
    at = above;
  }
  return undefined;
}

function descend(decoded: Decoded, item: Extract<Item, { kind: "absent" }>, key: string, steps: readonly string[]): InnerPlace | undefined {
  const open = [key];
  let { field } = item;
  for (const step of steps) {
    const type = field.type.kind === "message" ? decoded.set.types[field.type.typeId] : undefined;
    const next = type && fieldsOfAbsent(type).find(({ name }) => name === step);
    if (!next) return undefined;
    field = next;
    open.push(`${open.at(-1)}.${step}`);
  }
  return { item, open: open.slice(0, -1) };
}

/**
 * The key of the row nearest to a path: its own, else that of the nearest row above it that the blob has. Where the way there leads
 * over names that this reading does not have, the deepest row that holds the byte. Undefined for an empty blob.
 */
export function placeOf(decoded: Decoded, path: string, offset: number): string | undefined {
  if (path !== "" && innerPlace(decoded, path)) return path;
  for (let key = path; key !== ""; key = withoutLast(key)) {
    const item = findItem(decoded, key, (node) => absentFields(decoded, node));
    if (!item) continue;
    if (item.kind === "absent" || key === path) return key;
    return deeper(decoded, item.node, offset) ?? key;
  }
  const node = decoded.nodes.atOffset(offset);
  return node === undefined ? undefined : keyOf(decoded, node);
}

/** The node that begins at the byte, below the one that was found by name: this reading calls it otherwise. */
function deeper(decoded: Decoded, node: number, offset: number): string | undefined {
  const found = decoded.nodes.atOffset(offset);
  if (found === undefined || found <= node || nodeRange(decoded, found)[0] !== offset) return undefined;
  return keyOf(decoded, found);
}

/** A path without its last step: `a["x.y"].b` gives `a["x.y"]`, then `a`. */
function withoutLast(path: string): string {
  let quoted = false;
  let last = 0;
  for (let i = 0; i < path.length; i++) {
    const c = path[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "." || (c === "[" && path[i - 1] !== "@")) last = i;
  }
  return path.slice(0, last);
}
