import { type KeyboardEvent, useRef, useState } from "react";
import type { ReleaseInfo } from "../../worker/protocol.ts";
import { isMac } from "../shell/keys.ts";
import { moveRelease, orderReleases, removeRelease } from "../state/registry.ts";
import { useApp } from "../state/store.ts";
import { MenuAt } from "../widgets/Menu.tsx";
import { ReleaseRow } from "./ReleaseRow.tsx";
import styles from "./registry.module.css";
import { releaseMenu } from "./release-menu.ts";

interface Drag {
  readonly release: string;
  /** Where it would be put: before the release at this index. */
  readonly to: number;
}

/** The releases, one tab stop: arrows go through them, Ctrl Shift with arrows (or `[` and `]`) moves one, Enter opens its menu. */
export function ReleaseList() {
  const releases = useApp((s) => s.releases);
  const [stop, setStop] = useState<string>();
  const [menu, setMenu] = useState<{ readonly release: string; readonly x: number; readonly y: number }>();
  const [renaming, setRenaming] = useState<string>();
  const [drag, setDrag] = useState<Drag>();
  const [said, setSaid] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const current = releases.some(({ release }) => release === stop) ? stop : releases[0]?.release;

  const focus = (release: string | undefined) =>
    requestAnimationFrame(() => {
      if (release !== undefined) list.current?.querySelector<HTMLElement>(`[data-release=${CSS.escape(release)}]`)?.focus();
    });
  const move = async (release: string, by: -1 | 1) => {
    const place = await moveRelease(release, by);
    setSaid(place ? `${release} is ${place[0]} of ${place[1]}` : `${release} is ${by < 0 ? "the oldest" : "the newest"} already`);
    focus(release);
  };
  const remove = (info: ReleaseInfo) => {
    const at = releases.indexOf(info);
    focus((releases[at + 1] ?? releases[at - 1])?.release);
    void removeRelease(info);
  };
  const openMenu = (release: string, x: number, y: number) => setMenu({ release, x, y });

  const onKeyDown = (event: KeyboardEvent) => {
    const name = (event.target as HTMLElement).dataset.release;
    const at = releases.findIndex(({ release }) => release === name);
    const info = releases[at];
    if (!info) return;
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: releases.length - 1 }[event.key];
    const mod = (isMac ? event.metaKey : event.ctrlKey) && event.shiftKey;
    const by = mod ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : { "[": -1, "]": 1 }[event.key];
    if (by !== undefined) void move(info.release, by as -1 | 1);
    else if (event.key === "Delete") remove(info);
    else if (event.key === "F2" && info.origin === "user") setRenaming(info.release);
    else if (target !== undefined && !mod) focus(releases[target]?.release);
    else return;
    event.preventDefault();
  };
  const drop = () => {
    if (drag) {
      const names = releases.map(({ release }) => release);
      const before = names.slice(0, drag.to).filter((name) => name !== drag.release);
      const after = names.slice(drag.to).filter((name) => name !== drag.release);
      void orderReleases([...before, drag.release, ...after]);
    }
    setDrag(undefined);
  };

  const shown = menu && releases.find(({ release }) => release === menu.release);
  return (
    <>
      <ul className={styles.releases} ref={list} onKeyDown={onKeyDown} aria-label="Releases, old to new">
        {releases.map((info, at) => (
          <ReleaseRow
            key={info.release}
            info={info}
            tabStop={info.release === current}
            renaming={info.release === renaming}
            dropAt={
              drag && drag.to === at ? "before" : drag && drag.to === releases.length && at === releases.length - 1 ? "after" : undefined
            }
            onFocus={() => setStop(info.release)}
            onMenu={openMenu}
            onRenamed={(now) => {
              setRenaming(undefined);
              focus(now ?? info.release);
            }}
            onDrag={(state) => (state === "end" ? setDrag(undefined) : setDrag({ release: info.release, to: at }))}
            onOver={(below) => setDrag((old) => old && { ...old, to: below ? at + 1 : at })}
            onDrop={drop}
          />
        ))}
        {releases.length === 0 && <li className={styles.none}>None. Drop a folder or zip of .proto files.</li>}
      </ul>
      <span className="vh" role="status">
        {said}
      </span>
      <MenuAt
        at={shown && menu}
        onClose={() => setMenu(undefined)}
        groups={shown ? releaseMenu(shown, releases, { move, remove, rename: setRenaming }) : []}
      />
    </>
  );
}
