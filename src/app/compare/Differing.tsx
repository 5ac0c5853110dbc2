import styles from "./differing.module.css";

/** Characters before the first difference that are kept when the text before it is cut away. */
const lead = 10;

interface DifferingProps {
  readonly text: string;
  readonly marks: readonly (readonly [from: number, to: number])[];
  /** Shows all of the text. */
  readonly whole?: boolean;
}

/** A value with what differs from the other side marked, in colour and in bold. A long common start is cut away. */
export function Differing({ text, marks, whole = false }: DifferingProps) {
  const first = marks[0]?.[0] ?? 0;
  const start = whole || first < 24 ? 0 : first - lead;
  const parts = [];
  let at = start;
  for (const [from, to] of marks) {
    if (to <= start) continue;
    parts.push(text.slice(at, from), <em key={from}>{text.slice(from, to)}</em>);
    at = to;
  }
  parts.push(text.slice(at));
  return (
    <span className={styles.differing}>
      {start > 0 && "…"}
      {parts}
    </span>
  );
}
