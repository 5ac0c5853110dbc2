export { absentFields, fieldsOfAbsent } from "./absent.ts";
export { borrow, borrowSteps } from "./borrow.ts";
export { decode, decodedFrom, decodeStart, decodeSteps, NO_SCHEMA } from "./decode.ts";
export {
  type DisplayValue,
  displayAbsent,
  displayNode,
  previewText,
  type ValueKind,
} from "./display.ts";
export { type JsonNode, jsonNode, jsonNodeText, typeTextOf, wireName } from "./json.ts";
export {
  type Counts,
  childrenOf,
  contentType,
  type Decoded,
  type FieldStatus,
  fieldOf,
  type Item,
  isOpened,
  type Loan,
  NOTABLE,
  NOTES,
  type Note,
  NoteBit,
  nodeRange,
  notesOf,
  type Reread,
  rereadAt,
  STATUSES,
  Status,
  valueRange,
} from "./model.ts";
export type { Mark, NodeSet, Nodes, Run } from "./nodes.ts";
export { findItem, isElement, isPacked, isPackedField, itemKey, itemPath, keyEnds, keyOf, pathOf, segmentOf } from "./paths.ts";
export { type KnownIn, knownIn, Places, type Why, whyAbsent } from "./places.ts";
export { isAlwaysWritten, isArrayWrapper } from "./plan.ts";
export { problemOf } from "./problems.ts";
export { guidText, type Reading, readingsOfBytes, readingsOfFixed, readingsOfVarint } from "./readings.ts";
export { isCutOff } from "./reread/cut-off.ts";
export { previewAs, unfitAs } from "./reread/fits.ts";
export { hiddenBlob } from "./reread/hidden.ts";
export { isNumbersType } from "./reread/numbers.ts";
export { asType, PLAIN_READINGS, type PlainReading, type ReadAs, readAsParts, readAsWords } from "./reread/read-as.ts";
export { canReread, MOST_HIDDEN, type ReadChoice, type Rereading, reread, rereadSteps } from "./reread/reread.ts";
export { accepts, bareElement, isPackable, wireOfScalar } from "./scalars.ts";
export { typeNameOfUrl } from "./shapes.ts";
export { NodeBits } from "./survey/bits.ts";
export { NO_NODE } from "./survey/state.ts";
export { type Survey, survey, surveySteps } from "./survey/survey.ts";
export {
  defaultValue,
  isTyped,
  type JsonValue,
  rawValue,
  readScalar,
  scalarValue,
  unzigzag,
  valueField,
  valueWire,
} from "./values.ts";
export { type Step, walk } from "./walk.ts";
