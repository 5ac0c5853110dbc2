export { lastLenField, numberAt, tagLength } from "./fields.ts";
export { looksLikeMessage, parsesAsMessage } from "./guess.ts";
export type { Guide } from "./guide.ts";
export { Content, NodeKind, WIRE_NAMES, type WireName, WireType } from "./kinds.ts";
export { LoopState, LoopWindow, madeOf, OWN_STATE, SLACK } from "./loop-window.ts";
export { kindAt, OVERLONG, type WireNodes } from "./nodes.ts";
export { PROBLEM_NAMES, type Problem, ProblemCode } from "./problem.ts";
export { readVarint, VarintFault, varint, varintAt } from "./varint.ts";
