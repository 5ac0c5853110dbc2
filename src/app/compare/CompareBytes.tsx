import { useCallback, useMemo } from "react";
import type { SideName } from "../../worker/protocol.ts";
import { HexGrid } from "../hex/HexGrid.tsx";
import { Legend } from "../hex/Legend.tsx";
import { partsOf } from "../hex/parts.ts";
import panes from "../panes/panes.module.css";
import { sideBlob } from "../state/compare.ts";
import { goToSideByte } from "../state/compare-view.ts";
import { ask } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { rangeText } from "../widgets/format.ts";
import styles from "./compare-bytes.module.css";

const noSelection = () => undefined;

/** The bytes of both sides side by side: the selected row is tinted, a byte selects its deepest row. */
export function CompareBytes() {
  const details = useApp((s) => s.compare.details);
  const range = (side: SideName) => {
    const wire = details?.[side]?.wire;
    return wire ? (
      <span className={styles.range}>
        {side.toUpperCase()} {rangeText(wire.range)}
      </span>
    ) : null;
  };
  return (
    <section className={panes.part} aria-label="Bytes of both sides">
      <div className={styles.head}>
        <h2>Bytes</h2>
        <Legend differs />
        <span className={styles.ranges}>
          {range("a")}
          {range("b")}
        </span>
      </div>
      <div className={styles.two}>
        <SideBytes side="a" />
        <SideBytes side="b" />
      </div>
    </section>
  );
}

function SideBytes({ side }: { readonly side: SideName }) {
  const blobId = useApp((s) => sideBlob(s, side)?.blobId ?? "");
  const size = useApp((s) => sideBlob(s, side)?.bytes ?? 0);
  const wire = useApp((s) => s.compare.details?.[side]?.wire);
  const differs = useApp((s) => s.compare.details?.differs?.[side]);
  const cursor = useApp((s) => s.compare.cursor[side]);
  const hexTo = useApp((s) => s.compare.hexTo[side]);
  const parts = useMemo(() => ({ ...partsOf(wire), differs }), [wire, differs]);
  const fetchBytes = useCallback((from: number, to: number) => ask("bytes", { blobId, from, to }), [blobId]);
  const onCursor = useCallback((offset: number) => void goToSideByte(side, offset), [side]);
  return (
    <div className={styles.side} data-pane={`bytes-${side}`}>
      <HexGrid
        label={`Bytes of ${side.toUpperCase()} in hex and text`}
        rowBytes={8}
        blobId={blobId}
        size={size}
        fetchBytes={fetchBytes}
        parts={parts}
        cursor={cursor}
        selection={undefined}
        onCursor={onCursor}
        onSelectRange={noSelection}
        scrollTo={hexTo}
      />
    </div>
  );
}
