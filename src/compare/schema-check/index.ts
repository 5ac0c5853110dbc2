export { type Exceptions, NO_EXCEPTIONS, parseExceptions, withoutExcepted } from "./except.ts";
export { type Direction, rankOf, type SchemaFinding, SEVERITIES, type Severity } from "./model.ts";
export { checkJson, checkMarkdown, countsText, directionText, findingMarkdown, inDirection, severityCounts } from "./report.ts";
export { type AnyRuleId, type CheckRuleId, RULE_GROUPS, type Rule, rule } from "./rules.ts";
export { checkSchemas } from "./schema-check.ts";
