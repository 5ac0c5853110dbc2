import type { ReleaseInfo } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { showReleases } from "../state/types.ts";
import { Button } from "../widgets/Button.tsx";
import { Dialog } from "../widgets/Dialog.tsx";
import { counted } from "../widgets/format.ts";
import { StatusBadge } from "../widgets/status.tsx";
import { pick } from "./picker.ts";
import styles from "./window.module.css";

/** The registered releases, oldest first, each with what is wrong in its files. */
export function SchemasDialog({ onClose }: { readonly onClose: () => void }) {
  const releases = useApp((s) => s.releases);
  return (
    <Dialog
      title="Registered releases"
      wide
      onClose={onClose}
      foot={
        <>
          <Button
            onClick={() => {
              onClose();
              showReleases();
            }}
          >
            Manage releases
          </Button>
          <Button
            onClick={() => {
              onClose();
              pick("folder");
            }}
          >
            Add a folder of schemas
          </Button>
        </>
      }
    >
      <p>Oldest first. A folder, files or a zip of .proto files that you drop adds a release, and this browser keeps it.</p>
      {releases.map((release) => (
        <Release key={release.release} release={release} />
      ))}
      {releases.length === 0 && <p>None yet.</p>}
    </Dialog>
  );
}

function Release({ release }: { readonly release: ReleaseInfo }) {
  return (
    <section className={styles.release}>
      <h3>
        {release.release}
        <span>
          {release.origin === "bundled" ? "example, comes with the app" : "yours"}, {counted(release.files, "file")},{" "}
          {counted(release.types, "type")}
        </span>
        {release.problems.length > 0 && <StatusBadge kind="malformed">{counted(release.problems.length, "problem")}</StatusBadge>}
      </h3>
      <ul>
        {release.problems.map((problem) => {
          const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
          return (
            <li key={`${place} ${problem.message}`}>
              <code>{place}</code>: {problem.message}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
