import type { Pieces } from "../base/index.ts";
import {
  type ContainerName,
  containerText,
  openBlob,
  remarkOf,
  type SortedBlob,
  type TextBlob,
  type UnwrapOptions,
  type Unwrapped,
  unwrap,
} from "../container/index.ts";
import type { ImportProblem } from "./protocol.ts";

/** A blob of a file or paste, ready to be listed. */
export interface FoundBlob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly source?: string;
  readonly container: string;
  /** Where the bytes stand in the file, when they were unwrapped and stand in it. */
  readonly pieces?: Pieces;
  /** The type that an `Any` around it names. */
  readonly typeName?: string;
  readonly remark?: string;
}

/** Reads a file of a drop and gives the blobs in it, one at a time: several for a dump, or a zip that is not named so. */
export async function* openFile(file: SortedBlob, options: UnwrapOptions): AsyncGenerator<FoundBlob | ImportProblem> {
  const opened = await openBlob(file);
  if ("message" in opened) {
    yield opened;
    return;
  }
  // What a zip of the drop holds was unpacked while it was sorted; it stands nowhere in the file that was dropped.
  const outer: readonly ContainerName[] = file.source?.includes("›") ? ["zip"] : [];
  for (const found of unwrap(opened.bytes, options)) {
    if ("problem" in found) yield { path: file.path + found.part, message: found.problem };
    else yield foundOf(found, file.name, file.source, outer);
  }
}

/** The blobs in the bytes that a pasted text spells. */
export function* openText(text: TextBlob, name: string, options: UnwrapOptions): Generator<FoundBlob | ImportProblem> {
  for (const found of unwrap(text.bytes, options)) {
    if ("problem" in found) yield { path: name + found.part, message: found.problem };
    else yield foundOf(found, name, undefined, [text.form]);
  }
}

function foundOf(found: Unwrapped, name: string, source: string | undefined, outer: readonly ContainerName[]): FoundBlob {
  const { part, pieces, typeName } = found;
  const inZip = /^\/(.*)$/s.exec(part)?.[1];
  const place = inZip === undefined ? (source === undefined ? undefined : source + part) : `${source ?? name} › ${inZip}`;
  const remark = found.remark ?? remarkOf(found.bytes);
  return {
    // Blobs stand in buffers of their own: what is unwrapped is a copy, and what is not was read from a file.
    bytes: found.bytes as Uint8Array<ArrayBuffer>,
    name: inZip === undefined ? name + part : inZip.slice(inZip.lastIndexOf("/") + 1),
    ...(place !== undefined && { source: place }),
    container: containerText([...outer, ...found.steps]),
    ...(outer.length === 0 && found.steps.length > 0 && pieces && { pieces }),
    ...(typeName !== undefined && { typeName }),
    ...(remark !== undefined && { remark }),
  };
}
