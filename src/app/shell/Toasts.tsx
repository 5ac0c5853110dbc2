import { CircleCheck, X } from "lucide-react";
import { type FocusEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useApp } from "../state/store.ts";
import { dropToast } from "../state/toasts.ts";
import type { Toast } from "../state/ui-slice.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { keyText } from "./keys.ts";
import styles from "./toasts.module.css";

const shownFor = 6000;

/** Messages at the bottom right; each stays for 6 s, longer while the pointer or the focus is on it. */
export function Toasts() {
  const toasts = useApp((s) => s.toasts);
  const before = useRef<Element | null>(null);
  const from = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) before.current = event.relatedTarget;
  };
  const left = (event: FocusEvent) => {
    if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) before.current = null;
  };
  // What was pressed in a message is gone with it: the focus goes back to where it came from.
  // biome-ignore lint/correctness/useExhaustiveDependencies: messages come and go
  useLayoutEffect(() => {
    const back = before.current;
    if (document.activeElement !== document.body || back === null) return;
    before.current = null;
    if (back instanceof HTMLElement && back.isConnected) back.focus();
  }, [toasts]);
  return (
    <div className={styles.toasts} role="status" aria-live="polite" onFocus={from} onBlur={left}>
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastLine({ toast }: { readonly toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dropToast(toast.id), shownFor);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding a message while it is read does not need a role
    <div
      className={styles.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <CircleCheck size={14} strokeWidth={1.6} aria-hidden="true" />
      <span className={styles.text}>{toast.text}</span>
      {toast.undo && (
        <Button size="small" title={`Undo (${keyText("$mod+z")})`} onClick={() => dropToast(toast.id, true)}>
          Undo
        </Button>
      )}
      <IconButton icon={X} label="Close the message" tight onClick={() => dropToast(toast.id)} />
    </div>
  );
}
