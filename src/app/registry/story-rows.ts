/** A field's cells as lines of a story: releases in which nothing changed stand together. */
import type { FieldCell, FieldLine } from "../../worker/protocol.ts";

export interface StoryRow {
  /** `2505`, or `1.7.2511 to main`. */
  readonly releases: string;
  readonly cell: FieldCell;
}

/** One row for each release that changed the field or is the first that has it, the unchanged ones after it with it. Old to new. */
export function storyRows(line: FieldLine, releases: readonly string[]): readonly StoryRow[] {
  const runs: { from: number; to: number }[] = [];
  line.cells.forEach((cell, at) => {
    const run = runs.at(-1);
    if (run && goesOn(line.cells[run.from]!, cell)) run.to = at;
    else runs.push({ from: at, to: at });
  });
  return runs.map(({ from, to }) => ({
    releases: from === to ? releases[from]! : `${releases[from]} to ${releases[to]}`,
    cell: line.cells[from]!,
  }));
}

function goesOn(first: FieldCell, cell: FieldCell): boolean {
  if (cell.changes.length > 0) return false;
  if (cell.state === "same") return first.state === "stated" || first.state === "same";
  return cell.state !== "stated" && cell.state === first.state;
}

/** What a cell says of its release when nothing changed there. */
export function cellSays(cell: FieldCell): string {
  if (cell.state === "no-type") return "the release does not have the type";
  if (cell.state === "absent") return "nothing stands at the number";
  return cell.state === "same" ? "unchanged" : "";
}
