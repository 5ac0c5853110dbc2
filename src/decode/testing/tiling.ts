import { type Decoded, nodeRange, valueRange } from "../index.ts";

/** Undefined when every byte of the blob is in exactly one leaf or one parent's tag and length; else where it is not. For tests only. */
export function tilingFault(decoded: Decoded): string | undefined {
  const { nodes, bytes } = decoded;
  for (let parent = -1; parent < nodes.length; parent++) {
    const stop = parent < 0 ? nodes.length : nodes.end(parent);
    if (parent >= 0 && stop === parent + 1) continue;
    const [from, to] = parent < 0 ? [0, bytes.length] : valueRange(decoded, parent);
    let at = from;
    for (let child = parent + 1; child < stop; child = nodes.end(child)) {
      const range = nodeRange(decoded, child);
      if (range[0] !== at || range[1] <= range[0]) return `node ${child} stands at ${range}, expected ${at}`;
      at = range[1];
    }
    if (at !== to) return `children of ${parent} end at ${at}, not ${to}`;
  }
  return undefined;
}
