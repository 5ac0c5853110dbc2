import type { FieldLine } from "../../worker/protocol.ts";
import { ChangeWord } from "../widgets/change.tsx";
import styles from "./story.module.css";
import { cellSays, storyRows } from "./story-rows.ts";

/** What a field is in each release and what became of it, old to new. `short` leaves out where it is declared. */
export function Story({
  line,
  releases,
  short = false,
}: {
  readonly line: FieldLine;
  readonly releases: readonly string[];
  readonly short?: boolean;
}) {
  return (
    <ol className={short ? `${styles.story} ${styles.short}` : styles.story}>
      {storyRows(line, releases).map(({ releases: names, cell }) => (
        <li key={names}>
          <span className={styles.releases}>{names}</span>
          <div className={styles.what}>
            {cell.changes.map(({ kind, says }) => (
              <p key={kind}>
                <ChangeWord kind={kind} /> {says}
              </p>
            ))}
            {cell.text !== undefined ? (
              <p className={styles.text}>
                <code>{cell.text}</code>
                {!short && cell.place !== undefined && <span>{cell.place}</span>}
              </p>
            ) : (
              cell.changes.length === 0 && <p className={styles.none}>{cellSays(cell)}</p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
