import { type ReactNode, startTransition, useEffect, useState } from "react";

/**
 * Draws its children after what stands around them, in tasks of their own: all of a workspace at once would keep the page from
 * answering. `until` takes their place for that moment.
 */
export function Later({ until, children }: { readonly until: ReactNode; readonly children: ReactNode }): ReactNode {
  const [due, setDue] = useState(false);
  useEffect(() => startTransition(() => setDue(true)), []);
  return due ? children : until;
}
