import { useEffect, useId, useRef, useState } from "react";
import { renameRelease } from "../state/registry.ts";
import styles from "./registry.module.css";

/** The name of a release as an input: Enter gives it the name, Esc leaves it. `onDone` gets the new name, if it has one. */
export function ReleaseName({ release, onDone }: { readonly release: string; readonly onDone: (now: string | undefined) => void }) {
  const [name, setName] = useState(release);
  const [refused, setRefused] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => input.current?.select(), []);
  const save = async () => {
    const reason = await renameRelease(release, name);
    if (reason === undefined) onDone(name.trim());
    else setRefused(reason);
  };
  return (
    <div className={styles.naming}>
      <input
        ref={input}
        // biome-ignore lint/a11y/noAutofocus: the user asked for it by Rename
        autoFocus
        type="text"
        aria-label={`New name of ${release}`}
        aria-invalid={refused !== undefined}
        aria-describedby={refused === undefined ? undefined : id}
        spellCheck={false}
        autoComplete="off"
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setRefused(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") void save();
          else if (event.key === "Escape") onDone(undefined);
          event.stopPropagation();
        }}
        onBlur={() => onDone(undefined)}
      />
      {refused !== undefined && (
        <p id={id} role="alert">
          {refused[0]?.toUpperCase()}
          {refused.slice(1)}.
        </p>
      )}
    </div>
  );
}
