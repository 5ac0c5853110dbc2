import { useCallback, useMemo } from "react";
import { HexPane } from "../hex/HexPane.tsx";
import { partsOf, rangeOf } from "../hex/parts.ts";
import panes from "../panes/panes.module.css";
import { copyBytes } from "../state/copy.ts";
import { activeBlob, isStarting } from "../state/reading.ts";
import { goToOffset, selectBytes } from "../state/select.ts";
import { ask } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { useReadings } from "../state/use-readings.ts";

const onCursor = (offset: number) => void goToOffset(offset);

/** The bytes of the open blob, wired to the store: the selected row is tinted, a byte selects its deepest row. */
export function BytesPane() {
  const blob = useApp(activeBlob);
  const blobId = blob?.blobId ?? "";
  // Of a file that is still being read, no more is there.
  const size = useApp((s) => (isStarting(s) ? s.doc?.soFar : undefined)) ?? blob?.bytes ?? 0;
  const details = useApp((s) => s.details);
  const cursor = useApp((s) => s.cursor);
  const selection = useApp((s) => s.bytes);
  const hit = useApp((s) => s.find.hit?.range);
  const hexTo = useApp((s) => s.hexTo);
  const goTo = useApp((s) => s.goTo);
  const absent = details !== undefined && rangeOf(details) === undefined;
  const parts = useMemo(() => partsOf(details), [details]);
  const fetchBytes = useCallback((from: number, to: number) => ask("bytes", { blobId, from, to }), [blobId]);
  const { readings, of } = useReadings(blobId, cursor, selection);
  const range = selection ?? rangeOf(details);
  const onCopy = useMemo(() => (range ? () => void copyBytes(range[0], range[1]) : undefined), [range]);
  return (
    <div className={panes.part} data-pane="bytes">
      <HexPane
        blobId={blobId}
        size={size}
        pieces={blob?.pieces}
        fetchBytes={fetchBytes}
        parts={parts}
        cursor={cursor}
        selection={selection}
        onCursor={onCursor}
        onSelectRange={selectBytes}
        hitNow={hit}
        scrollTo={hexTo}
        onCopy={onCopy}
        goToToken={goTo}
        readings={readings}
        readingsOf={of}
        remark={absent && !selection ? "The field has no bytes: it is not on the wire." : undefined}
      />
    </div>
  );
}
