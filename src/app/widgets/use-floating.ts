import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

interface FloatingOptions {
  /** Where it belongs to, in pixels of the window. */
  readonly anchor: () => DOMRect | undefined;
  readonly align: "start" | "end";
  /** What has the focus first. */
  readonly first: (box: HTMLElement) => HTMLElement | null | undefined;
  /** Presses inside it are not outside: the button that opened it. */
  readonly owner: Element | null;
  readonly onClose: () => void;
}

/**
 * Makes a `popover="manual"` element float: in the top layer, so that no pane cuts it, but at its place in the document, so that
 * it stays in its landmark. A press outside, a resize or another window closes it; the focus goes back to where it was.
 */
export function useFloating(box: RefObject<HTMLElement | null>, { anchor, align, first, owner, onClose }: FloatingOptions): void {
  const close = useRef(onClose);
  close.current = onClose;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is placed once, and closes when the window changes
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = document.activeElement;
    element.showPopover();
    place(element, anchor() ?? new DOMRect(), align);
    first(element)?.focus();
    return () => {
      const inside = element.contains(document.activeElement) || document.activeElement === document.body;
      if (inside && before instanceof HTMLElement) before.focus();
    };
  }, []);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !owner?.contains(target)) close.current();
    };
    const away = () => close.current();
    window.addEventListener("pointerdown", outside, true);
    window.addEventListener("resize", away);
    window.addEventListener("blur", away);
    return () => {
      window.removeEventListener("pointerdown", outside, true);
      window.removeEventListener("resize", away);
      window.removeEventListener("blur", away);
    };
  }, [box, owner]);
}

/** Below the anchor, above it when there is no room, and always inside the window. */
function place(box: HTMLElement, anchor: DOMRect, align: "start" | "end"): void {
  const gap = 4;
  const edge = 8;
  const { width, height } = box.getBoundingClientRect();
  const left = align === "start" ? anchor.left : anchor.right - width;
  const below = anchor.bottom + gap;
  const above = anchor.top - gap - height;
  const top = below + height <= innerHeight - edge || above < edge ? below : above;
  box.style.left = `${Math.max(edge, Math.min(left, innerWidth - edge - width))}px`;
  box.style.top = `${Math.max(edge, Math.min(top, innerHeight - edge - height))}px`;
}
