import { useEffect, useRef } from "react";

/** What closes a find bar and gives the focus back to where it was when the bar opened, else to the tree. */
export function useFocusBack(open: boolean, close: () => void): () => void {
  const before = useRef<Element | null>(null);
  // While rendering, because the bar's own effect takes the focus before any effect of ours could look.
  if (open && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (!open) before.current = null;
  }, [open]);
  return () => {
    const target = before.current;
    close();
    if (target instanceof HTMLElement && target.isConnected && target !== document.body) target.focus();
    else document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
  };
}
