/** Gives the user a file to save. Bytes are copied into it at once. */
export function download(name: string, content: Uint8Array<ArrayBuffer> | Blob, type = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
