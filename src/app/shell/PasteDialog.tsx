import { CircleX } from "lucide-react";
import { useRef, useState } from "react";
import { openFiles } from "../state/open.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { Dialog } from "../widgets/Dialog.tsx";
import styles from "./window.module.css";

/** A place for text that holds a blob: hex, a dump, base64 or a byte array. What cannot be read stays there with the reason. */
export function PasteDialog({ onClose }: { readonly onClose: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState<string>();
  const open = async () => {
    const text = area.current?.value ?? "";
    if (!text.trim()) {
      setProblem("There is no text yet. Paste hex, a hex dump, base64 or a byte array.");
      return;
    }
    const before = useApp.getState().importProblems;
    const result = await openFiles([{ path: "pasted", kind: "text", text }]);
    // A line of a log has a dialog of its own, which is open now.
    if (useApp.getState().dialog !== "paste") return;
    if (result.problems.length === 0) {
      onClose();
      return;
    }
    useApp.setState({ importProblems: before });
    setProblem(result.problems.map((p) => p.message).join(" "));
  };
  return (
    <Dialog
      title="Paste a blob as text"
      wide
      initialFocus={area}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={() => void open()}>
            Open
          </Button>
        </>
      }
    >
      <p>Hex with or without offsets and a text column (xxd, hexdump -C), base64, or a C or Rust byte array.</p>
      <textarea
        ref={area}
        className={styles.text}
        aria-label="Text of the blob"
        spellCheck={false}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void open();
        }}
      />
      <div role="alert">
        {problem && (
          <p className={styles.trouble}>
            <CircleX size={14} aria-hidden="true" />
            <span>{problem}</span>
          </p>
        )}
      </div>
    </Dialog>
  );
}
