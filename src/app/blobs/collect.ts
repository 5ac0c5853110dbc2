/** Collects the files of a drop, a pick or a paste as handles: no byte is read here. */
import type { ImportProblem, InputFile } from "../../worker/protocol.ts";

/** What a drop, pick or paste held: files to open and those that the browser does not let us read. */
export interface Collected {
  readonly files: readonly InputFile[];
  readonly problems: readonly ImportProblem[];
}

/** The parts of a `FileSystemEntry` that are used, so that a test can make one. */
export interface Entry {
  readonly isDirectory: boolean;
  readonly name: string;
  file?(done: (file: File) => void, failed: (error: Error) => void): void;
  createReader?(): { readEntries(done: (entries: Entry[]) => void, failed: (error: Error) => void): void };
}

/** The parts of a `DataTransfer` that are used. */
export interface Transfer {
  readonly items: ArrayLike<{ readonly kind: string; webkitGetAsEntry?(): unknown }>;
  readonly files: ArrayLike<File>;
  getData(type: string): string;
}

/**
 * Files and folders of a drop, in any depth, with paths relative to the drop. All entries are taken before the first await,
 * because the transfer is emptied then. Synthetic drops have no entries: their files are taken as they are. Text that was
 * dragged counts as a paste.
 */
export async function collectDrop(transfer: Transfer): Promise<Collected> {
  const entries: Entry[] = [];
  for (const item of Array.from(transfer.items)) {
    const entry = item.kind === "file" ? (item.webkitGetAsEntry?.() as Entry | null | undefined) : undefined;
    if (entry) entries.push(entry);
  }
  const plain = Array.from(transfer.files);
  const text = transfer.getData("text/plain");
  if (entries.length === 0) return fromFiles(plain, text);
  const files: InputFile[] = [];
  const problems: ImportProblem[] = [];
  // Iterative, so that a deep folder cannot overflow the stack; last in, first out, hence the reversals.
  const left = entries.map((entry) => ({ entry, path: entry.name })).reverse();
  for (let next = left.pop(); next; next = left.pop()) {
    const { entry, path } = next;
    try {
      if (entry.isDirectory) {
        const inside = await readFolder(entry);
        left.push(...inside.map((child) => ({ entry: child, path: `${path}/${child.name}` })).reverse());
      } else {
        files.push({ path, kind: "file", file: await readEntry(entry) });
      }
    } catch (error) {
      problems.push({ path, message: `The browser cannot read it: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  return { files, problems };
}

/** Files of a picker or paste; the path inside a picked folder is kept. `text` is used when there is no file. */
export function fromFiles(files: readonly File[], text = ""): Collected {
  if (files.length === 0) return { files: text.trim() ? [{ path: "pasted", kind: "text", text }] : [], problems: [] };
  return { files: files.map((file) => ({ path: file.webkitRelativePath || file.name, kind: "file", file })), problems: [] };
}

/** `readEntries` gives at most 100 entries a call: repeat until it gives none. */
async function readFolder(folder: Entry): Promise<Entry[]> {
  const reader = folder.createReader?.();
  const all: Entry[] = [];
  while (reader) {
    const part = await new Promise<Entry[]>((done, failed) => reader.readEntries(done, failed));
    if (part.length === 0) break;
    all.push(...part);
  }
  return all;
}

function readEntry(entry: Entry): Promise<File> {
  return new Promise((done, failed) => (entry.file ? entry.file(done, failed) : failed(new Error("it is not a file"))));
}
