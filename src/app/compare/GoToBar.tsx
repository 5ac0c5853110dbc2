import { CornerDownRight, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { SideName } from "../../worker/protocol.ts";
import bar from "../find/find-bar.module.css";
import { useFocusBack } from "../find/use-focus-back.ts";
import { closeGoTo, goToText } from "../state/compare-go.ts";
import { nearSide } from "../state/compare-row.ts";
import { useApp } from "../state/store.ts";
import styles from "./go-to-bar.module.css";

/** Takes a path or an offset of one side and goes there; what cannot be gone to is said beside it. */
export function GoToBar() {
  const { open, focus } = useApp((s) => s.compare.goTo);
  const side = useApp((s) => s.compare.near);
  const [trouble, setTrouble] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const troubleId = useId();
  const onClose = useFocusBack(open, closeGoTo);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new count asks for the focus
  useEffect(() => {
    setTrouble("");
    input.current?.focus();
    input.current?.select();
  }, [open, focus]);
  if (!open) return null;
  const go = async () => {
    const went = await goToText(side, input.current?.value.trim() ?? "");
    setTrouble(went.trouble ?? "");
    if (!went.to) return;
    closeGoTo();
    // Not into the bar, which the pane of the tree remembers as its place.
    document.querySelector<HTMLElement>(went.to === "byte" ? `[data-pane="bytes-${side}"] [role="grid"]` : '[role="treegrid"]')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Enter" && event.target === input.current && input.current?.value.trim()) {
      event.preventDefault();
      void go();
    }
  };
  const choose = (of: SideName) => {
    nearSide(of);
    setTrouble("");
    input.current?.focus();
  };
  return (
    <search className={bar.bar} aria-label="Go to" onKeyDown={onKeyDown}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend of its own */}
      <span className={styles.sides} role="group" aria-label="On side">
        {(["a", "b"] as const).map((each) => (
          <button
            key={each}
            type="button"
            className={each === side ? `${bar.toggle} ${bar.on}` : bar.toggle}
            aria-pressed={each === side}
            aria-label={`On side ${each.toUpperCase()}`}
            onClick={() => choose(each)}
          >
            {each.toUpperCase()}
          </button>
        ))}
      </span>
      <span className={`${bar.field} ${styles.field}`}>
        <CornerDownRight size={14} strokeWidth={2} aria-hidden="true" />
        <input
          ref={input}
          className={bar.input}
          placeholder="Path, or offset in hex or decimal"
          aria-label="Go to a path or an offset"
          aria-invalid={trouble !== ""}
          aria-describedby={trouble === "" ? undefined : troubleId}
          spellCheck={false}
          autoComplete="off"
          onInput={() => setTrouble("")}
        />
      </span>
      <span id={troubleId} className={bar.trouble} role="status" title={trouble}>
        {trouble}
      </span>
      <button type="button" className={`${bar.icon} ${bar.close}`} aria-label="Close" title="Close (Esc)" onClick={onClose}>
        <X size={14} strokeWidth={2} aria-hidden="true" />
      </button>
    </search>
  );
}
