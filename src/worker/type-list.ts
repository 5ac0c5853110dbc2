import { type IndexedType, type SchemaSet, typeIndex } from "../schema/index.ts";
import type { TypeLine, TypeList } from "./protocol.ts";

const SHOWN_HITS = 5;

interface Listed {
  readonly line: TypeLine;
  /** Lower case. */
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly number: number }[];
}

/** The releases that are compared with one another, those of one product: others know nothing of these. */
export interface Family {
  readonly sets: readonly SchemaSet[];
}

/** The types of all releases, ready to be searched. Cost: linear in the types and fields of all sets, once. */
export class TypeCatalog {
  readonly #all: readonly Listed[];
  readonly #packages: number;

  constructor(families: readonly Family[]) {
    const packages = new Map<string, Listed[]>();
    for (const { sets } of families) {
      for (const { name, types } of typeIndex(sets)) {
        const of = packages.get(name) ?? [];
        packages.set(name, of);
        for (const type of types) if (!of.some(({ line }) => line.typeName === type.typeName)) of.push(listed(name, type, sets));
      }
    }
    this.#packages = packages.size;
    this.#all = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, types]) => types);
  }

  /** Types whose full name, or a field of which, contains the text. Cost: linear in all names. */
  search(text: string): TypeList {
    const asked = text.trim().toLowerCase();
    const counts = { types: this.#all.length, packages: this.#packages };
    if (asked === "") return { ...counts, lines: this.#all.map(({ line }) => line) };
    const lines: TypeLine[] = [];
    for (const { line, name, fields } of this.#all) {
      const hits = fields.filter((field) => field.name.toLowerCase().includes(asked));
      if (hits.length > 0) lines.push({ ...line, hits: hits.slice(0, SHOWN_HITS) });
      else if (name.includes(asked)) lines.push(line);
    }
    return { ...counts, lines };
  }
}

function listed(packageName: string, type: IndexedType, sets: readonly SchemaSet[]): Listed {
  const { typeName, name, outer, fields, root, releases } = type;
  const span = spanOf(releases, sets);
  const names = new Map<string, number>();
  for (const at of releases) for (const field of sets[at]!.typeByName.get(typeName)!.fields) names.set(field.name, field.number);
  const line: TypeLine = {
    typeName,
    name,
    packageName,
    fields,
    root,
    gone: releases.at(-1) !== sets.length - 1,
    ...(outer !== undefined && { outer }),
    ...(span !== undefined && { span }),
  };
  return { line, name: typeName.toLowerCase(), fields: [...names].map(([field, number]) => ({ name: field, number })) };
}

/** Which releases have it, when not all of them do. */
function spanOf(releases: readonly number[], sets: readonly SchemaSet[]): string | undefined {
  const [first, last] = [releases[0]!, releases.at(-1)!];
  const [from, to] = [sets[first]!.release, sets[last]!.release];
  if (first === last) return sets.length === 1 ? undefined : first === sets.length - 1 ? `new in ${to}` : `only ${from}`;
  if (first > 0 && last < sets.length - 1) return `${from} to ${to}`;
  return first > 0 ? `from ${from}` : last < sets.length - 1 ? `until ${to}` : undefined;
}
