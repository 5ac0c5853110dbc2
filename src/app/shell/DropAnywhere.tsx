import { useEffect, useState } from "react";
import { collectDrop, fromFiles } from "../blobs/collect.ts";
import { openFiles } from "../state/open.ts";
import { during } from "../state/session.ts";
import { pickerId } from "./picker.ts";
import styles from "./window.module.css";

/** Takes drops and pastes anywhere in the window, and says what a drop will do while it hovers. */
export function DropAnywhere() {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    let leave: ReturnType<typeof setTimeout> | undefined;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsBlob(event.dataTransfer, event.target)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setHovering(true);
      // `dragleave` fires for every element on the way; `dragover` repeats while the drag is inside.
      clearTimeout(leave);
      leave = setTimeout(() => setHovering(false), 250);
    };
    const drop = (event: DragEvent) => {
      clearTimeout(leave);
      setHovering(false);
      if (!event.dataTransfer || !holdsBlob(event.dataTransfer, event.target)) return;
      event.preventDefault();
      void during(collectDrop(event.dataTransfer).then(({ files, problems }) => openFiles(files, problems)));
    };
    const paste = (event: ClipboardEvent) => {
      if (!event.clipboardData || isEditable(event.target)) return;
      const { files, problems } = fromFiles(Array.from(event.clipboardData.files), event.clipboardData.getData("text/plain"));
      if (files.length === 0) return;
      event.preventDefault();
      void openFiles(files, problems);
    };
    window.addEventListener("dragenter", over);
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      clearTimeout(leave);
      window.removeEventListener("dragenter", over);
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, []);
  if (!hovering) return null;
  return (
    <div className={styles.dropHere}>
      <div>
        <b>Drop to open</b>
        <span>
          Blobs join the list. Folders and zips are looked through. A folder with .proto files becomes a release to read with. Everything
          stays on this machine.
        </span>
      </div>
    </div>
  );
}

/** The inputs behind the file and folder pickers. */
export function FileInputs() {
  const take = (input: HTMLInputElement) => {
    const { files, problems } = fromFiles(Array.from(input.files ?? []));
    input.value = "";
    if (files.length > 0) void openFiles(files, problems);
  };
  return (
    <>
      <input id={pickerId("files")} type="file" multiple hidden aria-label="Files to open" onChange={(event) => take(event.target)} />
      <input
        id={pickerId("folder")}
        type="file"
        multiple
        hidden
        aria-label="Folder to open"
        onChange={(event) => take(event.target)}
        {...{ webkitdirectory: "" }}
      />
    </>
  );
}

/** Text that is dragged into an input is the input's. */
function holdsBlob(transfer: DataTransfer, target: EventTarget | null): boolean {
  return transfer.types.includes("Files") || (transfer.types.includes("text/plain") && !isEditable(target));
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type="file"]), textarea, [contenteditable="true"]') !== null;
}
