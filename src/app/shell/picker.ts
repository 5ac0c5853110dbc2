/** The browser's own file and folder pickers, reached through two inputs that `FileInputs` draws. */

const ids = { files: "pick-files", folder: "pick-folder" } as const;

/** Opens a picker; must be called from a press or a key. */
export function pick(what: keyof typeof ids): void {
  document.getElementById(ids[what])?.click();
}

/** The id of the input behind a picker. */
export function pickerId(what: keyof typeof ids): string {
  return ids[what];
}
