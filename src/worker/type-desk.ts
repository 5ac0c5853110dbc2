import { fieldHistory, findType, type MessageType, productsOf, type SchemaSet, typeHistory, usedBy } from "../schema/index.ts";
import { lineOf } from "./field-line.ts";
import type { HandlersOf } from "./handlers.ts";
import type { FieldStory, TypeList, TypePage, TypeRequests } from "./protocol.ts";
import type { Registry } from "./registry.ts";
import { Turns } from "./turns.ts";
import { TypeCatalog } from "./type-list.ts";

const USERS = 500;

/** Answers the requests about types over the releases. What it makes of all of them is kept until a release changes. */
export class TypeDesk {
  readonly #registry: Registry;
  #catalog: { readonly version: number; readonly types: TypeCatalog } | undefined;

  readonly handlers: HandlersOf<TypeRequests> = {
    types: ({ text }, signal) => this.#types(text, signal),
    type: ({ typeName }) => this.#page(typeName) ?? null,
    fieldStory: ({ typeName, number }) => this.#story(typeName, number) ?? null,
    roots: ({ release }) => this.#registry.set(release).roots.map((type) => type.typeName),
  };

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** The types that match. Parses every release at the first call; messages get a turn between two of them. */
  async #types(text: string, signal: AbortSignal | undefined): Promise<TypeList> {
    await this.#parse(signal);
    const { version } = this.#registry;
    if (this.#catalog?.version !== version) this.#catalog = { version, types: new TypeCatalog(this.#families().map((sets) => ({ sets }))) };
    return this.#catalog.types.search(text);
  }

  /** A type over the releases; undefined when none has it. */
  #page(typeName: string): TypePage | undefined {
    const sets = this.#setsFor(typeName);
    const newest = sets.findLast((set) => findType(set, typeName));
    const type = newest && findType(newest, typeName);
    if (!type) return undefined;
    const history = typeHistory(sets, typeName);
    const users = usedBy(newest, typeName);
    return {
      typeName,
      packageName: type.packageName,
      releases: sets.map(({ release }) => release),
      states: history.releases.map((state, at) => stateOf(state.typeName, typeName, sets[at]!)),
      events: history.events.map(({ kind, at }) => {
        const { release, renamedFrom } = history.releases[at]!;
        return { kind, release, ...(renamedFrom !== undefined && { from: renamedFrom }) };
      }),
      comment: type.comment,
      place: placeOf(type),
      root: type.outer === undefined && users.length === 0,
      isEnum: type.isEnum,
      exact: type.exact,
      fields: history.fields.map((field) => lineOf(field, sets)),
      usedBy: users.slice(0, USERS).map((field) => ({
        typeName: newest.types[field.parent]!.typeName,
        field: field.name,
        number: field.number,
      })),
    };
  }

  /** One field over the releases; undefined when none has it. */
  #story(typeName: string, number: number): FieldStory | undefined {
    const sets = this.#setsFor(typeName);
    const history = fieldHistory(sets, typeName, number);
    if (!history.releases.some(({ field }) => field)) return undefined;
    return { typeName, releases: sets.map(({ release }) => release), line: lineOf(history, sets) };
  }

  async #parse(signal: AbortSignal | undefined): Promise<void> {
    const turns = new Turns(signal);
    for (const name of this.#registry.names()) {
      this.#registry.set(name);
      await turns.pause();
    }
  }

  /** The releases in groups that are compared with one another, those of a product each, the user's first. */
  #families(): (readonly SchemaSet[])[] {
    const infos = this.#registry.infos();
    return (["user", "bundled"] as const).flatMap((origin) =>
      productsOf(infos.filter((info) => info.origin === origin).map(({ release }) => this.#registry.set(release))),
    );
  }

  /** The releases of the groups in which the type occurs, in the registry's order. */
  #setsFor(typeName: string): readonly SchemaSet[] {
    const having = new Set(
      this.#families()
        .filter((sets) => sets.some((set) => findType(set, typeName)))
        .flat(),
    );
    return this.#registry.sets().filter((set) => having.has(set));
  }
}

function stateOf(typeName: string | undefined, asked: string, set: SchemaSet): TypePage["states"][number] {
  const { release } = set;
  if (typeName === undefined) return { release };
  return { release, ...(typeName !== asked && { typeName }), fields: findType(set, typeName)?.fields.length ?? 0 };
}

function placeOf({ file, line }: MessageType): string {
  return line === undefined ? file : `${file}:${line}`;
}
