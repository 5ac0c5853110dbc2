export { evidenceFrom, type WrittenBlob } from "./evidence.ts";
export type { Doubt, Evidence, Finding, FindingKind, ReaderVerdict, Resaved, RuleId, VerdictKind, VerdictOptions } from "./model.ts";
export { resave } from "./resave.ts";
export { roundTrip, verdict } from "./verdict.ts";
