import { type ReactNode, startTransition, useEffect, useState } from "react";
import { during } from "../state/session.ts";

interface LaterProps {
  /** In which task after the rest: 1 for the next, 2 for the one after it. */
  readonly step: number;
  /** Not as long as this holds. */
  readonly held?: boolean;
  readonly until: ReactNode;
  readonly children: ReactNode;
}

/**
 * Draws its children after what stands around them, in a task of their own: all of a workspace at once would keep the page from
 * answering. `until` takes their place for that moment.
 */
export function Later({ step, held = false, until, children }: LaterProps): ReactNode {
  const [at, setAt] = useState(0);
  const due = at >= step;
  useEffect(() => {
    if (due || held) return;
    let drawn = () => {};
    void during(
      new Promise<void>((done) => {
        drawn = done;
      }),
    );
    startTransition(() => setAt(at + 1));
    return drawn;
  }, [due, held, at]);
  return due ? children : until;
}
