import { ChevronDown } from "lucide-react";
import { chooseReadAs, openReadAs } from "../state/read-as.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import styles from "./read-as.module.css";

/** Under the value of bytes: how they are read, and the way to another reading. */
export function ReadAsLine() {
  const key = useApp((s) => s.details?.key);
  const readAs = useApp((s) => s.details?.readAs);
  const lost = useApp((s) => s.doc?.lost?.find(({ choice }) => choice.key === s.details?.key));
  if (key === undefined || !readAs) return null;
  const { now, reset } = readAs;
  return (
    <div className={styles.line}>
      <span className={styles.word}>Read as</span>
      <Button
        size="small"
        aria-haspopup="dialog"
        aria-keyshortcuts="r"
        title="Choose how these bytes are read (r)"
        onClick={() => openReadAs(key)}
      >
        <span className={styles.now}>{now ? now.words : reset.replace(/^As /, "")}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
      {now?.chosen && (
        <button type="button" className={styles.link} onClick={() => void chooseReadAs(key, undefined)}>
          {reset}
        </button>
      )}
      {now && !now.chosen && <span className={styles.soft}>{now.cut ? "as far as it goes" : "a guess"}</span>}
      {lost && <p className={styles.soft}>Your choice for these bytes is not followed: {lost.why}.</p>}
    </div>
  );
}
