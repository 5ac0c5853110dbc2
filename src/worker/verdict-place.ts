import { absentFields, type Decoded, findItem, keyOf, nodeRange } from "../decode/index.ts";
import { nodeAtOffset } from "../wire/index.ts";

/**
 * The key of the row nearest to a path: its own, else that of the nearest row above it that the blob has. Where the way there leads
 * over names that this reading does not have, the deepest row that holds the byte. Undefined for an empty blob.
 */
export function placeOf(decoded: Decoded, path: string, offset: number): string | undefined {
  let key = path;
  let above: string | undefined;
  while (key !== "") {
    const item = findItem(decoded, key, (node) => absentFields(decoded, node));
    if (item) {
      above = key;
      if (item.kind === "absent" || key === path) return key;
      const [from, to] = nodeRange(decoded, item.node);
      // A field that is absent below it, or one that this reading calls otherwise.
      if (from <= offset && offset <= to) return deeper(decoded, item.node, offset) ?? key;
      break;
    }
    key = withoutLast(key);
  }
  const node = nodeAtOffset(decoded.wire, offset);
  return above ?? (node === undefined ? undefined : keyOf(decoded, node));
}

/** The node that begins at the byte, below the one that was found by name. */
function deeper(decoded: Decoded, node: number, offset: number): string | undefined {
  const found = nodeAtOffset(decoded.wire, offset);
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
