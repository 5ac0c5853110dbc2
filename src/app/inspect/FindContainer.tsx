import { useEffect } from "react";
import type { FindQuery } from "../../worker/protocol.ts";
import { FindBar } from "../find/FindBar.tsx";
import { useFocusBack } from "../find/use-focus-back.ts";
import { closeFind, search, stepHit } from "../state/find.ts";
import { useApp } from "../state/store.ts";

const onQuery = (query: FindQuery) => void search(query);
const onNext = () => void stepHit(1);
const onPrevious = () => void stepHit(-1);

/** The find bar, wired to the store; closing gives the focus back to where it was. */
export function FindContainer() {
  const find = useApp((s) => s.find);
  const docId = useApp((s) => s.doc?.docId);
  const onClose = useFocusBack(find.open, closeFind);
  // A reopened bar and a new document look again for the text that stands there.
  useEffect(() => {
    if (find.open && docId !== undefined) void search(useApp.getState().find.query);
  }, [find.open, docId]);
  if (!find.open) return null;
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
