import { ArrowDown, ArrowUp, Download, Eye, Pencil, TriangleAlert, X } from "lucide-react";
import type { ReleaseInfo } from "../../worker/protocol.ts";
import { keyText } from "../shell/keys.ts";
import { chooseRelease } from "../state/reading.ts";
import { exportReleases } from "../state/registry.ts";
import { useApp } from "../state/store.ts";
import { showInspect } from "../state/types.ts";
import { counted } from "../widgets/format.ts";
import type { MenuGroup } from "../widgets/Menu.tsx";

interface Acts {
  readonly move: (release: string, by: -1 | 1) => void;
  readonly remove: (info: ReleaseInfo) => void;
  readonly rename: (release: string) => void;
}

/** All that can be done with a release. */
export function releaseMenu(info: ReleaseInfo, all: readonly ReleaseInfo[], { move, remove, rename }: Acts): readonly MenuGroup[] {
  const { release, origin, problems } = info;
  const at = all.indexOf(info);
  const open = useApp.getState().active !== undefined;
  const read = () => {
    showInspect();
    void chooseRelease(release);
  };
  const places = [
    ...(at > 0 ? [{ label: "Move up, older", icon: ArrowUp, keys: keyText("$mod+Shift+↑"), run: () => move(release, -1) }] : []),
    ...(at < all.length - 1
      ? [{ label: "Move down, newer", icon: ArrowDown, keys: keyText("$mod+Shift+↓"), run: () => move(release, 1) }]
      : []),
  ];
  return [
    ...(places.length > 0 ? [{ items: places }] : []),
    {
      items: [
        ...(origin === "user" ? [{ label: "Rename", icon: Pencil, keys: "F2", run: () => rename(release) }] : []),
        ...(open ? [{ label: "Read the open blob with it", icon: Eye, run: read }] : []),
        { label: "Export as zip", icon: Download, run: () => void exportReleases([release]) },
        ...(problems.length > 0
          ? [
              {
                label: `Show ${counted(problems.length, "problem")}`,
                icon: TriangleAlert,
                run: () => useApp.setState({ dialog: "schemas" as const }),
              },
            ]
          : []),
      ],
    },
    { items: [{ label: "Remove", icon: X, keys: "Del", run: () => remove(info) }] },
  ];
}
