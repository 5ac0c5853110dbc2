import { Braces, Copy, FileDown, Hash, ListTree, Quote, SearchCode } from "lucide-react";
import type { CompareDetails, SideName } from "../../worker/protocol.ts";
import { rangeOf } from "../hex/parts.ts";
import { matchList } from "../state/compare.ts";
import { copySideRow, saveSideRow, showInInspect } from "../state/compare-row.ts";
import { openAllBelow } from "../state/compare-view.ts";
import { copyText } from "../state/copy.ts";
import type { MenuGroup } from "../widgets/Menu.tsx";

/** What can be done with a row, for its context menu and the menu of the details: of both sides, then of each that has it. */
export function changeMenu(details: CompareDetails, expandable: boolean): readonly MenuGroup[] {
  const { path, pathB, match, key } = details;
  const ways = (match?.choices ?? []).map(({ by, label }) => ({
    label,
    radio: true,
    checked: by === match?.by,
    run: () => void matchList(match!.path, by),
  }));
  return [
    ...(ways.length > 0 ? [{ heading: "Match the elements by", items: ways }] : []),
    {
      items: [
        ...(expandable ? [{ label: "Open everything below", icon: ListTree, keys: "*", run: () => void openAllBelow(key) }] : []),
        { label: "Copy path", icon: Copy, keys: "y", run: () => void copyText(path, `Copied ${path}`) },
        ...(pathB === undefined ? [] : [{ label: "Copy path in B", icon: Copy, run: () => void copyText(pathB, `Copied ${pathB}`) }]),
      ],
    },
    ...(["a", "b"] as const).filter((side) => details[side]).map((side) => sideMenu(side, rangeOf(details[side]) !== undefined)),
  ];
}

function sideMenu(side: SideName, onWire: boolean): MenuGroup {
  return {
    heading: `Side ${side.toUpperCase()}`,
    items: [
      { label: "Show in Inspect", icon: SearchCode, run: () => void showInInspect(side) },
      { label: "Copy value", icon: Quote, run: () => void copySideRow(side, "value") },
      ...(onWire
        ? [
            { label: "Copy as JSON", icon: Braces, run: () => void copySideRow(side, "json") },
            { label: "Copy bytes as hex", icon: Hash, run: () => void copySideRow(side, "hex") },
            { label: "Save the raw bytes", icon: FileDown, run: () => void saveSideRow(side, "bytes") },
          ]
        : []),
    ],
  };
}
