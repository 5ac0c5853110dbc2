import { CircleAlert, CircleCheck, CircleMinus, CircleX, Info, type LucideIcon } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { Direction, Severity, SeverityCounts } from "../../../worker/protocol.ts";
import { counted } from "../../widgets/format.ts";
import { Mark, MarkIcon, type Tone } from "../../widgets/Mark.tsx";

/** A severity, or `safe` where nothing breaks or is lost. */
export type Grade = Severity | "safe";

export const severities = ["breaks", "risk", "loses", "info"] as const satisfies readonly Severity[];

const icons: Readonly<Record<Grade, LucideIcon>> = {
  breaks: CircleX,
  risk: CircleAlert,
  loses: CircleMinus,
  info: Info,
  safe: CircleCheck,
};

const tones: Readonly<Record<Grade, Tone>> = { breaks: "fails", risk: "mismatched", loses: "loses", info: "note", safe: "restores" };

const words: Readonly<Record<Grade, string>> = { breaks: "Breaks", risk: "Risk", loses: "Loses", info: "Info", safe: "Safe" };

/** The word of a severity, sentence case. */
export function gradeWord(grade: Grade): string {
  return words[grade];
}

/** The worst of some counts, and how many there are of it; info alone is safe. */
export function gradeOf(counts: SeverityCounts): { readonly grade: Grade; readonly count: number } {
  const grade = (["breaks", "risk", "loses"] as const).find((one) => counts[one] > 0);
  return grade ? { grade, count: counts[grade] } : { grade: "safe", count: 0 };
}

/** `7 break, 2 risks, 3 lose`; `safe` when none does. */
export function countsText(counts: SeverityCounts): string {
  const parts = [
    ...(counts.breaks > 0 ? [counted(counts.breaks, "break")] : []),
    ...(counts.risk > 0 ? [counted(counts.risk, "risk")] : []),
    ...(counts.loses > 0 ? [counted(counts.loses, "loss", "losses")] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "safe";
}

/** `2411 on 2505`: what the one wrote, restored on the other. */
export function wayText(direction: Direction, old: string, now: string): string {
  return direction === "both" ? "both ways" : direction === "old-to-new" ? `${old} on ${now}` : `${now} on ${old}`;
}

/** The icon of a grade in its colour; a word stands beside it. */
export const GradeIcon = memo(function GradeIcon({ grade }: { readonly grade: Grade }) {
  return <MarkIcon icon={icons[grade]} tone={tones[grade]} strokeWidth={2} />;
});

/** Icon and word of a grade, as a badge when asked. */
export const GradeWord = memo(function GradeWord({
  grade,
  badge = false,
  children,
}: {
  readonly grade: Grade;
  readonly badge?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <Mark tone={tones[grade]} badge={badge}>
      <GradeIcon grade={grade} />
      {children ?? words[grade]}
    </Mark>
  );
});
