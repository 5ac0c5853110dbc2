import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";
import { useApp } from "../state/store.ts";
import { activeNotes, goToFinding } from "../state/verdict.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { counted, middleCut } from "../widgets/format.ts";
import { StatusIcon } from "../widgets/status.tsx";
import styles from "./finding-bar.module.css";

const longPath = 60;

/** What is to be known of a restore with the reading release though the verdict does not hang on it: one note at a time. */
export function NoteBar() {
  const notes = useApp(activeNotes);
  const release = useApp((s) => s.doc?.release);
  const [chosen, setChosen] = useState(0);
  const at = chosen < notes.length ? chosen : 0;
  const note = notes[at];
  if (!note || release === undefined) return null;
  const step = (by: number) => setChosen((at + by + notes.length) % notes.length);
  return (
    <section className={`${styles.bar} ${styles.note}`} aria-label={`Notes on ${release}`}>
      <StatusIcon kind="note" size={14} />
      <div className={styles.text}>
        <p title={note.message}>
          <b>Note on {release}:</b> {note.message}
          {note.path !== "" && (
            <>
              , at <code title={note.path}>{middleCut(note.path, longPath)}</code>
            </>
          )}
        </p>
      </div>
      {note.path !== "" && (
        <Button size="small" onClick={() => void goToFinding(note)}>
          Show it
        </Button>
      )}
      {notes.length > 1 && (
        <div className={styles.acts}>
          <span className={styles.count}>
            {at + 1} of {counted(notes.length, "note")}
          </span>
          <IconButton icon={ChevronUp} tight label="Previous note" onClick={() => step(-1)} />
          <IconButton icon={ChevronDown} tight label="Next note" onClick={() => step(1)} />
        </div>
      )}
    </section>
  );
}
