import { ArrowRight, ArrowUpDown, Minus, Plus, RefreshCw, Ruler, Type } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { ChangeKind } from "../../worker/protocol.ts";
import styles from "./change.module.css";

const icons = {
  added: Plus,
  removed: Minus,
  renamed: ArrowRight,
  retyped: Type,
  moved: ArrowUpDown,
  reused: RefreshCw,
  facts: Ruler,
} as const satisfies Record<ChangeKind, unknown>;

const words: Readonly<Record<ChangeKind, string>> = {
  added: "Added",
  removed: "Removed",
  renamed: "Renamed",
  retyped: "Retyped",
  moved: "Moved",
  reused: "Reused",
  facts: "Facts",
};

/** The word of a kind of change, sentence case. */
export function changeWord(kind: ChangeKind): string {
  return words[kind];
}

/** The icon of a kind of change in its colour, its word read aloud only. */
export const ChangeIcon = memo(function ChangeIcon({ kind, title }: { readonly kind: ChangeKind; readonly title?: string }) {
  const Icon = icons[kind];
  return (
    <span className={`${styles.word} ${styles[kind]}`} title={title ?? words[kind]}>
      <Icon size={12} strokeWidth={2} aria-hidden="true" />
      <span className="vh">{words[kind]}</span>
    </span>
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
    <span className={`${styles.word} ${styles[kind]} ${badge ? styles.badge : ""}`}>
      <Icon size={12} strokeWidth={2} aria-hidden="true" />
      {children ?? words[kind]}
    </span>
  );
});
