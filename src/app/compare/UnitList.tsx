import { NotebookText, PanelLeftClose } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import type { UnitLine } from "../../worker/protocol.ts";
import { copySummary, goToChangeRow } from "../state/compare-view.ts";
import { useApp } from "../state/store.ts";
import { Button, IconButton } from "../widgets/Button.tsx";
import { ChangeIcon, changeInk, changeWord } from "../widgets/change.tsx";
import { counted, grouped } from "../widgets/format.ts";
import { diffKinds } from "./KindBar.tsx";
import styles from "./unit-list.module.css";

/** Kinds that fit beside a name. */
const mostKinds = 4;

interface UnitListProps {
  /** Given where the list lies over the rest: it is put away, also when a unit was gone to. */
  readonly onClose?: (() => void) | undefined;
}

/** Changes by state unit and field of the root, one tab stop: arrows move, Enter goes there. */
export function UnitList({ onClose }: UnitListProps) {
  const info = useApp((s) => s.compare.info);
  const key = useApp((s) => s.compare.key);
  const list = useRef<HTMLUListElement>(null);
  if (!info) return null;
  const changed = info.units.filter((unit) => unit.total > 0);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = Array.from(list.current?.querySelectorAll<HTMLElement>("[data-unit]") ?? []);
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (target === undefined) return;
    buttons[target]?.focus();
    event.preventDefault();
  };
  const lists = info.matched.map(({ label }) => label).slice(0, 4);
  return (
    <aside className={styles.pane} aria-label="Changes by unit" data-pane="units">
      <div className={styles.head}>
        <h2>By unit</h2>
        <span>{counted(changed.length + info.equalUnits, "part")}</span>
        {onClose && <IconButton className={styles.close ?? ""} icon={PanelLeftClose} label="Hide the changes by unit" onClick={onClose} />}
      </div>
      <ul className={styles.list} ref={list} onKeyDown={onKeyDown}>
        {changed.map((unit, index) => (
          <Unit key={unit.key} unit={unit} first={index === 0} current={isWithin(key, unit.key)} onClose={onClose} />
        ))}
        {info.equalUnits > 0 && (
          <li className={styles.equal}>
            <span>{counted(info.equalUnits, changed.length > 0 ? "other" : "part")}</span>
            <span>equal</span>
          </li>
        )}
      </ul>
      <div className={styles.foot}>
        <Button icon={NotebookText} onClick={() => void copySummary()}>
          Copy summary as Markdown
        </Button>
        {lists.length > 0 && <p>Elements of lists are matched by {lists.join(", ")}.</p>}
      </div>
    </aside>
  );
}

interface UnitProps extends UnitListProps {
  readonly unit: UnitLine;
  readonly first: boolean;
  readonly current: boolean;
}

function Unit({ unit, first, current, onClose }: UnitProps) {
  const kinds = diffKinds.filter((kind) => unit.counts[kind] > 0);
  const says = kinds.map((kind) => `${grouped(unit.counts[kind])} ${changeWord(kind).toLowerCase()}`).join(", ");
  return (
    <li>
      <button
        type="button"
        className={styles.unit}
        data-unit=""
        tabIndex={first ? 0 : -1}
        aria-current={current ? "true" : undefined}
        aria-label={`${unit.label}: ${says}`}
        title={`${unit.label}: ${says}`}
        onClick={() => {
          onClose?.();
          void goToChangeRow(unit.key);
        }}
      >
        <span className={styles.name}>{unit.label}</span>
        <span className={styles.mix}>
          {kinds.slice(0, mostKinds).map((kind) => (
            <span key={kind} className={changeInk(kind)}>
              <ChangeIcon kind={kind} silent />
              {grouped(unit.counts[kind])}
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}

/** True when the selected row is a unit's, or stands in it. */
function isWithin(key: string | undefined, unit: string): boolean {
  if (key === undefined) return false;
  const [own, inside] = [unit, key].map((text) => text.replace(/^[*=]/, "").split("|")[0]!);
  return own !== "" && (inside === own || inside!.startsWith(`${own}.`) || inside!.startsWith(`${own}[`));
}
