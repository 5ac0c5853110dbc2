import { ArrowRight, ArrowUpDown, Cable, EqualApproximately, Minus, Plus, RefreshCw, Ruler, Type } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { DiffKind, ChangeKind as FieldChangeKind } from "../../worker/protocol.ts";
import styles from "./change.module.css";
import { inkOf, Mark, type Tone } from "./Mark.tsx";

/** What became of a field over the releases, or of a value between two sides. */
type ChangeKind = FieldChangeKind | DiffKind;

const icons = {
  changed: EqualApproximately,
  added: Plus,
  removed: Minus,
  renamed: ArrowRight,
  retyped: Type,
  moved: ArrowUpDown,
  reused: RefreshCw,
  facts: Ruler,
  "wire-only": Cable,
} as const satisfies Record<ChangeKind, unknown>;

const tones: Readonly<Record<ChangeKind, Tone>> = {
  changed: "changed",
  added: "added",
  removed: "removed",
  renamed: "renamed",
  retyped: "retyped",
  moved: "moved",
  reused: "retyped",
  facts: "changed",
  "wire-only": "wire",
};

const words: Readonly<Record<ChangeKind, string>> = {
  added: "Added",
  removed: "Removed",
  renamed: "Renamed",
  retyped: "Retyped",
  moved: "Moved",
  reused: "Reused",
  facts: "Facts",
  changed: "Changed",
  "wire-only": "Wire only",
};

/** The word of a kind of change, sentence case. */
export function changeWord(kind: ChangeKind): string {
  return words[kind];
}

/** The class of what is drawn in the colour of a kind of change, beside its mark. */
export function changeInk(kind: ChangeKind): string {
  return inkOf(tones[kind]);
}

/** The icon of a kind of change in its colour, its word read aloud only; `silent` where the word stands beside it. */
export const ChangeIcon = memo(function ChangeIcon({
  kind,
  title,
  silent = false,
}: {
  readonly kind: ChangeKind;
  readonly title?: string;
  readonly silent?: boolean;
}) {
  const Icon = icons[kind];
  return (
    <Mark tone={tones[kind]} title={title ?? words[kind]} className={styles.inText}>
      <Icon size={12} strokeWidth={2} aria-hidden="true" />
      {!silent && <span className="vh">{words[kind]}</span>}
    </Mark>
  );
});

/** Icon and word of a kind of change. `children` replaces the word. */
export const ChangeWord = memo(function ChangeWord({
  kind,
  badge = false,
  children,
}: {
  readonly kind: ChangeKind;
  readonly badge?: boolean;
  readonly children?: ReactNode;
}) {
  const Icon = icons[kind];
  return (
    <Mark tone={tones[kind]} badge={badge} className={styles.inText}>
      <Icon size={12} strokeWidth={2} aria-hidden="true" />
      {children ?? words[kind]}
    </Mark>
  );
});
