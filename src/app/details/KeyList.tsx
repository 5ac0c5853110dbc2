import styles from "./details-pane.module.css";

/** A line of the list: the keys, and what they do. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly does: string;
}

/** The keys that are worth knowing where no row is selected. */
export function KeyList({ lines }: { readonly lines: readonly KeyLine[] }) {
  return (
    <dl className={styles.keys}>
      {lines.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
