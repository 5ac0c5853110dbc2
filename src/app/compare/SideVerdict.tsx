import { useEffect } from "react";
import type { DocInfo, SideName } from "../../worker/protocol.ts";
import { judgeSides, showSideFindings, sideVerdict } from "../state/compare-verdict.ts";
import { useApp } from "../state/store.ts";
import { verdictKey } from "../state/verdict.ts";
import { counted } from "../widgets/format.ts";
import { VerdictMark, verdictWord } from "../widgets/verdict.tsx";
import styles from "./sides.module.css";

/** Judges the sides whenever others stand there, or the releases change. */
export function useSideVerdicts(): void {
  const compareId = useApp((s) => s.compare.info?.compareId);
  const keys = useApp((s) =>
    ["a", "b"]
      .map((side) => s.compare.info?.[side as SideName])
      .map((info) => info && verdictKey(s, info.blobId))
      .join(),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: other releases, or another choice, make a verdict stale
  useEffect(() => (compareId === undefined ? undefined : judgeSides()), [compareId, keys]);
}

/** How the side reads, where there is more to say than that it does. */
function problems({ malformed, mismatched, unknown }: DocInfo["counts"]): string | undefined {
  const bad = malformed + mismatched;
  const parts = [
    bad > 0 && counted(bad, "field that does not parse", "fields that do not parse"),
    unknown > 0 && counted(unknown, "unknown field"),
  ];
  return parts.filter(Boolean).join(", ") || undefined;
}

/** Does the blob of a side restore on the release that reads it? Pressing it shows the blob in Inspect, with the findings. */
export function SideVerdict({ side }: { readonly side: SideName }) {
  const release = useApp((s) => s.compare.info?.[side].release);
  const cell = useApp((s) => sideVerdict(s, side));
  const counts = useApp((s) => s.compare.info?.[side].counts);
  if (!cell || release === undefined || cell.verdict === "no-root") return null;
  const word = `${verdictWord(cell.verdict)}${cell.count ? ` ${cell.count}` : ""}`;
  const first = cell.findings[0];
  const says = [
    `${side.toUpperCase()} on ${release}: ${word}`,
    first && `${first.message}${first.path ? ` at ${first.path}` : ""}`,
    counts && problems(counts),
    !cell.exact && "by a schema that is not exact",
  ].filter(Boolean);
  return (
    <button
      type="button"
      className={styles.verdict}
      aria-label={`${says.join(", ")}. Show it in Inspect`}
      title={`${says.join("\n")}\nClick to see it in Inspect`}
      data-verdict={cell.verdict}
      onClick={() => void showSideFindings(side)}
    >
      <VerdictMark kind={cell.verdict} text={word} />
    </button>
  );
}
