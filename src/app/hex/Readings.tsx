import type { ReactNode } from "react";
import type { ByteRange } from "../../base/index.ts";
import type { ValueReading } from "../../worker/protocol.ts";
import { bytesText, escaped, offsetText, rangeText } from "../widgets/format.ts";
import styles from "./readings.module.css";

interface ReadingsProps {
  readonly readings: readonly ValueReading[] | undefined;
  /** The bytes that were read. */
  readonly of: ByteRange | undefined;
  /** Stands in a pane of its own, which scrolls it. */
  readonly bare?: boolean;
  /** A sentence in place of the readings. */
  readonly remark?: ReactNode;
}

/** Characters of a value that still fit half a line. */
const short = 11;

/** Every way to read the byte under the cursor, or the selected range; short values stand two in a line. */
export function Readings({ readings, of, remark, bare = false }: ReadingsProps) {
  const fit = readings?.filter((reading) => reading.unfit === undefined) ?? [];
  const narrow = fit.filter((reading) => reading.value.length <= short && reading.label.length <= short);
  const wide = fit.filter((reading) => !narrow.includes(reading) && !reading.guess);
  // Guesses apart: their long labels would take the room of the numbers.
  const guesses = fit.filter((reading) => !narrow.includes(reading) && reading.guess);
  return (
    <section className={bare ? styles.bare : styles.readings} aria-label="Readings" tabIndex={bare ? undefined : 0}>
      {remark !== undefined && <p className={styles.remark}>{remark}</p>}
      {remark === undefined && of && (
        <p className={styles.sub}>
          <span>
            Reading {of[1] - of[0] > 1 ? "of " : "at "}
            <span className={styles.mono}>{of[1] - of[0] > 1 ? rangeText(of) : offsetText(of[0])}</span>
            {of[1] - of[0] > 1 && `, ${bytesText(of[1] - of[0])}`}
          </span>
          <span className={styles.dim}>little endian</span>
        </p>
      )}
      {remark === undefined && narrow.length > 0 && <Pairs readings={narrow} two />}
      {remark === undefined && wide.length > 0 && <Pairs readings={wide} />}
      {remark === undefined && guesses.length > 0 && <Pairs readings={guesses} />}
      {remark === undefined && !of && <p className={styles.remark}>Press a byte to see all that it can be read as.</p>}
      {remark === undefined && of && readings && fit.length === 0 && <p className={styles.remark}>No reading fits these bytes.</p>}
    </section>
  );
}

function Pairs({ readings, two = false }: { readonly readings: readonly ValueReading[]; readonly two?: boolean }) {
  return (
    <dl className={two ? `${styles.pairs} ${styles.two}` : styles.pairs}>
      {readings.map((reading) => (
        <div key={reading.label} className={styles.pair}>
          <dt>
            {reading.label}
            {reading.guess && <span className={styles.guess}>guess</span>}
          </dt>
          <dd title={escaped(reading.value)}>{escaped(reading.value)}</dd>
        </div>
      ))}
    </dl>
  );
}
