import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { decode } from "../decode/index.ts";
import { absent, openvmm, realBlobs, releases, setOf } from "../decode/testing/openvmm.ts";
import { findType } from "../schema/index.ts";
import { causesOf, type LogError, parseLog, placesOf, verdict } from "./index.ts";

interface Said {
  readonly release: string;
  readonly ok: boolean;
  readonly knowsRoot?: boolean;
  readonly ambiguous?: boolean;
  readonly message?: string;
  readonly field?: string;
}

function names(at: string): string {
  return at
    .replace(/\[[^\]]*\]/g, "")
    .split(".")
    .filter((step) => step !== "value")
    .join(".");
}

function only(text: string): LogError {
  const parsed = parseLog(text);
  if (parsed.kind === "foreign") throw new Error(`${text}: ${parsed.why}`);
  expect(parsed.errors, text).toHaveLength(1);
  return parsed.errors[0]!;
}

describe.skipIf(absent)("what the real decoders said of real blobs, as a line of a log", () => {
  const entries: { file: string; readers: Said[] }[] = absent
    ? []
    : JSON.parse(fs.readFileSync(path.join(openvmm, "verdicts.json"), "utf8"));
  const saidOf = new Map(entries.map(({ file, readers }) => [file, readers]));
  // Two Rust types stand under one type URL in these, so that a reading by schema is not the decoder's.
  const twofold = /winbond83977|vmbus\.relay|chipset\.floppy/;

  it("leads, bare and wrapped, to the field at which that release stopped, and to no release that reads the blob", () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const { file, root, writer, bytes } of realBlobs()) {
      const failing = saidOf.get(file)!.filter((said) => !said.ok && said.message && said.knowsRoot !== false && !said.ambiguous);
      if (failing.length === 0 || twofold.test(root) || twofold.test(Buffer.from(bytes).toString("latin1"))) continue;
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
          const causes = causesOf(only(line), verdicts, places);
          const [first] = causes.find((one) => one.release === release)!.causes;
          if (first?.rank !== "gives" || !names(first.path).endsWith(names(field!)))
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
});
