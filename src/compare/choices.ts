import { straight } from "../base/index.ts";
import { isElement } from "../decode/index.ts";
import { Elements } from "./elements.ts";
import { choicesFor, MENU } from "./keys.ts";
import { type Comparison, type MatchChoice, RowForm, type Side } from "./model.ts";
import { Pace } from "./pace.ts";
import { Relations } from "./relate.ts";
import { dataOf } from "./side-data.ts";
import { occurrencesFrom } from "./values.ts";

/**
 * The ways to match a `LIST` row, the best first, as the first elements tell; one for a map or a list of numbers. Cost: these elements, for each
 * field that can be a key.
 */
export function matchChoices(comparison: Comparison, row: number): readonly MatchChoice[] {
  const { rows, lists } = comparison;
  const list = rows.form[row] === RowForm.LIST ? lists[rows.extra[row]!] : undefined;
  if (!list) return [];
  if (list.by === "map-key") return [{ by: list.by, label: list.label, score: 1 }];
  const pace = new Pace();
  const of = (side: Side, node: number): Elements =>
    new Elements(dataOf(side, pace), node < 0 || isElement(side.decoded, node) ? [] : occurrencesFrom(side.decoded, node, MENU));
  const a = of(comparison.a, rows.a.at(row));
  const b = of(comparison.b, rows.b.at(row));
  const relations = new Relations(a.decoded.set, b.decoded.set, []);
  return straight(choicesFor(a, b, relations, true));
}
