export { remarkOf } from "./remark.ts";
export { openBlob, sortFiles } from "./sort-files.ts";
export type { DroppedFile, InputProblem, ReleaseSources, SortedBlob, SortedInput } from "./sorted.ts";
export { looksLikeTextBlob, readText } from "./text/read-text.ts";
export type { TextBlob, TextForm, TextLimits, TextProblem } from "./text/text-blob.ts";
export { defaultZipLimits, readZip, type Unzipped, type UnzippedFile, type ZipLimits, type ZipProblem } from "./zip.ts";
