/** What the bench times of this product, bundled by it: the same modules that the page's worker and the command line run. */
export { compare } from "../../src/compare/index.ts";
export { decode } from "../../src/decode/index.ts";
export { PagedNodes } from "../../src/decode/survey/nodes.ts";
export { survey } from "../../src/decode/survey/survey.ts";
export { decodeByColumns } from "../../src/decode/testing/columns/judged.ts";
export { verdict } from "../../src/restore/index.ts";
export { loadSchemaSet } from "../../src/schema/index.ts";
export { viewOf } from "../../src/worker/view.ts";
