import { CircleCheck, CircleMinus, CircleX, Contrast, type LucideIcon, Minus } from "lucide-react";
import { memo } from "react";
import type { FindingKind, VerdictKind } from "../../worker/protocol.ts";
import { Mark, MarkIcon, type Tone } from "./Mark.tsx";

const icons: Readonly<Record<VerdictKind, LucideIcon>> = {
  restores: CircleCheck,
  loses: CircleMinus,
  depends: Contrast,
  fails: CircleX,
  "no-root": Minus,
};

const words: Readonly<Record<VerdictKind, string>> = {
  restores: "restores",
  loses: "loses",
  depends: "depends",
  fails: "fails",
  "no-root": "no type",
};

/** The word of a verdict: `fails`, or `no type` where the release lacks the root. */
export function verdictWord(kind: VerdictKind): string {
  return words[kind];
}

/** The verdict that a finding makes. */
export function verdictOf(kind: FindingKind): VerdictKind {
  return kind === "fails" || kind === "depends" ? kind : "loses";
}

function toneOf(kind: VerdictKind): Tone {
  return kind === "no-root" ? "none" : kind;
}

interface VerdictIconProps {
  readonly kind: VerdictKind;
  readonly size?: number;
}

/** The icon of a verdict in its colour. Hidden from screen readers: a word always stands beside it. */
export const VerdictIcon = memo(function VerdictIcon({ kind, size = 13 }: VerdictIconProps) {
  return <MarkIcon icon={icons[kind]} tone={toneOf(kind)} size={size} />;
});

/** Icon, word and count of a verdict in one line; on a filled ground as a badge. */
export const VerdictMark = memo(function VerdictMark({
  kind,
  text,
  badge,
}: VerdictIconProps & { readonly text?: string; readonly badge?: boolean }) {
  return (
    <Mark tone={toneOf(kind)} badge={badge}>
      <VerdictIcon kind={kind} />
      {text ?? words[kind]}
    </Mark>
  );
});
