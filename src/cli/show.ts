import { BLOB_OPTIONS, blobOptions, parseWords, RELEASE_OPTION, THREADS_OPTION, WRITER_OPTION, wholeNumber } from "./args.ts";
import { showBlob } from "./blob.ts";
import { BLOB_HELP, CONTAINER_HELP, type Command, PRINT_HELP, THREADS_HELP } from "./command.ts";
import { expectBytes } from "./long-run.ts";
import { type Act, overBlobs } from "./over-blobs.ts";
import { showJson } from "./show-json.ts";
import { showText } from "./show-text.ts";

/** Levels that are printed unless `--depth` says otherwise: a path is as long as its level, and printing them all is quadratic. */
const DEFAULT_DEPTH = 1000;

const OPTIONS = {
  ...BLOB_OPTIONS,
  ...RELEASE_OPTION,
  ...WRITER_OPTION,
  ...THREADS_OPTION,
  "no-offsets": { type: "boolean" },
  "no-absent": { type: "boolean" },
  depth: { type: "string" },
} as const;

/** `savestate show`: a blob, field by field. */
export const show: Command = {
  usage: "BLOB...",
  summary: "decode, field by field",
  help: `${BLOB_HELP}${THREADS_HELP}  --release R        the release whose schema reads the blob (default: the likeliest writer, else the newest)
${CONTAINER_HELP}${PRINT_HELP}  --depth N          levels to print (default ${DEFAULT_DEPTH})
  --no-absent        leave out the fields that are not on the wire
  --no-offsets       leave out the offsets: output that compares well line by line

A field's status stands behind it, unless it is known: unknown (to the release), defaulted (absent: the value is what the reader takes),
mismatched (another wire type), malformed (does not parse).
BLOB is a file, - for standard input, or a folder or zip for all blobs in it, one document each.
Exit: 0 nothing wrong, 1 mismatched or malformed fields, 2 could not do it.
`,
  run(words) {
    const parsed = parseWords(words, OPTIONS);
    const options = blobOptions(parsed);
    const depth = wholeNumber("depth", parsed.values.depth, " of levels", 1) ?? DEFAULT_DEPTH;
    const style = { color: options.color, offsets: !parsed.values["no-offsets"], absent: !parsed.values["no-absent"], depth };
    const act: Act = async (blob, registry, out) => {
      expectBytes(blob.bytes.length);
      const shown = showBlob(blob, options, registry);
      if (options.json) await showJson(shown, depth, out);
      else await showText(shown, style, out);
      const { mismatched, malformed } = shown.decoded.counts;
      return mismatched + malformed > 0 ? 1 : 0;
    };
    return overBlobs(options, act, { spread: { command: "show", words } });
  },
};
