import { useEffect } from "react";
import { FindBar } from "../find/FindBar.tsx";
import { useFocusBack } from "../find/use-focus-back.ts";
import { closeCompareFind, searchSides, stepCompareHit } from "../state/compare-find.ts";
import { useApp } from "../state/store.ts";

/** The find bar over both sides, wired to the store; closing gives the focus back to where it was. */
export function CompareFind() {
  const find = useApp((s) => s.compare.find);
  const compareId = useApp((s) => s.compare.info?.compareId);
  const onClose = useFocusBack(find.open, closeCompareFind);
  const equal = useApp((s) => s.compare.spec.equal);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is absent is looked through where it is shown
  useEffect(() => {
    if (find.open && compareId !== undefined) void searchSides(useApp.getState().compare.find.query);
  }, [find.open, compareId, equal]);
  if (!find.open) return null;
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
