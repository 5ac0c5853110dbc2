import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { FindQuery } from "../../worker/protocol.ts";
import { grouped } from "../widgets/format.ts";
import styles from "./find-bar.module.css";
import type { FindBarProps } from "./types.ts";

const where: readonly { readonly key: "names" | "values" | "numbers" | "bytes"; readonly word: string; readonly title: string }[] = [
  { key: "names", word: "Names", title: "Field names, paths and types" },
  { key: "values", word: "Values", title: "Values as they are shown" },
  { key: "numbers", word: "Numbers", title: "Field numbers and offsets" },
  { key: "bytes", word: "Bytes", title: "Hex bytes (0a 13) or, in quotes, text" },
];

/** Find in the blob: what to look for and where, how many hits there are, and the way from one to the next. */
export function FindBar({ query, onQuery, result, current, onNext, onPrevious, onClose, focusToken }: FindBarProps) {
  const input = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new token asks for the focus
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [focusToken]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Enter" && event.target === input.current) {
      event.preventDefault();
      if (event.shiftKey) onPrevious();
      else onNext();
    }
  };
  // Bytes are another kind of question, so they are asked for alone; leaving them goes back to names and values.
  const toggle = (key: "names" | "values" | "numbers" | "bytes") => {
    if (key !== "bytes") onQuery({ ...query, bytes: false, [key]: !query[key] });
    else if (query.bytes) onQuery({ text: query.text, names: true, values: true, numbers: false, bytes: false });
    else onQuery({ text: query.text, names: false, values: false, numbers: false, bytes: true });
  };
  const none = !result || result.hits === 0;
  return (
    <search className={styles.bar} onKeyDown={onKeyDown}>
      <span className={styles.field}>
        <Search size={14} strokeWidth={2} aria-hidden="true" />
        <input
          ref={input}
          className={styles.input}
          value={query.text}
          placeholder={query.bytes ? "0a 13, or “text”" : "Find"}
          aria-label="Find in the blob"
          aria-invalid={result?.trouble !== undefined}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onQuery({ ...query, text: event.currentTarget.value })}
        />
      </span>
      <span className={result?.trouble === undefined ? styles.count : styles.trouble} role="status">
        {countText(query, result, current)}
      </span>
      <button
        type="button"
        className={styles.icon}
        aria-label="Previous hit"
        title="Previous hit (Shift F3)"
        disabled={none}
        onClick={onPrevious}
      >
        <ChevronUp size={14} strokeWidth={2} aria-hidden="true" />
      </button>
      <button type="button" className={styles.icon} aria-label="Next hit" title="Next hit (F3)" disabled={none} onClick={onNext}>
        <ChevronDown size={14} strokeWidth={2} aria-hidden="true" />
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend of its own */}
      <span className={styles.where} role="group" aria-label="Look in">
        {where.map(({ key, word, title }) => {
          const on = query[key];
          return (
            <button
              key={key}
              type="button"
              className={on ? `${styles.toggle} ${styles.on}` : styles.toggle}
              title={title}
              aria-pressed={on}
              // The text stays in the keys, so that Enter goes on through the hits.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => toggle(key)}
            >
              {word}
            </button>
          );
        })}
      </span>
      <button type="button" className={`${styles.icon} ${styles.close}`} aria-label="Close find" title="Close find (Esc)" onClick={onClose}>
        <X size={14} strokeWidth={2} aria-hidden="true" />
      </button>
    </search>
  );
}

/** `7 of 31`, `31 hits`, `7 of the first 100,000` where there are more, `no hits`, or why nothing could be looked for. */
function countText(query: FindQuery, result: FindBarProps["result"], current: number | undefined): string {
  if (query.text === "" || !result) return "";
  if (result.trouble !== undefined) return result.trouble;
  if (result.hits === 0) return result.searching ? "searching" : result.complete ? "no hits" : "no hits so far";
  const count = grouped(result.hits);
  const hits = result.complete ? count : result.searching ? `${count}+` : `the first ${count}`;
  return current === undefined ? `${hits} ${result.hits === 1 && result.complete ? "hit" : "hits"}` : `${grouped(current + 1)} of ${hits}`;
}
