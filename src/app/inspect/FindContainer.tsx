import { useEffect, useRef } from "react";
import type { FindQuery } from "../../worker/protocol.ts";
import { FindBar } from "../find/FindBar.tsx";
import { closeFind, search, stepHit } from "../state/find.ts";
import { useApp } from "../state/store.ts";

const onQuery = (query: FindQuery) => void search(query);
const onNext = () => void stepHit(1);
const onPrevious = () => void stepHit(-1);

/** The find bar, wired to the store; closing gives the focus back to where it was. */
export function FindContainer() {
  const find = useApp((s) => s.find);
  const docId = useApp((s) => s.doc?.docId);
  const before = useRef<Element | null>(null);
  // While rendering, because the bar's own effect takes the focus before any effect of ours could look.
  if (find.open && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (!find.open) before.current = null;
  }, [find.open]);
  // A reopened bar and a new document look again for the text that stands there.
  useEffect(() => {
    if (find.open && docId !== undefined) void search(useApp.getState().find.query);
  }, [find.open, docId]);
  if (!find.open) return null;
  const onClose = () => {
    const target = before.current;
    closeFind();
    if (target instanceof HTMLElement && target.isConnected && target !== document.body) target.focus();
    else document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
  };
  return (
    <FindBar
      query={find.query}
      onQuery={onQuery}
      result={find.result}
      current={find.at}
      onNext={onNext}
      onPrevious={onPrevious}
      onClose={onClose}
      focusToken={find.focus}
    />
  );
}
