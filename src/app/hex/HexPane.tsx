import { Copy } from "lucide-react";
import { useRef, useState } from "react";
import { fileOffsetOf } from "../../base/index.ts";
import { offsetText, rangeText } from "../widgets/format.ts";
import { GoToOffset } from "./GoToOffset.tsx";
import { HexGrid } from "./HexGrid.tsx";
import styles from "./hex-pane.module.css";
import { Legend } from "./Legend.tsx";
import { Readings } from "./Readings.tsx";
import type { HexPaneProps, HexScrollTarget } from "./types.ts";

/** The bytes of the blob under the tree: a head with the range and its legend, the hex grid, and beside it the readings. */
export function HexPane(props: HexPaneProps) {
  const { parts, selection, onCursor } = props;
  const [jump, setJump] = useState<HexScrollTarget>();
  const pane = useRef<HTMLElement>(null);
  const onGoTo = (offset: number) => {
    setJump((old) => ({ offset, token: (old?.token ?? 0) + 1 }));
    onCursor(offset);
    // From here on the arrows move among the bytes.
    pane.current?.querySelector<HTMLElement>("[role=grid]")?.focus();
  };
  const from = parts.tag?.[0] ?? parts.value?.[0];
  const to = parts.value?.[1] ?? parts.tag?.[1];
  const range = selection ?? (from !== undefined && to !== undefined ? ([from, to] as const) : undefined);
  return (
    <section ref={pane} className={styles.pane} aria-label="Bytes">
      <div className={styles.head}>
        <h2>Bytes</h2>
        {range && <span className={styles.range}>{rangeText(range)}</span>}
        {range && props.pieces && (
          <span className={styles.range} title="Where the first byte stands in the file">
            at {offsetText(fileOffsetOf(props.pieces, range[0]))} of the file
          </span>
        )}
        {range && <span className={styles.line} />}
        <Legend />
        <span className={styles.tools}>
          <GoToOffset size={props.size} focusToken={props.goToToken} onGoTo={onGoTo} />
          <button
            type="button"
            className={styles.copy}
            aria-label="Copy bytes as hex"
            title="Copy bytes as hex"
            disabled={!props.onCopy || !range}
            onClick={props.onCopy}
          >
            <Copy size={14} strokeWidth={2} aria-hidden="true" />
          </button>
        </span>
      </div>
      {props.size === 0 ? (
        <p className={styles.none}>The blob has no bytes.</p>
      ) : (
        <div className={styles.body}>
          <HexGrid {...props} jump={jump} />
          <Readings readings={props.readings} of={props.readingsOf} remark={props.remark} />
        </div>
      )}
    </section>
  );
}
