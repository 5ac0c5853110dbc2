import type { RuleText } from "../../../worker/protocol.ts";
import { Prose } from "./Prose.tsx";
import styles from "./rules.module.css";

/** What a rule means: what happens, why, an example, the safe way. */
export function RuleBody({ rule }: { readonly rule: RuleText }) {
  const { what, why, change, example, safe } = rule;
  return (
    <div className={styles.body}>
      <p>
        <Prose text={what} />
      </p>
      <p>
        <Prose text={why} />
      </p>
      <p className={styles.sub}>Example</p>
      {change !== "" && <pre>{change}</pre>}
      <p>
        <code>{example[0]}</code> <Prose text={example[1]} />.
      </p>
      <p className={styles.sub}>The safe way</p>
      <p>
        <Prose text={safe} />
      </p>
    </div>
  );
}
