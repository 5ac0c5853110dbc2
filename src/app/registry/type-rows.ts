/** The list of types as rows of a tree: packages, types, the types nested in them, and fields that a search found. */
import type { TypeLine } from "../../worker/protocol.ts";

export type TypeRow = {
  /** Unique among the rows; what `open` holds. */
  readonly key: string;
  /** 0 = a package. */
  readonly depth: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Index of the row around it, -1 at the top. */
  readonly parent: number;
  /** From 1. */
  readonly posInSet: number;
  readonly setSize: number;
} & (
  | { readonly kind: "package"; readonly name: string; readonly types: number }
  | { readonly kind: "type"; readonly line: TypeLine }
  | { readonly kind: "field"; readonly line: TypeLine; readonly name: string; readonly number: number }
);

type Node = { readonly key: string; readonly content: Content; readonly children: Node[] };
type Content =
  | { readonly kind: "package"; readonly name: string; readonly types: number }
  | { readonly kind: "type"; readonly line: TypeLine }
  | { readonly kind: "field"; readonly line: TypeLine; readonly name: string; readonly number: number };

/** What a package is called in `open`: no type can be called so. */
export function packageKey(name: string): string {
  return `package ${name}`;
}

/**
 * The rows in sight. `open` holds the keys of open rows; `all` opens everything, as a search does. A nested type whose outer type
 * is not among the lines stands in its package. Linear in the lines.
 */
export function typeRows(lines: readonly TypeLine[], open: ReadonlySet<string>, all: boolean): readonly TypeRow[] {
  const packages = new Map<string, Node>();
  const types = new Map<string, Node>();
  for (const line of lines) {
    const children = (line.hits ?? []).map(
      (hit): Node => ({ key: `${line.typeName} ${hit.name}`, content: { kind: "field", line, ...hit }, children: [] }),
    );
    types.set(line.typeName, { key: line.typeName, content: { kind: "type", line }, children });
  }
  for (const line of lines) {
    const node = types.get(line.typeName)!;
    const outer = line.outer === undefined ? undefined : types.get(line.outer);
    if (outer) outer.children.push(node);
    else packageOf(packages, line, lines).children.push(node);
  }
  const rows: TypeRow[] = [];
  const add = (nodes: readonly Node[], depth: number, parent: number) => {
    nodes.forEach(({ key, content, children }, at) => {
      const expandable = children.length > 0;
      const expanded = expandable && (all || open.has(key));
      rows.push({ key, depth, parent, posInSet: at + 1, setSize: nodes.length, expandable, expanded, ...content });
      if (expanded) add(children, depth + 1, rows.length - 1);
    });
  };
  add([...packages.values()], 0, -1);
  return rows;
}

function packageOf(packages: Map<string, Node>, { packageName }: TypeLine, lines: readonly TypeLine[]): Node {
  const known = packages.get(packageName);
  if (known) return known;
  const types = lines.filter((line) => line.packageName === packageName).length;
  const node: Node = { key: packageKey(packageName), content: { kind: "package", name: packageName, types }, children: [] };
  packages.set(packageName, node);
  return node;
}

/** Keys to open so that a type is in sight: its package and the types around it. */
export function pathTo(typeName: string, lines: readonly TypeLine[]): readonly string[] {
  const byName = new Map(lines.map((line) => [line.typeName, line]));
  const line = byName.get(typeName);
  if (!line) return [];
  const keys = [packageKey(line.packageName)];
  for (let outer = line.outer; outer !== undefined; outer = byName.get(outer)?.outer) keys.push(outer);
  return keys;
}
