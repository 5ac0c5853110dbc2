import { describe, expect, it } from "vitest";
import { absent, isTwofold, mutants, namesIn, type RealBlob, realBlobs, releases, type Said, setOf } from "../decode/testing/openvmm.ts";
import { evidenceFrom, type ReaderVerdict, resave, verdict } from "./index.ts";

/** A blob and a release with what its decoder said; those with two Rust types under one type URL are left out. */
function* pairs(): Generator<RealBlob & { readonly said: Said }> {
  for (const blob of realBlobs())
    for (const said of blob.readers) if (said.knowsRoot !== false && !isTwofold(blob) && !said.ambiguous) yield { ...blob, said };
}

function reasonOf(message: string): string {
  return message.replace(/^decoding failed( in .*?)?: /, "").replace(/^(invalid UTF-8 string).*/, "$1");
}

/** Why a verdict contradicts what the decoder said; undefined when it does not. */
function contradiction(found: ReaderVerdict, said: Said): string | undefined {
  if (found.verdict === "depends") return undefined;
  const first = found.findings[0];
  if ((found.verdict === "fails") === said.ok)
    return `says ${found.verdict} (${first?.path} ${first?.message}), is ${said.ok ? "ok" : said.message}`;
  if (said.ok) return undefined;
  if (first!.message !== reasonOf(said.message!)) return `message ${first!.message}, is ${said.message}`;
  return namesIn(first!.path).endsWith(namesIn(said.field!)) ? undefined : `field ${first!.path}, is ${said.field}`;
}

describe.skipIf(absent)("real blobs and what the decoders said", () => {
  it("exact schemas: the verdict, the reason and the field, of every pair", () => {
    const wrong: string[] = [];
    let exact = 0;
    for (const { file, root, writer, bytes, said } of pairs()) {
      const found = verdict(bytes, root, setOf("exact", said.release), setOf("exact", writer));
      if (found.exact) exact++;
      const why = found.exact ? contradiction(found, said) : undefined;
      if (why) wrong.push(`${file} by ${said.release}: ${why}`);
      if (found.exact && found.verdict === "depends" && !said.unknownTypes) wrong.push(`${file} by ${said.release}: depends`);
    }
    expect(wrong).toEqual([]);
    expect(exact).toBeGreaterThan(3900);
  });

  it("exact schemas: what is lost is what is not written back", () => {
    const wrong = new Set<string>();
    for (const { file, root, writer, bytes, said } of pairs()) {
      if (!said.ok || said.unknownTypes) continue;
      const found = verdict(bytes, root, setOf("exact", said.release), setOf("exact", writer));
      if (found.exact && (found.verdict === "loses") !== (said.resaved !== "same")) wrong.add(file);
    }
    // Its one number is beyond 2^62, which older releases read wrong: no schema shows it.
    expect([...wrong]).toEqual(["blobs/main/underhill.emuplat.local_clock.SavedState-1.bin"]);
  });

  it("exact schemas: the bytes that are written back", () => {
    const unequal = new Set<string>();
    let equal = 0;
    for (const { file, root, writer, bytes, said } of pairs()) {
      if (!said.ok || said.unknownTypes) continue;
      const resaved = resave(bytes, root, setOf("exact", said.release), setOf("exact", writer));
      if (resaved.kind !== "written" || !resaved.exact) continue;
      const is = said.resaved === "same" ? bytes : Buffer.from(said.resaved!, "base64");
      if (Buffer.compare(resaved.bytes, is) === 0) equal++;
      else unequal.add(file);
    }
    expect([...unequal]).toEqual(["blobs/main/underhill.emuplat.local_clock.SavedState-1.bin"]);
    expect(equal).toBeGreaterThan(3800);
  });

  const shares = (
    writers: (blob: { root: string; writer: string; bytes: Uint8Array }) => string[],
    evidence?: ReturnType<typeof evidenceFrom>,
  ): number => {
    let [all, depends] = [0, 0];
    const wrong: string[] = [];
    for (const { file, root, writer, bytes, said } of pairs()) {
      const sets = writers({ root, writer, bytes }).map((name) => setOf("schemas", name));
      const found = verdict(bytes, root, setOf("schemas", said.release), sets, { ...(evidence && { evidence }) });
      all++;
      if (found.verdict === "depends" && !said.unknownTypes) depends++;
      // A plain schema has no lengths, so a reason that rests on one is not told by it.
      const why = said.ok || !/array length|byte size/.test(said.message!) ? contradiction(found, said) : undefined;
      if (why) wrong.push(`${file} by ${said.release}: ${why}`);
    }
    expect(wrong).toEqual([]);
    return depends / all;
  };

  it("plain schemas never contradict: writer given, with evidence, and among all that have the root", () => {
    expect(shares(({ writer }) => [writer])).toBeLessThan(0.17);
    // Whoever of all releases wrote it: what then restores, restores for the one that did.
    shares(({ root }) => releases.filter((name) => setOf("schemas", name).typeByName.has(root)));
    const evidence = evidenceFrom([...realBlobs()].map(({ bytes, root, writer }) => ({ bytes, root, writer: setOf("schemas", writer) })));
    expect(shares(({ writer }) => [writer], evidence)).toBeLessThan(0.1);
  });

  it("mutants by their own release: the verdict and the reason of each, and what is written back", () => {
    const wrong: string[] = [];
    let [judged, written] = [0, 0];
    for (const { mutation, root, writer, bytes, verdict: told } of mutants()) {
      const said = { release: writer, ...told } as Said;
      if (said.ambiguous || said.knowsRoot === false || isTwofold({ root, bytes })) continue;
      const set = setOf("exact", writer);
      const found = verdict(bytes, root, set, set);
      if (!found.exact) continue;
      judged++;
      const first = found.findings[0];
      const isSame = (found.verdict === "fails") !== said.ok && (said.ok || first!.message === reasonOf(said.message!));
      if (!isSame && !(found.verdict === "depends" && said.unknownTypes))
        wrong.push(`${mutation} ${root}: ${found.verdict} ${first?.message}, is ${said.message}`);
      const resaved = resave(bytes, root, set, set);
      if (resaved.kind !== "written" || !said.ok || said.unknownTypes) continue;
      const is = said.resaved === "same" ? bytes : Buffer.from(said.resaved!, "base64");
      if (Buffer.compare(resaved.bytes, is) === 0) written++;
      else if (!/local_clock/.test(root)) wrong.push(`${mutation} ${root}: written otherwise`);
    }
    expect(wrong).toEqual([]);
    expect([judged, written].map((n) => n > 700)).toEqual([true, true]);
  });
});
