import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { offsetText, parseOffset } from "../widgets/format.ts";
import styles from "./go-to-offset.module.css";

interface GoToOffsetProps {
  /** Length of the blob. */
  readonly size: number;
  /** A new value moves the focus here. */
  readonly focusToken: number | undefined;
  readonly onGoTo: (offset: number) => void;
}

/** A field that takes an offset, hex or decimal, and goes there on Enter; what cannot be gone to is said under it. */
export function GoToOffset({ size, focusToken, onGoTo }: GoToOffsetProps) {
  const input = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState("");
  const troubleId = useId();
  const firstToken = useRef(focusToken);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (focusToken === firstToken.current) return;
    firstToken.current = focusToken;
    if (document.activeElement !== input.current) before.current = document.activeElement;
    input.current?.focus();
    input.current?.select();
  }, [focusToken]);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") {
      const back = before.current;
      if (trouble !== "") event.stopPropagation();
      else if (back instanceof HTMLElement && back.isConnected && back !== document.body) {
        event.stopPropagation();
        back.focus();
      }
      setTrouble("");
      event.currentTarget.value = "";
    }
    if (event.key !== "Enter" || event.currentTarget.value.trim() === "") return;
    event.preventDefault();
    const offset = parseOffset(event.currentTarget.value);
    const wrong = offsetTrouble(offset, size);
    setTrouble(wrong);
    if (wrong === "" && offset !== undefined) onGoTo(offset);
  };
  return (
    <span className={styles.box}>
      <span className={styles.field}>
        <Search size={13} strokeWidth={2} aria-hidden="true" />
        <input
          ref={input}
          className={styles.input}
          placeholder="Go to offset"
          aria-label="Go to offset, hex or decimal"
          aria-invalid={trouble !== ""}
          aria-describedby={trouble === "" ? undefined : troubleId}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={onKeyDown}
          onInput={() => setTrouble("")}
          onBlur={() => {
            before.current = null;
            setTrouble("");
          }}
        />
      </span>
      <span id={troubleId} className={styles.trouble} role="status" hidden={trouble === ""}>
        {trouble}
      </span>
    </span>
  );
}

/** Why the offset cannot be gone to, or an empty text. */
function offsetTrouble(offset: number | undefined, size: number): string {
  if (offset === undefined) return "Not an offset. Write hex (0x9f, 9f) or decimal (159).";
  if (size === 0) return "The blob has no bytes.";
  return offset < size ? "" : `${offsetText(offset)} lies behind the end. The last byte is at ${offsetText(size - 1)}.`;
}
