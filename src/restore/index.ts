export { evidenceFrom, evidenceSteps, type WrittenBlob } from "./evidence.ts";
export { type CauseRank, causesOf, isOfAnother, type LogCause, type ReleaseCauses } from "./log-causes.ts";
export { type LogError, type LogReason, type ParsedLog, parseLog } from "./log-line.ts";
export { type BlobPlaces, type LogPlace, placesOf } from "./log-places.ts";
export { type BlobVerdicts, confidenceWord, findingReport, verdictMarkdown } from "./markdown.ts";
export type { Doubt, Evidence, Finding, FindingKind, Note, ReaderVerdict, Resaved, RuleId, VerdictKind, VerdictOptions } from "./model.ts";
export { resave, resaveSteps } from "./resave.ts";
export { type RoundTrip, roundTrip, verdict, verdictSteps } from "./verdict.ts";
export { type BlobSource, Windows } from "./windows.ts";
