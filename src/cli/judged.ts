import type { BlobVerdicts, Doubt, ReaderVerdict } from "../restore/index.ts";

/** A blob with what each reader makes of it. */
export interface JudgedBlob extends BlobVerdicts {
  /** The document's `file`; undefined when this is the only blob of the command. */
  readonly file: string | undefined;
  /** As in `BlobVerdicts`, with the places where the schemas do not tell what that release writes. */
  readonly through?: ReaderVerdict & { readonly inDoubt: readonly Doubt[] };
}

/** True for what the exit code 1 is for. */
export function isBad({ verdict }: ReaderVerdict, strict: boolean): boolean {
  return verdict === "fails" || (strict && (verdict === "loses" || verdict === "depends"));
}

/** All that were asked, in order: first the release that it went through, then those that read what this one wrote (`after` it). */
export function readings({ through, readers }: BlobVerdicts): readonly { readonly reader: ReaderVerdict; readonly after?: string }[] {
  if (!through) return readers.map((reader) => ({ reader }));
  return [{ reader: through }, ...readers.map((reader) => ({ reader, after: through.release }))];
}
