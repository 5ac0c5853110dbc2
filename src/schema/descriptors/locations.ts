import type { SourceCodeInfo, SourceCodeInfo_Location } from "@bufbuild/protobuf/wkt";
import { commentOf } from "../declare.ts";
import type { Place } from "../tokens.ts";

/** Numbers of the fields of the descriptor messages: a place in a file is the path of numbers and indexes that leads to it. */
export const AT = {
  file: { dependency: 3, message: 4, enum: 5, extension: 7 },
  message: { field: 2, nested: 3, enum: 4, extension: 6, options: 7 },
  field: { options: 8 },
  enum: { value: 2 },
  name: 1,
} as const;

/** Path to a declaration in its file: `[4, 0, 2, 1]` is the second field of the first message. */
export type DescriptorPath = readonly number[];

/** Where the declarations of a file stood in its text, and their comments; all unknown when the set was made without them. */
export class Locations {
  readonly #byPath = new Map<string, SourceCodeInfo_Location>();

  constructor(info: SourceCodeInfo | undefined) {
    for (const location of info?.location ?? []) {
      const key = location.path.join();
      if (!this.#byPath.has(key)) this.#byPath.set(key, location);
    }
  }

  /** Place of the name of a declaration, else of its begin. */
  at(path: DescriptorPath): Place | undefined {
    return this.#span([...path, AT.name]) ?? this.#span(path);
  }

  /** Place of an option that has a place of its own, else of the declaration that it stands on. */
  ofOption(path: DescriptorPath, options: number, option: number): Place | undefined {
    return this.#span([...path, options, option]) ?? this.at(path);
  }

  comment(path: DescriptorPath): string {
    const location = this.#byPath.get(path.join());
    return location ? commentOf(withoutMarks(location.leadingComments), withoutMarks(location.trailingComments)) : "";
  }

  #span(path: DescriptorPath): Place | undefined {
    const [line, column] = this.#byPath.get(path.join())?.span ?? [];
    return line === undefined || column === undefined ? undefined : { line: line + 1, column: column + 1 };
  }
}

/** The marks at the begin of a comment's line: blanks, the `*` of a block, slashes. */
const marks = /^\s*\*?\/*/;

/** The lines of a comment without their marks and the blanks around them. */
function withoutMarks(comment: string): string {
  const lines = comment.split("\n").map((line) => line.replace(marks, "").trim());
  return lines.join("\n").trim();
}
