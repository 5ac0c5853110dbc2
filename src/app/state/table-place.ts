/** The table of all blobs in the URL: `#/inspect/blobs?show=fails&blob=…&on=2.0`. */
import type { VerdictKind } from "../../worker/protocol.ts";
import { type AppState, useApp } from "./store.ts";
import { ON } from "./table-rows.ts";
import type { TableSort } from "./verdict-slice.ts";

/** What the table shows, as text, and which cell is selected. */
export type TablePlace = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

const NAMES = ["show", "filter", "root", "writer", "cause", "sort", "blob", "on"] as const;
const KINDS: readonly string[] = ["fails", "depends", "loses", "restores", "no-root"];
const SORTS: readonly string[] = ["name", "container", "root", "writer", "bytes", "problems"];

/** The pairs of the hash, in their order. */
export function tablePairs(place: TablePlace): readonly (readonly [string, string | undefined])[] {
  return NAMES.map((name) => [name, place[name]] as const);
}

/** Reads the table's place; what is not understood is left out. */
export function parseTable(params: URLSearchParams): TablePlace {
  return Object.fromEntries(NAMES.flatMap((name) => (params.get(name) ? [[name, params.get(name)!]] : [])));
}

/** The table as it stands. */
export function tablePlaceOf({ tableShow, tableAt }: AppState): TablePlace {
  const { verdict, text, root, writer, cause, sort, down } = tableShow;
  return {
    ...(verdict !== undefined && { show: verdict }),
    ...(text !== undefined && { filter: text }),
    ...(root !== undefined && { root }),
    ...(writer !== undefined && { writer }),
    ...(cause !== undefined && { cause }),
    ...((sort !== undefined || down) && { sort: `${down ? "-" : ""}${sort ?? ""}` }),
    ...(tableAt.blobId !== undefined && { blob: tableAt.blobId }),
    ...(tableAt.release !== undefined && { on: tableAt.release }),
  };
}

/** Shows the table as a place has it. */
export function showTablePlace({ show, filter, root, writer, cause, sort = "", blob, on }: TablePlace): void {
  const column = sort.replace(/^-/, "");
  useApp.setState({
    workspace: "inspect",
    tableOpen: true,
    tableShow: {
      verdict: show !== undefined && KINDS.includes(show) ? (show as VerdictKind) : undefined,
      text: filter,
      root,
      writer,
      cause,
      sort: SORTS.includes(column) || column.startsWith(ON) ? (column as TableSort) : undefined,
      down: sort.startsWith("-"),
    },
    tableAt: { blobId: blob, release: on },
  });
}
