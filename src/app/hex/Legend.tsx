import styles from "./legend.module.css";

const kinds = ["tag", "length", "value", "differs"] as const;

/** What the grounds of the bytes mean; `differs` only where two sides are compared. */
export function Legend({ differs = false }: { readonly differs?: boolean }) {
  return (
    <span className={styles.legend} aria-hidden="true">
      {kinds
        .filter((kind) => differs || kind !== "differs")
        .map((kind) => (
          <span key={kind}>
            <i className={styles[kind]} />
            {kind}
          </span>
        ))}
    </span>
  );
}
