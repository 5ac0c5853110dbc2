import { CircleX, TriangleAlert, X } from "lucide-react";
import { startAgain } from "../state/open.ts";
import { useApp } from "../state/store.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { ProgressBar } from "../widgets/ProgressBar.tsx";
import styles from "./window.module.css";

/** Above the workspace: the decoder died, or a request failed. */
export function Banners() {
  const dead = useApp((s) => s.dead);
  const failure = useApp((s) => s.failure);
  return (
    <div className={styles.banners}>
      {dead !== undefined && (
        <div className={`${styles.banner} ${styles.bad}`} role="alert">
          <CircleX size={14} aria-hidden="true" />
          <p>
            {dead.replace(/\.?$/, ".")} What it held in memory is gone; the files themselves are untouched. Start it again, then open the
            files once more.
          </p>
          <Button onClick={() => void startAgain()}>Start again</Button>
        </div>
      )}
      {failure !== undefined && dead === undefined && (
        <div className={styles.banner} role="alert">
          <TriangleAlert size={14} aria-hidden="true" />
          <p>{failure}</p>
          <IconButton icon={X} label="Dismiss" tight onClick={() => useApp.setState({ failure: undefined })} />
        </div>
      )}
    </div>
  );
}

/** Work that takes longer than 200 ms, each with how far it is, where that is known, and a way to cancel it. */
export function WorkInProgress() {
  const running = useApp((s) => s.running);
  return (
    <div className={styles.work} role="status">
      {running.map((work) => (
        <div key={work.id} className={styles.job}>
          {work.label}
          {work.share === undefined ? (
            <span className={styles.track}>
              <i />
            </span>
          ) : (
            <ProgressBar value={work.share} of={1} label={work.label} />
          )}
          <Button look="quiet" size="small" onClick={work.cancel}>
            Cancel
          </Button>
        </div>
      ))}
    </div>
  );
}
