export { ColumnNodes, WireColumns } from "./columns.ts";
export { lastLenField, numberAt, tagLength, valueFrom } from "./fields.ts";
export { looksLikeMessage, parsesAsMessage, rawGuide } from "./guess.ts";
export { Content, NodeKind, WIRE_NAMES, type WireName, WireType } from "./kinds.ts";
export { kindAt, OVERLONG, type WireNodes } from "./nodes.ts";
export { PROBLEM_NAMES, type Problem, ProblemCode } from "./problem.ts";
export { type Guide, scan } from "./scan.ts";
export { readVarint, VarintFault, varint, varintAt, varintLength } from "./varint.ts";
