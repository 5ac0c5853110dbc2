import type { SchemaSet } from "../schema/index.ts";
import { SchemaGuide } from "./shapes.ts";

const guides = new WeakMap<SchemaSet, SchemaGuide>();

/** The guide of a set, made once. */
export function guideOf(set: SchemaSet): SchemaGuide {
  let guide = guides.get(set);
  if (!guide) {
    guide = new SchemaGuide(set);
    guides.set(set, guide);
  }
  return guide;
}
