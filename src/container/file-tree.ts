import type { DroppedFile } from "./sorted.ts";

/** A folder of a drop. */
export interface Folder {
  readonly name: string;
  /** Path in the drop, without a `/` at the end; "" for the drop itself. */
  readonly path: string;
  readonly files: Map<string, DroppedFile>;
  readonly folders: Map<string, Folder>;
}

/**
 * Puts files into folders by their paths. Of files of one path, as they are dragged out of a list of found files, those after the first get a
 * number: `a (2).bin`. Linear in the paths' lengths.
 */
export function folderOf(name: string, path: string, files: readonly DroppedFile[]): Folder {
  const root: Folder = { name, path, files: new Map(), folders: new Map() };
  for (const file of files) {
    const parts = file.path.split("/").filter((part) => part !== "" && part !== ".");
    const base = parts.pop();
    if (base === undefined) continue;
    let folder = root;
    for (const part of parts) {
      let inner = folder.folders.get(part);
      if (!inner) {
        inner = { name: part, path: join(folder.path, part), files: new Map(), folders: new Map() };
        folder.folders.set(part, inner);
      }
      folder = inner;
    }
    if (!folder.files.has(base)) folder.files.set(base, file);
    else {
      const free = numbered(folder.files, base);
      folder.files.set(free, { ...file, path: join(folder.path, free) });
    }
  }
  return root;
}

/** The name with the first number that no file has. */
function numbered(files: ReadonlyMap<string, unknown>, name: string): string {
  const [, stem = name, end = ""] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
  for (let number = 2; ; number++) {
    const free = `${stem} (${number})${end}`;
    if (!files.has(free)) return free;
  }
}

/** A path in a folder; `""` is the folder that was asked. */
export function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** A file and its path relative to the folder that was asked. */
export interface Found {
  readonly path: string;
  readonly file: DroppedFile;
}

/** All files at any depth, hidden folders (`.git`, `__MACOSX`) left out. Iterative: a drop may be nested without end. */
export function* filesIn(folder: Folder): Generator<Found> {
  const left: { readonly folder: Folder; readonly prefix: string }[] = [{ folder, prefix: "" }];
  for (let next = left.pop(); next; next = left.pop()) {
    for (const [name, file] of next.folder.files) yield { path: join(next.prefix, name), file };
    for (const [name, inner] of [...next.folder.folders].reverse()) {
      if (!isHidden(name)) left.push({ folder: inner, prefix: join(next.prefix, name) });
    }
  }
}

/** Whether a file is a schema, by its name. */
export function isProto(name: string): boolean {
  return /\.proto$/i.test(name) && !isHidden(name);
}

/** Whether a file may be a compiled `FileDescriptorSet`, by its name; blobs are called so too. */
export function isDescriptorSet(name: string): boolean {
  return /[^/]\.(?:binpb|pb|desc)$/i.test(name);
}

/** What no folder is looked through for: hidden files, and what macOS puts into zips. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "__MACOSX";
}

/** What stands in folders beside schemas and blobs and is neither. */
export function isAside(name: string): boolean {
  return (
    isHidden(name) || /^(?:readme|license|licence|copying|thumbs\.db|desktop\.ini)(?:\..*)?$/i.test(name) || /\.(?:json|md)$/i.test(name)
  );
}

/** Whether a file in a folder or zip may be a blob: not hidden, no schema, nothing that stands beside blobs. */
export function isBlobPath(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop()!;
  return !parts.some(isHidden) && !isProto(name) && !isAside(name);
}
