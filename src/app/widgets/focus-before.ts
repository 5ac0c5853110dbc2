import { type RefObject, useState } from "react";

/**
 * What had the focus when the component was first drawn, for `finalFocus` of a dialog: one whose content takes the focus itself, before
 * the dialog looks, would not know where to give it back to.
 */
export function useFocusBefore(): RefObject<HTMLElement | null> {
  const [before] = useState(() => ({ current: document.activeElement instanceof HTMLElement ? document.activeElement : null }));
  return before;
}
