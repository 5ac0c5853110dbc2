import { Info, TriangleAlert } from "lucide-react";
import panes from "../inspect/inspect.module.css";
import { useApp } from "../state/store.ts";
import { counted, middleCut } from "../widgets/format.ts";

/** What is to be known before the changes are read: unlike roots, a side that does not read, where the result is coarse. */
export function CompareRemarks() {
  const info = useApp((s) => s.compare.info);
  const trouble = useApp((s) => s.compare.trouble);
  if (!info) return null;
  const [rootA, rootB] = [info.a.root?.typeName, info.b.root?.typeName];
  const warnings: string[] = [];
  if (trouble !== undefined) warnings.push(trouble);
  if (rootA !== undefined && rootB !== undefined && lastName(rootA) !== lastName(rootB))
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
  const [coarse] = info.coarse;
  const where = coarse?.path ? `At ${middleCut(coarse.path, 80)}` : "As a whole";
  return (
    <>
      {warnings.map((text) => (
        <div key={text} className={panes.trouble} role="status">
          <TriangleAlert size={14} aria-hidden="true" />
          <p>{text}</p>
        </div>
      ))}
      {coarse && (
        <div className={`${panes.trouble} ${panes.remark}`} role="status">
          <Info size={14} aria-hidden="true" />
          <p>
            {where} the comparison is coarse: {coarse.reason}.
            {info.coarse.length > 1 && ` So it is in ${counted(info.coarse.length - 1, "further place")}.`}
          </p>
        </div>
      )}
    </>
  );
}

function lastName(typeName: string): string {
  return typeName.replace(/^.*\./, "");
}
