import { type ReactNode, startTransition, useEffect, useState } from "react";
import { during } from "../state/session.ts";

/**
 * Draws its children after what stands around them, in tasks of their own: all of a workspace at once would keep the page from
 * answering. `until` takes their place for that moment.
 */
export function Later({ until, children }: { readonly until: ReactNode; readonly children: ReactNode }): ReactNode {
  const [due, setDue] = useState(false);
  useEffect(() => {
    if (due) return;
    let drawn = () => {};
    void during(
      new Promise<void>((done) => {
        drawn = done;
      }),
    );
    startTransition(() => setDue(true));
    return drawn;
  }, [due]);
  return due ? children : until;
}
