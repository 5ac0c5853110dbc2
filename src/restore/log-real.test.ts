import { describe, expect, it } from "vitest";
import { decode } from "../decode/index.ts";
import { absent, isTwofold, namesIn, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { findType } from "../schema/index.ts";
import { causesOf, type LogError, parseLog, placesOf, verdict } from "./index.ts";

function only(text: string): LogError {
  const parsed = parseLog(text);
  if (parsed.kind === "foreign") throw new Error(`${text}: ${parsed.why}`);
  expect(parsed.errors, text).toHaveLength(1);
  return parsed.errors[0]!;
}

const listsUnits = () => false;

describe.skipIf(absent)("what the real decoders said of real blobs, as a line of a log", () => {
  it("leads, bare and wrapped, to the field at which that release stopped, and to no release that reads the blob", () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const { file, root, writer, bytes, readers } of realBlobs()) {
      const failing = readers.filter((said) => !said.ok && said.message && said.knowsRoot !== false && !said.ambiguous);
      if (failing.length === 0 || isTwofold({ root, bytes })) continue;
      const set = setOf("exact", writer);
      const places = placesOf(decode(bytes, set, findType(set, root)));
      const verdicts = releases.map((release) => verdict(bytes, root, setOf("exact", release), set));
      for (const { release, message, field } of failing) {
        const own = verdicts.find((one) => one.release === release)!;
        if (!own.exact) continue;
        looked++;
        const unit = places.namesAt(own.findings[0]!.range)[0];
        const lines = [message!, `12:00:01 ERROR failed to restore: restore failed: ${message}`];
        if (unit !== undefined && places.unitAt(own.findings[0]!.range) >= 0)
          lines.push(`failed to restore: {${unit}: failed to decode protobuf: ${message}}`);
        for (const line of lines) {
          const causes = causesOf(only(line), verdicts, places, listsUnits);
          const [first] = causes.find((one) => one.release === release)!.causes;
          if (first?.rank !== "gives" || !namesIn(first.path).endsWith(namesIn(field!)))
            wrong.push(`${file} by ${release}: ${line}: ${first?.rank} ${first?.path}`);
          for (const { release: other, can } of causes) {
            const kind = verdicts.find((one) => one.release === other)!.verdict;
            if (can === "yes" && kind !== "fails") wrong.push(`${file} by ${other}: ${kind}, and can give ${line}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(20);
  });

  it("rules out, by plain schemas, no release that gave the message", () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const { file, root, writer, bytes, readers } of realBlobs()) {
      const failing = readers.filter((said) => !said.ok && said.message && said.knowsRoot !== false && !said.ambiguous);
      if (failing.length === 0 || isTwofold({ root, bytes })) continue;
      const set = setOf("schemas", writer);
      const places = placesOf(decode(bytes, set, findType(set, root)));
      for (const { release, message } of failing) {
        looked++;
        const [causes] = causesOf(only(message!), [verdict(bytes, root, setOf("schemas", release), set)], places, listsUnits);
        if (causes!.can === "no") wrong.push(`${file} by ${release}: ${message}: ${causes!.says}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(20);
  });
});
