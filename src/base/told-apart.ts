/** What can be told from others of its name. */
interface Named {
  /** What it is called. */
  readonly name: string;
  /** Its file name, where `name` says more. */
  readonly file?: string;
  /** Where it comes from, when that is not the name: `snapshot.zip › a/state.bin`. */
  readonly source?: string;
}

/** Before the folders that tell one from others of its name. */
const BEFORE_FOLDERS = " — ";

/**
 * Things under names of which no two are the same: those that share a file name are called after the fewest folders that tell them apart,
 * `vm.bin — a`, and what no folder tells apart is numbered. Where a name stands, so does the object.
 */
export function toldApart<T extends Named>(all: readonly T[]): readonly T[] {
  const alike = new Map<string, T[]>();
  for (const one of all) {
    const others = alike.get(fileOf(one));
    if (others) others.push(one);
    else alike.set(fileOf(one), [one]);
  }
  const names = new Map<T, string>();
  const taken = new Set(alike.keys());
  for (const [file, group] of alike) {
    const folders = group.length === 1 ? [""] : tellingFolders(group.map(foldersOf));
    // The first of those that nothing tells apart has the bare name: no other file has it.
    let isBareFree = true;
    for (const [at, one] of group.entries()) {
      const wanted = folders[at] === "" ? file : `${file}${BEFORE_FOLDERS}${folders[at]}`;
      let name = wanted;
      for (let n = 2; taken.has(name) && !(name === file && isBareFree); n++) name = `${wanted} (${n})`;
      if (name === file) isBareFree = false;
      taken.add(name);
      names.set(one, name);
    }
  }
  return all.map((one) => {
    const name = names.get(one)!;
    const { file: _, ...rest } = one;
    if (name === one.name) return one;
    return { ...(rest as T), name, ...(name !== fileOf(one) && { file: fileOf(one) }) };
  });
}

/** How many characters of a name stand behind the file name: they tell it from others. */
export function tellingTail({ name, file }: Named): number {
  return file === undefined ? 0 : name.length - file.length;
}

function fileOf({ name, file = name }: Named): string {
  return file;
}

/** The folders and archives that something is in, the innermost first. */
function foldersOf({ source, ...named }: Named): readonly string[] {
  if (source === undefined) return [];
  const file = fileOf(named);
  const around = source.endsWith(file) ? source.slice(0, -file.length) : source;
  return around
    .split(/\/| › /)
    .filter(Boolean)
    .reverse();
}

/** Of each the fewest folders that no other has, outermost first; all of them where that is not enough. What all have at the end is left out. */
function tellingFolders(all: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = all;
  let shared = 0;
  while (shared < first.length && all.every((folders) => folders[shared] === first[shared])) shared++;
  const spelled = (at: number, length: number) =>
    all[at]!.slice(shared, shared + length)
      .reverse()
      .join("/");
  const found = all.map(() => "");
  let open = all.map((_, at) => at);
  for (let length = 1; open.length > 0; length++) {
    const counts = new Map<string, number>();
    for (const at of all.keys()) counts.set(spelled(at, length), (counts.get(spelled(at, length)) ?? 0) + 1);
    for (const at of open) found[at] = spelled(at, length);
    open = open.filter((at) => counts.get(found[at]!)! > 1 && all[at]!.length > shared + length);
  }
  return found;
}
