import { goToText } from "../state/compare-go.ts";
import { collapseChanges } from "../state/compare-view.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { counted, grouped, middleCut } from "../widgets/format.ts";
import { Notice } from "../widgets/Notice.tsx";

/** What is to be known before the changes are read: unlike roots, a side that does not read, where the result is coarse. */
export function CompareRemarks() {
  const info = useApp((s) => s.compare.info);
  const trouble = useApp((s) => s.compare.trouble);
  if (!info) return null;
  const [rootA, rootB] = [info.a.root?.typeName, info.b.root?.typeName];
  const unlike = rootA !== undefined && rootB !== undefined && lastName(rootA) !== lastName(rootB);
  const warnings: string[] = [];
  if (trouble !== undefined) warnings.push(trouble);
  if (unlike)
    warnings.push(
      `The sides are of unlike types: A is read as ${rootA}, B as ${rootB}. Fields are compared by their numbers, which may mean little here.`,
    );
  else if ((rootA === undefined) !== (rootB === undefined))
    warnings.push(`Only ${rootA === undefined ? "B" : "A"} is read with a schema; the other side has numbers and raw values only.`);
  for (const side of ["a", "b"] as const) {
    const { trouble: why, counts } = info[side];
    if (why !== undefined) warnings.push(`Side ${side.toUpperCase()}: ${why}`);
    else if (counts.malformed > 0)
      warnings.push(
        `Side ${side.toUpperCase()} has ${counted(counts.malformed, "field")} that cannot be parsed; those are compared as raw bytes.`,
      );
  }
  // That the roots are unlike is said above already.
  const [coarse, ...others] = info.coarse.filter(({ path }) => !(unlike && path === ""));
  const where = coarse?.path ? `At ${middleCut(coarse.path, 80)}` : "As a whole";
  return (
    <>
      {warnings.map((text) => (
        <Notice key={text} kind="warning">
          {text}
        </Notice>
      ))}
      <CutShort />
      {coarse && (
        <Notice kind="remark" action={coarse.path !== "" && <Button onClick={() => void goToText("a", coarse.path)}>Show it</Button>}>
          {where} the comparison is coarse: {coarse.reason}.
          {others.length > 0 && ` So it is in ${counted(others.length, "further place")}.`}
        </Notice>
      )}
    </>
  );
}

/** Everything below a row was to be opened, and there is more of it than a tree is good for. */
function CutShort() {
  const cut = useApp((s) => s.compare.cut);
  const rows = useApp((s) => s.compare.rows);
  if (!cut) return null;
  return (
    <Notice kind="remark" action={<Button onClick={collapseChanges}>Collapse all</Button>}>
      There is too much to open all of it: the tree has {grouped(rows)} rows now, and what comes after is closed.
    </Notice>
  );
}

function lastName(typeName: string): string {
  return typeName.replace(/^.*\./, "");
}
