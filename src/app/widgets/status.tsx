import { CircleDashed, CircleHelp, CircleSmall, EqualNot, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { FieldStatus, Note } from "../../worker/protocol.ts";
import { Mark, MarkIcon } from "./Mark.tsx";
import styles from "./status.module.css";

/** A field's status, or `note` for what the wire says more than the value. */
export type StatusKind = FieldStatus | "note";

const icons: Readonly<Record<StatusKind, LucideIcon>> = {
  known: CircleSmall,
  unknown: CircleHelp,
  defaulted: CircleDashed,
  mismatched: EqualNot,
  malformed: TriangleAlert,
  note: Info,
};

const words: Readonly<Record<StatusKind, string>> = {
  known: "Known",
  unknown: "Unknown",
  defaulted: "Defaulted",
  mismatched: "Mismatched",
  malformed: "Malformed",
  note: "Notes",
};

const noteWords: Readonly<Record<Note, string>> = {
  packed: "packed",
  unpacked: "unpacked",
  overlong: "overlong",
  "truncated-value": "truncated value",
  "explicit-default": "explicit default",
  superseded: "superseded",
  merged: "merged",
  appended: "appended",
  "out-of-order": "out of order",
  bare: "bare array",
  guess: "guess",
  borrowed: "borrowed type",
};

/** The word of a status, sentence case: `Unknown`. */
export function statusWord(kind: StatusKind): string {
  return words[kind];
}

/** The icon of a status in its colour. Hidden from screen readers: a word always stands beside it, or in its row. */
export const StatusIcon = memo(function StatusIcon({ kind, size = 13 }: { readonly kind: StatusKind; readonly size?: number }) {
  return <MarkIcon icon={icons[kind]} tone={kind} size={size} />;
});

/** Icon and word in one line without a background, for rows and chips. `children` replaces the word. */
export const StatusWord = memo(function StatusWord({ kind, children }: { readonly kind: StatusKind; readonly children?: ReactNode }) {
  return (
    <Mark tone={kind}>
      <StatusIcon kind={kind} />
      {children ?? words[kind]}
    </Mark>
  );
});

/** Icon and word on a filled ground, for the details and for dialogs. `children` replaces the word. */
export const StatusBadge = memo(function StatusBadge({ kind, children }: { readonly kind: StatusKind; readonly children?: ReactNode }) {
  return (
    <Mark tone={kind} badge>
      <StatusIcon kind={kind} />
      {children ?? words[kind]}
    </Mark>
  );
});

/** A note as a small tag, beside a value. */
export const NoteTag = memo(function NoteTag({ note, title }: { readonly note: Note; readonly title?: string }) {
  return (
    <span className={styles.tag} title={title}>
      {noteWords[note]}
    </span>
  );
});
