import { CircleHelp, Monitor, Moon, Search, Sun } from "lucide-react";
import { showCompare } from "../state/compare.ts";
import type { Workspace } from "../state/registry-slice.ts";
import { useApp } from "../state/store.ts";
import { showInspect, showReleases } from "../state/types.ts";
import type { Theme } from "../state/ui-slice.ts";
import { IconButton } from "../widgets/Button.tsx";
import { keyText } from "./keys.ts";
import { Logo } from "./Logo.tsx";
import { nextTheme, setTheme } from "./settings.ts";
import styles from "./window.module.css";

const themes = {
  system: { icon: Monitor, label: "Theme: as the system" },
  light: { icon: Sun, label: "Theme: light" },
  dark: { icon: Moon, label: "Theme: dark" },
} as const satisfies Record<Theme, unknown>;

/** The top of the window: name, workspace, palette, help and theme. */
export function WindowBar() {
  const theme = useApp((s) => s.theme);
  const { icon, label } = themes[theme];
  return (
    <header className={styles.top}>
      <div className={styles.name}>
        <Logo />
        Save-State Inspector
      </div>
      <nav className={styles.tabs} aria-label="Workspaces">
        <Tab workspace="inspect" word="Inspect" show={showInspect} />
        <Tab workspace="compare" word="Compare" show={showCompare} />
        <Tab workspace="releases" word="Releases" show={showReleases} />
      </nav>
      <div className={styles.right}>
        <button type="button" className={styles.palette} onClick={() => useApp.setState({ dialog: "palette" })}>
          <Search size={14} strokeWidth={1.6} aria-hidden="true" />
          All commands
          <kbd>{keyText("$mod+k")}</kbd>
        </button>
        <IconButton icon={CircleHelp} label="Shortcuts and help" keys="?" onClick={() => useApp.setState({ dialog: "help" })} />
        <IconButton icon={icon} label={label} onClick={() => setTheme(nextTheme(theme))} />
      </div>
    </header>
  );
}

interface TabProps {
  readonly workspace: Workspace;
  readonly word: string;
  readonly show: () => void;
}

/** A link, so that it can be opened in another tab; here the workspace comes back as it was left. */
function Tab({ workspace, word, show }: TabProps) {
  const current = useApp((s) => s.workspace === workspace);
  return (
    <a
      className={styles.tab}
      href={`#/${workspace}`}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        show();
      }}
    >
      {word}
    </a>
  );
}
