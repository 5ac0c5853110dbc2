import { GripVertical, TriangleAlert } from "lucide-react";
import type { DragEvent } from "react";
import type { ReleaseInfo } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { counted } from "../widgets/format.ts";
import { ReleaseName } from "./ReleaseName.tsx";
import styles from "./registry.module.css";

const shownProblems = 3;
/** Dragged data of this kind is a release of this list, so that it is not taken for a file. */
const dragType = "application/x-savestate-release";

interface ReleaseRowProps {
  readonly info: ReleaseInfo;
  readonly tabStop: boolean;
  readonly renaming: boolean;
  /** Where a dragged release would be put. */
  readonly dropAt: "before" | "after" | undefined;
  readonly onFocus: () => void;
  readonly onMenu: (release: string, x: number, y: number) => void;
  readonly onRenamed: (now: string | undefined) => void;
  readonly onDrag: (state: "start" | "end") => void;
  /** A release is dragged over this one: over its upper or lower half. */
  readonly onOver: (below: boolean) => void;
  readonly onDrop: () => void;
}

/** A release: name, whether it is kept, types; below it what is wrong in its files. */
export function ReleaseRow(props: ReleaseRowProps) {
  const { info, tabStop, renaming, dropAt, onFocus, onMenu, onRenamed, onDrag, onOver, onDrop } = props;
  const { release, types, sameAs } = info;
  const kept = info.origin === "bundled" ? "example" : info.kept ? "kept" : "not kept";
  const over = (event: DragEvent<HTMLElement>) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    onOver(event.clientY > top + height / 2);
  };
  return (
    <li
      className={styles.release}
      data-drop={dropAt}
      draggable={!renaming}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, release);
        event.dataTransfer.effectAllowed = "move";
        onDrag("start");
      }}
      onDragEnd={() => onDrag("end")}
      onDragOver={over}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        onDrop();
      }}
    >
      {renaming ? (
        <ReleaseName release={release} onDone={onRenamed} />
      ) : (
        <button
          type="button"
          className={styles.releaseButton}
          data-release={release}
          tabIndex={tabStop ? 0 : -1}
          aria-haspopup="menu"
          title={
            info.origin === "bundled"
              ? "An example, comes with the app"
              : `${counted(info.files, "file")}, ${counted(info.bytes ?? 0, "byte")}`
          }
          onFocus={onFocus}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            onMenu(release, left + 20, bottom);
          }}
          onContextMenu={(event) => {
            event.preventDefault();
            onMenu(release, event.clientX, event.clientY);
          }}
        >
          <GripVertical className={styles.grip} size={12} strokeWidth={1.6} aria-hidden="true" />
          <b>{release}</b>
          <span data-kept={kept}>{kept}</span>
          <span>{counted(types, "type")}</span>
        </button>
      )}
      {sameAs !== undefined && <p className={styles.same}>the same files as {sameAs}</p>}
      <Problems info={info} />
    </li>
  );
}

function Problems({ info: { problems, files } }: { readonly info: ReleaseInfo }) {
  if (problems.length === 0) return null;
  const bad = new Set(problems.map(({ file }) => file)).size;
  const rest = files - bad;
  return (
    <div className={styles.problems}>
      <TriangleAlert size={13} strokeWidth={2} aria-hidden="true" />
      <div>
        {problems.slice(0, shownProblems).map(({ file, line, column, message }) => {
          const place = [file, line, column].filter((part) => part !== undefined).join(":");
          return (
            <p key={`${place} ${message}`}>
              {place}: {message.replace(/\.?$/, ".")}
            </p>
          );
        })}
        {rest > 0 && <p>{rest === 1 ? "The other file is in use." : `The other ${counted(rest, "file")} are in use.`}</p>}
        {problems.length > shownProblems && (
          <Button size="small" look="quiet" onClick={() => useApp.setState({ dialog: "schemas" })}>
            Show all {problems.length} problems
          </Button>
        )}
      </div>
    </div>
  );
}
