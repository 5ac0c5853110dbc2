import { useEffect, useRef } from "react";
import { FindBar } from "../find/FindBar.tsx";
import { closeCompareFind, searchSides, stepCompareHit } from "../state/compare-view.ts";
import { useApp } from "../state/store.ts";

/** The find bar over both sides, wired to the store; closing gives the focus back to where it was. */
export function CompareFind() {
  const find = useApp((s) => s.compare.find);
  const compareId = useApp((s) => s.compare.info?.compareId);
  const before = useRef<Element | null>(null);
  // While rendering, because the bar's own effect takes the focus before any effect of ours could look.
  if (find.open && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (!find.open) before.current = null;
  }, [find.open]);
  useEffect(() => {
    if (find.open && compareId !== undefined) void searchSides(useApp.getState().compare.find.query);
  }, [find.open, compareId]);
  if (!find.open) return null;
  const onClose = () => {
    const target = before.current;
    closeCompareFind();
    if (target instanceof HTMLElement && target.isConnected && target !== document.body) target.focus();
    else document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
  };
  return (
    <FindBar
      query={find.query}
      onQuery={(query) => void searchSides(query)}
      result={find.result}
      current={find.at}
      onNext={() => void stepCompareHit(1)}
      onPrevious={() => void stepCompareHit(-1)}
      onClose={onClose}
      focusToken={find.focus}
    />
  );
}
