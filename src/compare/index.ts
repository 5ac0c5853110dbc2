export { type BytesChange, bytesChange } from "./byte-change.ts";
export { diffBytes } from "./bytes.ts";
export { matchChoices } from "./choices.ts";
export { compare, compareInSteps } from "./compare.ts";
export { changeJson, comparisonJson } from "./json.ts";
export { comparisonMarkdown, type MarkdownOptions } from "./markdown.ts";
export {
  type ByteDiff,
  type ByteEdit,
  CHANGE_KINDS,
  type ChangeKind,
  type Coarse,
  type CompareOptions,
  type Comparison,
  Flag,
  type JsonChange,
  type JsonSide,
  type ListMatch,
  type MatchBy,
  type MatchChoice,
  type Places,
  RowForm,
  RowKind,
  type Rows,
  type Run,
  type Side,
  type UnitSummary,
} from "./model.ts";
export { openAbsent, openPlace, openRun } from "./open.ts";
export {
  changeFrom,
  changeKind,
  changesWithin,
  fieldOfRow,
  listPath,
  parentNode,
  rowKey,
  rowLabel,
  rowName,
  rowPath,
  sidePath,
  statusOfRow,
  withoutIndex,
} from "./rows.ts";
export {
  type AnyRuleId,
  type CheckRuleId,
  checkJson,
  checkMarkdown,
  checkSchemas,
  countsText,
  type Direction,
  directionText,
  type Exceptions,
  findingMarkdown,
  inDirection,
  NO_EXCEPTIONS,
  parseExceptions,
  RULE_GROUPS,
  type Rule,
  rankOf,
  rule,
  type SchemaFinding,
  SEVERITIES,
  type Severity,
  severityCounts,
  withoutExcepted,
} from "./schema-check/index.ts";
export { fromOf, nodeOf, type Spot } from "./spots.ts";
export { unitOf } from "./units.ts";
export { elementLabel, keyLabel, nearestKey, rowDisplay, rowType, rowValue, unitLabel } from "./values.ts";
