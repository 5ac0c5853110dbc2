import { useVirtualizer } from "@tanstack/react-virtual";
import { Check, type LucideIcon, Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import styles from "./pick-list.module.css";
import { stopTypeAhead, typedAhead } from "./type-ahead.ts";

/** One thing to pick; its `heading` is shown above the first of several that share it. */
export interface Pick {
  readonly id: string;
  readonly label: string;
  /** More text that a search looks into. */
  readonly also?: string;
  readonly aside?: string;
  readonly icon?: LucideIcon;
  readonly keys?: string;
  readonly heading?: string;
  readonly checked?: boolean;
  readonly mono?: boolean;
}

interface PickListProps {
  readonly label: string;
  readonly picks: readonly Pick[];
  readonly onPick: (id: string) => void;
  /** Shown when nothing contains the text. */
  readonly none: ReactNode;
  /** Those whose label starts with the first word that is typed stand first. */
  readonly startsFirst?: boolean;
}

type Line = { readonly heading: string } | { readonly pick: Pick; readonly place: number };
const lineHeight = 24;

/** An input over a virtual list: type to narrow, arrows to move, Enter to pick. The focus stays in the input. */
export function PickList({ label, picks, onPick, none, startsFirst = false }: PickListProps) {
  const [text, setText] = useState(() => typedAhead().text);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => matching(picks, text, startsFirst), [picks, text, startsFirst]);
  const lines = useMemo(() => withHeadings(found), [found]);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      picks.findIndex((pick) => pick.checked),
    ),
  );
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 8,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the input comes
  useLayoutEffect(() => {
    const { entered } = typedAhead();
    stopTypeAhead();
    input.current?.focus();
    const picked = found[active];
    if (entered && picked) onPick(picked.id);
  }, []);

  const lineOf = (place: number) => lines.findIndex((line) => "pick" in line && line.place === place);
  const activeLine = lineOf(active);
  // Only a row that is drawn can be named as the active one.
  const drawn = rows.getVirtualItems().some((item) => item.index === activeLine);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, so that the checked one is in sight at first
  useEffect(() => {
    if (active > 0) rows.scrollToIndex(activeLine, { align: "center" });
  }, []);

  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), found.length - 1);
    setActive(next);
    rows.scrollToIndex(lineOf(next), { align: "auto" });
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[e.key];
    const picked = found[active];
    if (step !== undefined) move(active + step);
    else if (e.key === "Enter" && picked) onPick(picked.id);
    else return;
    e.preventDefault();
  };

  return (
    <div className={styles.box}>
      <div className={styles.input}>
        <Search size={14} strokeWidth={1.6} aria-hidden="true" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={found.length > 0}
          aria-autocomplete="list"
          aria-controls={found.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={drawn ? `${id}-${active}` : undefined}
          placeholder={label}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onKeyDown={onKeyDown}
          onChange={(e) => {
            setText(e.target.value);
            setActive(0);
            scroller.current?.scrollTo({ top: 0 });
          }}
        />
      </div>
      <div
        className={styles.list}
        ref={scroller}
        hidden={found.length === 0}
        role="listbox"
        id={`${id}-list`}
        aria-label={label}
        tabIndex={-1}
      >
        <div className={styles.space} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const place = { transform: `translateY(${item.start}px)` };
            if ("heading" in line) {
              return (
                <div key={item.key} className={styles.heading} role="presentation" style={place}>
                  {line.heading}
                </div>
              );
            }
            const { pick } = line;
            const Icon = pick.icon;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input (aria-activedescendant)
              <div
                key={item.key}
                id={`${id}-${line.place}`}
                role="option"
                aria-selected={line.place === active}
                aria-setsize={found.length}
                aria-posinset={line.place + 1}
                className={`${styles.option} ${line.place === active ? styles.active : ""}`}
                style={place}
                title={pick.aside ? `${pick.label}\n${pick.aside}` : pick.label}
                onMouseMove={() => setActive(line.place)}
                onClick={() => onPick(pick.id)}
              >
                {pick.checked !== undefined && (
                  <span className={styles.mark}>{pick.checked && <Check size={13} aria-hidden="true" />}</span>
                )}
                {Icon && <Icon size={14} strokeWidth={1.6} aria-hidden="true" />}
                <span className={`${styles.word} ${pick.mono ? styles.mono : ""}`}>{pick.mono ? <bdi>{pick.label}</bdi> : pick.label}</span>
                {pick.aside && <span className={styles.aside}>{pick.aside}</span>}
                {pick.keys && <kbd className={pick.aside ? undefined : styles.aside}>{pick.keys}</kbd>}
              </div>
            );
          })}
        </div>
      </div>
      <div role="status">{found.length === 0 && <p className={styles.none}>{none}</p>}</div>
    </div>
  );
}

/** Picks that contain every word of the text, in any case and order. */
function matching(picks: readonly Pick[], text: string, startsFirst: boolean): readonly Pick[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return picks;
  const found = picks.filter((pick) => {
    const all = `${pick.label} ${pick.also ?? ""} ${pick.heading ?? ""}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  if (!startsFirst) return found;
  const starts = ({ label }: Pick) => label.toLowerCase().startsWith(words[0]!);
  return [...found.filter(starts), ...found.filter((pick) => !starts(pick))];
}

function withHeadings(picks: readonly Pick[]): readonly Line[] {
  const lines: Line[] = [];
  let heading: string | undefined;
  picks.forEach((pick, place) => {
    if (pick.heading !== undefined && pick.heading !== heading) lines.push({ heading: pick.heading });
    heading = pick.heading;
    lines.push({ pick, place });
  });
  return lines;
}
