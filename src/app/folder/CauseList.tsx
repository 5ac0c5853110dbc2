import { useApp } from "../state/store.ts";
import { showInTable } from "../state/table.ts";
import { type TableFacts, writersText } from "../state/table-rows.ts";
import { counted } from "../widgets/format.ts";
import styles from "./folder.module.css";

/** Lines of each list. */
const MOST = 40;

/** What the table can be narrowed to: roots, writers, and the reasons for failing, each with its count. */
export function CauseList({ facts }: { readonly facts: TableFacts }) {
  const show = useApp((s) => s.tableShow);
  const evidence = useApp((s) => s.evidence);
  const { failing } = facts;
  const [roots, writers, causes] = [facts.roots, facts.writers, facts.causes].map(byCount) as [Counted, Counted, Counted];
  return (
    <aside className={styles.side} aria-label="Narrow the table" data-pane="causes">
      <section>
        <h2>Reasons for failing</h2>
        {causes.length === 0 && <p className={styles.dim}>No release fails on any of these blobs.</p>}
        {causes.length > 0 && (
          <p className={styles.dim}>{counted(failing, "failing reading")}. The same reason on the same field is one cause.</p>
        )}
        <ul>
          {causes.map(([cause, count]) => {
            const [message, where] = cause.split("\n");
            return (
              <li key={cause}>
                <button
                  type="button"
                  aria-pressed={show.cause === cause}
                  onClick={() => showInTable({ cause: show.cause === cause ? undefined : cause })}
                >
                  <span>{message}</span>
                  <span className={styles.count}>{count.toLocaleString("en")}</span>
                  <span className={styles.where}>{where || "the blob itself"}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </section>
      <section>
        <h2>Root type</h2>
        <ul>
          {roots.map(([root, count]) => (
            <Narrow
              key={root}
              word={root === "" ? "no root fits" : root}
              count={count}
              on={show.root === root}
              onPress={() => showInTable({ root: show.root === root ? undefined : root })}
            />
          ))}
        </ul>
      </section>
      <section>
        <h2>Written by</h2>
        {evidence.fields > 0 && (
          <p className={styles.dim} role="note">
            {counted(evidence.blobs, "blob")} of known writers served as evidence: {counted(evidence.fields, "field")} that{" "}
            {evidence.blobs === 1 ? "its release wrote" : "their releases wrote"} without, and so read without. Plain schemas do not say
            that.
          </p>
        )}
        <ul>
          {writers.map(([writer, count]) => (
            <Narrow
              key={writer}
              word={writersText(writer.split(" or "))}
              title={writer}
              count={count}
              on={show.writer === writer}
              onPress={() => showInTable({ writer: show.writer === writer ? undefined : writer })}
            />
          ))}
        </ul>
      </section>
    </aside>
  );
}

interface NarrowProps {
  readonly word: string;
  /** Where the word does not say all. */
  readonly title?: string;
  readonly count: number;
  readonly on: boolean;
  readonly onPress: () => void;
}

function Narrow({ word, title = word, count, on, onPress }: NarrowProps) {
  return (
    <li>
      <button type="button" aria-pressed={on} onClick={onPress}>
        <span className={styles.word} title={title}>
          {word}
        </span>
        <span className={styles.count}>{count.toLocaleString("en")}</span>
      </button>
    </li>
  );
}

type Counted = readonly (readonly [string, number])[];

/** The most first. */
function byCount(counts: ReadonlyMap<string, number>): Counted {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST);
}
