export { evidenceFrom, type WrittenBlob } from "./evidence.ts";
export { type BlobVerdicts, findingMarkdown, verdictMarkdown } from "./markdown.ts";
export type { Doubt, Evidence, Finding, FindingKind, Note, ReaderVerdict, Resaved, RuleId, VerdictKind, VerdictOptions } from "./model.ts";
export { resave } from "./resave.ts";
export { type RoundTrip, roundTrip, verdict } from "./verdict.ts";
