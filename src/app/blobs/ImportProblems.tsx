import { CircleX, X } from "lucide-react";
import { visible } from "../../base/index.ts";
import { useApp } from "../state/store.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { counted } from "../widgets/format.ts";
import styles from "./blobs.module.css";

const shownAtMost = 50;

/** Files that could not be opened and schemas with problems, each with the reason; they stay until dismissed. */
export function ImportProblems() {
  const problems = useApp((s) => s.importProblems);
  const troubled = useApp((s) => s.troubledReleases);
  if (problems.length + troubled.length === 0) return null;
  const dismiss = () => useApp.setState({ importProblems: [], troubledReleases: [] });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={styles.problems} aria-label="Not opened" role="alert" tabIndex={0}>
      <div className={styles.problemsHead}>
        <CircleX size={14} aria-hidden="true" />
        {problems.length > 0 ? `${counted(problems.length, "file")} not opened, or not whole` : "Problems in schemas"}
        <IconButton icon={X} label="Dismiss the list" tight onClick={dismiss} />
      </div>
      <ul>
        {problems.slice(0, shownAtMost).map((problem, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its head or is emptied, and a line has no state
          <li key={at}>
            <b>{visible(problem.path)}</b>: {visible(problem.message)}
          </li>
        ))}
        {problems.length > shownAtMost && <li>… {counted(problems.length - shownAtMost, "more file")}</li>}
        {troubled.map((release) => (
          <li key={release}>
            <b>{release}</b>: some of its files cannot be read; the rest is used.{" "}
            <Button size="small" onClick={() => useApp.setState({ dialog: "schemas" })}>
              Show the places
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
