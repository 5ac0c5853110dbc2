import { Download, Eraser, File, Folder, Grid3x3, ListRestart, MoreHorizontal, Plus } from "lucide-react";
import { pick } from "../shell/picker.ts";
import { showCompat } from "../state/compat.ts";
import { exportable, exportReleases, restoreBundled } from "../state/registry.ts";
import { useApp } from "../state/store.ts";
import { IconButton } from "../widgets/Button.tsx";
import { grouped } from "../widgets/format.ts";
import { Menu } from "../widgets/Menu.tsx";
import { ReleaseList } from "./ReleaseList.tsx";
import styles from "./registry.module.css";
import { TypeSearch } from "./TypeSearch.tsx";

/** The left pane: the releases, old to new, and the types of all of them. */
export function ReleasesPane() {
  const list = useApp((s) => s.typeList);
  return (
    <aside className={styles.pane} aria-label="Releases and types">
      <div className={styles.upper} data-pane="releases">
        <div className={styles.head}>
          <h2>Releases</h2>
          <span>old to new</span>
          <div className={styles.tools}>
            <Menu
              align="end"
              trigger={<IconButton icon={Plus} label="Add schemas" />}
              groups={[
                {
                  items: [
                    { label: "A folder of .proto files, or of releases", icon: Folder, run: () => pick("folder") },
                    { label: "Files or a zip", icon: File, run: () => pick("files") },
                  ],
                },
              ]}
            />
            <MoreMenu />
          </div>
        </div>
        <ReleaseList />
        <Trouble />
        <CompatLink />
      </div>
      <div className={styles.lower} data-pane="types">
        <div className={styles.head}>
          <h2>Types</h2>
          {list && (
            <span>
              {grouped(list.types)} in {grouped(list.packages)} packages
            </span>
          )}
        </div>
        <TypeSearch />
      </div>
    </aside>
  );
}

function MoreMenu() {
  const releases = useApp((s) => s.releases);
  const hidden = useApp((s) => s.hiddenReleases);
  const names = exportable(releases);
  const own = releases.some(({ origin }) => origin === "user");
  const items = [
    ...(names.length > 0
      ? [{ label: own ? "Export your releases" : "Export the examples", icon: Download, run: () => void exportReleases(names) }]
      : []),
    ...(hidden.length > 0 ? [{ label: "Show the examples again", icon: ListRestart, run: () => void restoreBundled() }] : []),
  ];
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={MoreHorizontal} label="More about the releases" />}
      groups={[
        ...(items.length > 0 ? [{ items }] : []),
        { items: [{ label: "Forget everything…", icon: Eraser, run: () => useApp.setState({ dialog: "forget" as const }) }] },
      ]}
    />
  );
}

/** The way to how the releases stand to each other. */
function CompatLink() {
  const shown = useApp((s) => s.releasesView !== "type");
  return (
    // biome-ignore lint/a11y/useValidAnchor: it goes to a place of its own, also in another tab
    <a
      className={styles.compat}
      href="#/releases/compatibility"
      aria-current={shown ? "page" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        showCompat();
      }}
    >
      <Grid3x3 size={13} strokeWidth={1.6} aria-hidden="true" />
      Compatibility
      <span>which restores which</span>
    </a>
  );
}

/** Why the browser does not keep the user's releases. They are in use all the same. */
function Trouble() {
  const trouble = useApp((s) => s.keepTrouble);
  if (!trouble) return null;
  return (
    <p className={styles.trouble} role="status">
      {trouble.message} {trouble.code === "outdated" ? "" : "Your releases last until this window closes."}
      {trouble.code === "full" && " Remove one to make room."}
    </p>
  );
}
