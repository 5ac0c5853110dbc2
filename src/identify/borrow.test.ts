import { describe, expect, it } from "vitest";
import { type Decoded, decode, type Item, type JsonNode, jsonNode, keyOf, NoteBit, Status, walk } from "../decode/index.ts";
import { absent, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { tilingFault } from "../decode/testing/tiling.ts";
import { readBlob } from "./index.ts";

/** The nodes in tree order by range and place among those of one range: what two readings have in common, whatever their names. */
function byRange(decoded: Decoded): Map<string, JsonNode> {
  const out = new Map<string, JsonNode>();
  for (const { item } of walk(decoded)) if (item.kind === "node") out.set(placeOf(decoded, item.node), jsonNode(decoded, item));
  return out;
}

/** Range of a node, and how many around it have the same one. */
function placeOf(decoded: Decoded, node: number): string {
  const { nodes } = decoded;
  let same = 0;
  for (
    let up = nodes.parent(node);
    up >= 0 && nodes.from(up) === nodes.from(node) && nodes.to(up) === nodes.to(node);
    up = nodes.parent(up)
  )
    same++;
  return `${nodes.from(node)}-${nodes.to(node)}+${same}`;
}

/** What a reading says of that which its release knows, absent fields among it. */
function knownPart(decoded: Decoded, isLent: (place: string) => boolean): string[] {
  const out: string[] = [];
  for (const { item } of walk(decoded)) {
    if (item.kind === "node" && decoded.nodes.notes(item.node) & (NoteBit.BORROWED | NoteBit.GUESS)) continue;
    const { borrowed: _, value, ...node } = jsonNode(decoded, item);
    out.push(JSON.stringify(item.kind === "node" && isLent(placeOf(decoded, item.node)) ? node : { ...node, value }));
  }
  return out;
}

/** True when something unknown was opened. */
function hasGuess({ nodes }: Decoded): boolean {
  for (let node = 0; node < nodes.length; node++) if (nodes.notes(node) & NoteBit.GUESS) return true;
  return false;
}

/** The nodes that show what another release lends: those below a loan, and the loans themselves. */
function* borrowedNodes(decoded: Decoded): Generator<{ readonly item: Item; readonly loan: boolean }> {
  for (const { item } of walk(decoded)) {
    if (item.kind !== "node") continue;
    const loan = decoded.loans.has(item.node);
    if (loan || decoded.nodes.notes(item.node) & NoteBit.BORROWED) yield { item, loan };
  }
}

describe.skipIf(absent)("the real blobs, read with every other release", () => {
  it("show what is unknown as their writer reads it: the same names, types, values and ranges", () => {
    const sets = releases.map((release) => setOf("schemas", release));
    let loans = 0;
    let below = 0;
    let strange = 0;
    for (const { bytes, root, writer, file } of realBlobs()) {
      let own: Map<string, JsonNode> | undefined;
      for (const release of releases) {
        if (release === writer) continue;
        const plain = decode(bytes, setOf("schemas", release), setOf("schemas", release).typeByName.get(root));
        if (plain.counts.unknown === 0 && !hasGuess(plain)) continue;
        const { decoded } = readBlob(bytes, sets, { release, root, writer });
        if (decoded.loans.size === 0) continue;
        own ??= byRange(readBlob(bytes, sets, { release: writer, root, writer }).decoded);
        const lent = new Set([...decoded.loans.keys()].map((node) => placeOf(decoded, node)));
        expect(knownPart(decoded, (place) => lent.has(place))).toEqual(knownPart(plain, (place) => lent.has(place)));
        for (const { item, loan } of borrowedNodes(decoded)) {
          const node = jsonNode(decoded, item);
          const theirs = own.get(placeOf(decoded, (item as { node: number }).node))!;
          const where = `${file} by ${release}: ${node.path}`;
          expect(node.value, where).toEqual(theirs.value);
          expect(node.valueRange, where).toEqual(theirs.valueRange);
          if (loan) {
            loans++;
            expect(node.borrowed?.release, where).toBe(writer);
            if (node.status === "unknown")
              expect([node.name, node.type, node.borrowed?.type], where).toEqual([undefined, undefined, theirs.type]);
          } else {
            below++;
            expect(node.status, where).toBe("unknown");
            expect([node.name, node.type, node.wire], where).toEqual([theirs.name, theirs.type, theirs.wire]);
          }
        }
        for (const { item } of walk(decoded))
          if (item.kind === "node" && decoded.nodes.status(item.node) === Status.UNKNOWN && !decoded.loans.has(item.node)) strange++;
        expect(tilingFault(decoded), `${file} by ${release}`).toBeUndefined();
        const keys = [...walk(decoded)].flatMap(({ item }) => (item.kind === "node" ? [keyOf(decoded, item.node)] : []));
        expect(new Set(keys).size).toBe(keys.length);
      }
    }
    console.log(`lent: ${loans} fields and contents, ${below} nodes below them`);
    expect(strange).toBe(below);
    expect(loans).toBeGreaterThan(100);
    expect(below).toBeGreaterThan(loans);
  }, 120_000);
});
