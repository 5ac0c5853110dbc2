import { Copy } from "lucide-react";
import { useCallback, useMemo } from "react";
import type { ByteRange } from "../../base/index.ts";
import type { SideName } from "../../worker/protocol.ts";
import { HexGrid } from "../hex/HexGrid.tsx";
import { Legend } from "../hex/Legend.tsx";
import { partsOf, rangeOf } from "../hex/parts.ts";
import panes from "../panes/panes.module.css";
import { goToSideByte, selectSideBytes } from "../state/compare-go.ts";
import { sideBlob } from "../state/compare-now.ts";
import { copySideBytes, nearSide } from "../state/compare-row.ts";
import { ask } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { IconButton } from "../widgets/Button.tsx";
import { rangeText } from "../widgets/format.ts";
import styles from "./compare-bytes.module.css";

/** The bytes of both sides side by side: the selected row is tinted, a byte selects its deepest row. */
export function CompareBytes() {
  const details = useApp((s) => s.compare.details);
  const selected = useApp((s) => s.compare.bytes);
  const range = (side: SideName) => {
    const shown = selected[side] ?? rangeOf(details?.[side]);
    const name = side.toUpperCase();
    return shown ? (
      <span className={styles.range}>
        {name} {rangeText(shown)}
        <IconButton icon={Copy} tight label={`Copy bytes of ${name} as hex`} onClick={() => copySideBytes(side)} />
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
  const details = useApp((s) => s.compare.details?.[side]);
  const differs = useApp((s) => s.compare.details?.differs?.[side]);
  const cursor = useApp((s) => s.compare.cursor[side]);
  const hexTo = useApp((s) => s.compare.hexTo[side]);
  const selection = useApp((s) => s.compare.bytes[side]);
  const hit = useApp((s) => s.compare.find.hit?.[side]);
  const parts = useMemo(() => ({ ...partsOf(details), differs }), [details, differs]);
  const fetchBytes = useCallback((from: number, to: number) => ask("bytes", { blobId, from, to }), [blobId]);
  const onCursor = useCallback((offset: number) => void goToSideByte(side, offset), [side]);
  const onSelectRange = useCallback((range: ByteRange | undefined) => selectSideBytes(side, range), [side]);
  const onCopy = useCallback(() => copySideBytes(side), [side]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: notes which side the keys are in
    <div className={styles.side} data-pane={`bytes-${side}`} onFocus={() => nearSide(side)}>
      <HexGrid
        label={`Bytes of ${side.toUpperCase()} in hex and text`}
        rowBytes={8}
        blobId={blobId}
        size={size}
        fetchBytes={fetchBytes}
        parts={parts}
        cursor={cursor}
        selection={selection}
        onCursor={onCursor}
        onSelectRange={onSelectRange}
        onCopy={onCopy}
        hitNow={hit}
        scrollTo={hexTo}
      />
    </div>
  );
}
