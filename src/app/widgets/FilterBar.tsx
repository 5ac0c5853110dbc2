import { ListFilter } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "./Button.tsx";
import { Field } from "./Field.tsx";
import styles from "./filter-bar.module.css";

/** A pause in typing after which the filter is applied. */
const FILTER_AFTER_MS = 120;

interface FilterBarProps {
  /** Read aloud: `Filter by status`. */
  readonly label: string;
  /** `Chip`s: one of them, the pressed one, has the tab stop. */
  readonly chips: ReactNode;
  /** Many chips stand closer. */
  readonly tight?: boolean;
  /** Tools at the end of the line. */
  readonly children: ReactNode;
}

/** The line above a tree: chips that filter, and tools. */
export function FilterBar({ label, chips, tight = false, children }: FilterBarProps) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => keepFitting(group.current!), []);
  // Arrow keys go along the chips: the toolbar is one tab stop.
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = Array.from(group.current?.querySelectorAll("button") ?? []);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  };
  return (
    <div className={styles.bar}>
      <div className={`${styles.chips} ${tight ? styles.tight : ""}`} role="toolbar" aria-label={label} ref={group} onKeyDown={onKeyDown}>
        {chips}
      </div>
      {children}
    </div>
  );
}

/** What the chips leave out until they fit: nothing, the words of those that count nothing, the words beside all icons. */
const STEPS = ["", "zeros", "words"];

/** Keeps the chips so that none is cut, as their counts and the width of the line change: half a count is another number. Gives a way to stop. */
function keepFitting(chips: HTMLElement): () => void {
  const fit = (): void => {
    for (const step of STEPS) {
      chips.dataset.fit = step;
      if (chips.scrollWidth <= chips.clientWidth) return;
    }
  };
  let frame = 0;
  // With the frame that is drawn next, whose layout is then made anyway.
  const soon = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(fit);
  };
  const counts = new MutationObserver(soon);
  counts.observe(chips, { subtree: true, childList: true, characterData: true, attributeFilter: ["aria-pressed"] });
  const width = new ResizeObserver(soon);
  width.observe(chips.parentElement!);
  return () => {
    cancelAnimationFrame(frame);
    counts.disconnect();
    width.disconnect();
  };
}

interface TextFilterProps {
  /** `Filter rows`. */
  readonly label: string;
  /** What is filtered by now. */
  readonly text: string;
  readonly onFilter: (text: string) => void;
  /** It is a button until it is used: there is no room for the input. */
  readonly folds: boolean;
  readonly className: string | undefined;
}

/** A text to filter by, applied after a pause in typing; an empty one at once. */
export function TextFilter({ label, text, onFilter, folds, className = "" }: TextFilterProps) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onText = (value: string) => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onFilter(value), value ? FILTER_AFTER_MS : 0);
  };
  if (folds && !open && !typed) return <IconButton icon={ListFilter} label={label} onClick={() => setOpen(true)} />;
  return (
    <Field
      icon={ListFilter}
      label={label}
      className={className}
      quiet
      value={typed}
      onText={onText}
      onBlur={() => setOpen(false)}
      autoFocus={folds && open}
    />
  );
}
