import { type ReactNode, useEffect } from "react";
import { Later } from "../panes/Later.tsx";
import { Overlay } from "../panes/Overlay.tsx";
import panes from "../panes/panes.module.css";
import { TreeOverBytes } from "../panes/Stacked.tsx";
import { ThreePanes } from "../panes/ThreePanes.tsx";
import { patchCompare, sideName } from "../state/compare-now.ts";
import { useApp } from "../state/store.ts";
import { useNarrow } from "../tree/columns.ts";
import { ChangeTree } from "./ChangeTree.tsx";
import { CompareBytes } from "./CompareBytes.tsx";
import { CompareDetailsPane } from "./CompareDetailsPane.tsx";
import { CompareEmpty } from "./CompareEmpty.tsx";
import { CompareFind } from "./CompareFind.tsx";
import { GoToBar } from "./GoToBar.tsx";
import { KindBar } from "./KindBar.tsx";
import { CompareRemarks } from "./Remarks.tsx";
import { Sides } from "./Sides.tsx";
import { UnitList } from "./UnitList.tsx";

/** The workspace of two sides: changes by unit on the left, one aligned tree over the bytes of both, details on the right. */
export function CompareWorkspace() {
  const narrow = useNarrow();
  const isOpen = useApp((s) => s.compare.info !== undefined);
  const detailsShown = useApp((s) => s.detailsShown);
  return (
    <ThreePanes
      narrow={narrow}
      list={{ name: "units", pane: isOpen && <LateUnits />, shown: isOpen }}
      details={isOpen && detailsShown ? <LateDetails /> : undefined}
      rail={narrow && isOpen && <NarrowUnits />}
    >
      <section className={panes.mid} aria-label="Comparison">
        {isOpen && <Heading />}
        <Sides />
        {isOpen ? <Aligned /> : <CompareEmpty />}
      </section>
    </ThreePanes>
  );
}

// What is not waited for: tree, bytes and lists at once would keep the page from answering.
const LateBytes = () => (
  <Later step={2} until={<div className={panes.part} data-pane="bytes" />}>
    <CompareBytes />
  </Later>
);
const LateUnits = () => (
  <Later step={3} until={<div className={panes.part} data-pane="units" />}>
    <UnitList />
  </Later>
);
const LateDetails = () => (
  <Later step={3} until={<div className={`${panes.part} ${panes.side}`} data-pane="details" />}>
    <CompareDetailsPane />
  </Later>
);

const closeUnits = () => patchCompare({ unitsOpen: false });

/** Narrow windows have no room for the list: it lies over the tree while it is used. */
function NarrowUnits() {
  const open = useApp((s) => s.compare.unitsOpen);
  if (!open) return null;
  return (
    <Overlay onClose={closeUnits} home="[data-unit]">
      <UnitList onClose={closeUnits} />
    </Overlay>
  );
}

/** Seen by nobody, for the side heads say it: what the screen is about. */
function Heading() {
  const a = useApp((s) => sideName(s, "a"));
  const b = useApp((s) => sideName(s, "b"));
  return (
    <h1 className="vh">
      {a} compared with {b}
    </h1>
  );
}

/** Filters, the tree, find and the bytes. */
function Aligned() {
  return (
    <>
      <KindBar />
      <CompareRemarks />
      <TreeOverBytes bytes={<LateBytes />}>
        <Later step={1} until={null}>
          <ChangeTree />
          <FocusOnTree />
        </Later>
        <CompareFind />
        <GoToBar />
      </TreeOverBytes>
    </>
  );
}

/** The button that was pressed to compare may be gone: then the keys go to the tree. */
function FocusOnTree(): ReactNode {
  const compareId = useApp((s) => s.compare.info?.compareId);
  useEffect(() => {
    if (compareId !== undefined && document.activeElement === document.body)
      document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
  }, [compareId]);
  return null;
}
