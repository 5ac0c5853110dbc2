import { builtinPathOf } from "./builtin.ts";
import { placeOf, type Sees } from "./catalog.ts";
import type { SchemaProblem } from "./model.ts";
import type { Import, ParsedFile } from "./parse-file.ts";

export interface ImportCheck {
  /** Import paths of the built-in files that are imported. */
  readonly builtins: ReadonlySet<string>;
  /** Whether a file sees another: those that it imports, and what these import publicly. */
  readonly sees: Sees;
  readonly problems: readonly SchemaProblem[];
}

/**
 * Looks up every import among the paths of the set and the built-in files, and reports what is missing and what goes in a circle.
 * Types are looked up in the whole set, so that a file whose import is missing still loads. Cost: linear in the imports.
 */
export function checkImports(files: readonly ParsedFile[], paths: readonly string[]): ImportCheck {
  const find = pathFinder(paths);
  const builtins = new Set<string>();
  const problems: SchemaProblem[] = [];
  const edges = new Map<string, Edge[]>();
  for (const file of files) {
    const own: Edge[] = [];
    for (const one of file.imports) {
      const builtin = builtinPathOf(one.path);
      const found = builtin === undefined ? find(one.path) : [];
      if (builtin !== undefined) builtins.add(builtin);
      else if (found.length === 1) own.push({ to: found[0]!, by: one });
      else problems.push(missing(file.path, one, found));
    }
    edges.set(file.path, own);
  }
  return { builtins, sees: seesBy(edges), problems: [...problems, ...cycles(files, edges)] };
}

/** Finds what a file sees when it is first asked for. */
function seesBy(edges: ReadonlyMap<string, readonly Edge[]>): Sees {
  const seen = new Map<string, Set<string>>();
  return (file, other) => {
    const known = seen.get(file);
    if (known) return known.has(other);
    const own = new Set<string>();
    const next = [...(edges.get(file) ?? [])];
    for (let edge = next.pop(); edge; edge = next.pop()) {
      if (own.has(edge.to)) continue;
      own.add(edge.to);
      for (const further of edges.get(edge.to)!) if (further.by.isPublic) next.push(further);
    }
    seen.set(file, own);
    return own.has(other);
  };
}

interface Edge {
  readonly to: string;
  readonly by: Import;
}

function missing(file: string, one: Import, found: readonly string[]): SchemaProblem {
  const { path } = one;
  const reason =
    found.length === 0
      ? `the import "${path}" is no file of this release`
      : `the import "${path}" fits several files of this release (${found.slice(0, 3).join(", ")})`;
  return { code: "missing-import", file, ...placeOf(one), message: `${reason}; types that it would bring are left unresolved` };
}

/**
 * Finds a file by an import path: the same path; else the files whose path ends with it, or with which it ends, for a folder
 * that was opened a level too high or too low; else those of the same name in another folder.
 */
function pathFinder(paths: readonly string[]): (path: string) => readonly string[] {
  const exact = new Set(paths);
  const byName = groupedByName(exact);
  return (path) => {
    if (exact.has(path)) return [path];
    const named = byName.get(nameOf(path)) ?? [];
    const near = named.filter((other) => other.endsWith(`/${path}`) || path.endsWith(`/${other}`));
    return near.length > 0 ? near : named;
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function groupedByName(paths: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const group = groups.get(nameOf(path));
    if (group) group.push(path);
    else groups.set(nameOf(path), [path]);
  }
  return groups;
}

/** One problem for each import that closes a circle, found by a walk without recursion. */
function cycles(files: readonly ParsedFile[], edges: ReadonlyMap<string, readonly Edge[]>): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const done = new Set<string>();
  for (const start of files) {
    if (done.has(start.path)) continue;
    const trail: { path: string; next: number }[] = [{ path: start.path, next: 0 }];
    const place = new Map([[start.path, 0]]);
    while (trail.length > 0) {
      const here = trail[trail.length - 1]!;
      const edge = edges.get(here.path)?.[here.next++];
      if (!edge) {
        done.add(here.path);
        place.delete(here.path);
        trail.pop();
      } else if (place.has(edge.to)) {
        const circle = [...trail.slice(place.get(edge.to)).map((step) => step.path), edge.to];
        problems.push(cycle(here.path, edge.by, circle));
      } else if (!done.has(edge.to)) {
        place.set(edge.to, trail.length);
        trail.push({ path: edge.to, next: 0 });
      }
    }
  }
  return problems;
}

function cycle(file: string, by: Import, circle: readonly string[]): SchemaProblem {
  const shown = circle.length > 8 ? [...circle.slice(0, 4), "…", ...circle.slice(-3)] : circle;
  const message = `the imports go in a circle: ${shown.join(" → ")}; all these files are loaded all the same`;
  return { code: "import-cycle", file, ...placeOf(by), message };
}
