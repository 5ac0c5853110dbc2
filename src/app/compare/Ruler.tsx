import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { RulerMark } from "../../worker/protocol.ts";
import { changeInk } from "../widgets/change.tsx";
import styles from "./ruler.module.css";

interface RulerProps {
  readonly marks: readonly RulerMark[];
  /** Rows of the view. */
  readonly count: number;
  /** Whole rows in sight. */
  readonly page: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onGo: (index: number) => void;
}

/** Where the changes are in the whole, and which part is in sight: press to go. `n` and `p` do the same from the keyboard. */
export function Ruler({ marks, count, page, scroller, onGo }: RulerProps) {
  const window = useRef<HTMLElement>(null);
  // The window moves with the scroll without a drawing.
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const place = () => {
      if (!window.current) return;
      const share = Math.min(1, count === 0 ? 1 : page / count);
      const room = box.scrollHeight - box.clientHeight;
      window.current.style.top = `${(room > 0 ? box.scrollTop / room : 0) * (1 - share) * 100}%`;
      window.current.style.height = `${share * 100}%`;
    };
    place();
    box.addEventListener("scroll", place, { passive: true });
    return () => box.removeEventListener("scroll", place);
  }, [scroller, count, page]);
  const go = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const at = (event.clientY - top) / height;
    onGo(Math.max(0, Math.min(count - 1, Math.round(at * count - page / 2))));
  };
  return (
    <div className={styles.ruler} aria-hidden="true" data-ruler="" onPointerDown={go} onPointerMove={go}>
      <i ref={window} className={styles.window} />
      {marks.map(({ at, kind }) => (
        <i key={`${at} ${kind}`} className={changeInk(kind)} style={{ top: `${at * 100}%` }} />
      ))}
    </div>
  );
}
