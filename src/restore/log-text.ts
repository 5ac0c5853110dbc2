/** The REASONs of mesh's decoder (mesh-reader, section 3), one of them with a number, as the source of a regular expression. */
export const REASONS = [
  "expected a message",
  "expected a resource",
  "expected a varint",
  "expected a fixed64",
  "expected a fixed32",
  "expected a byte array",
  "field cannot exist",
  "eof parsing a varint",
  "eof parsing a fixed64",
  "eof parsing a fixed32",
  "eof parsing a byte array",
  "varint too big",
  "missing resource",
  "invalid resource range",
  "unknown wire type \\d+",
  "invalid UTF-32 character",
  "wrong buffer size for u128",
  "wrong buffer size for ipv6 address",
  "invalid UTF-8 string",
  "missing required field",
  "wrong packed array length",
  "wrong array length",
  "duration out of range",
  "missing enum variant",
  "value must be non-zero",
  "invalid byte size for type",
].join("|");

const WORDS = `${REASONS}|decoding failed|restore failed|failed to restore child device|failed to restore|failed to decode protobuf|failed to decode servicing state`;
/** Words that belong together, broken by the end of a line. */
const BROKEN = new RegExp(WORDS.replaceAll(" ", "(?: +|[ \\t]*\\n[ \\t]*)"), "g");
/** What goes on in the next line: a colon, and what such an error goes on with. */
const GOES_ON = new RegExp(`:[ \\t]*\\n[ \\t]*(?=${WORDS})`, "g");
// A log may be in colours, as they are or escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a colour begins
const COLOURS = /(?:\u001b|\\{1,8}u001b|\\{1,8}x1b)\[[\d;]*m/g;
/** `Caused by:` and the lines below it, as anyhow prints what led to an error. */
const CAUSES = /\n(?:[ \t]*\n)?[ \t]*Caused by:[ \t]*\n((?:[ \t]+\S.*(?:\n|$))+)/g;

/**
 * The text of a log as it was before it was coloured, escaped as JSON, wrapped at the edge of a terminal or printed as a list of causes:
 * an error and its causes are one line again. Linear in the text.
 */
export function readableLog(text: string): string {
  return text
    .replace(COLOURS, "")
    .replaceAll("\r\n", "\n")
    .replace(/\\{1,8}n/g, "\n")
    .replace(/\\{1,8}"/g, '"')
    .replace(
      CAUSES,
      (_, causes: string) =>
        `: ${causes
          .trim()
          .replace(/^\d+: /, "")
          .replace(/\n\s+\d+: /g, ": ")
          .replace(/\n\s+/g, " ")}\n`,
    )
    .replace(BROKEN, (words) => words.replace(/\s*\n\s*/g, " "))
    .replace(GOES_ON, ": ");
}
