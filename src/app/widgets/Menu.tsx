import { Check, type LucideIcon } from "lucide-react";
import { cloneElement, Fragment, type KeyboardEvent, type ReactElement, useRef, useState } from "react";
import styles from "./floating.module.css";
import { useFloating } from "./use-floating.ts";

/** One line of a menu; `checked` makes it a choice that is on or off and leaves the menu open. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly keys?: string;
  /** Small print at the right end. */
  readonly aside?: string;
  readonly checked?: boolean;
  /** With `checked`: one of several of which exactly one is on; picking it closes the menu. */
  readonly radio?: boolean;
  readonly run: () => void;
}

/** Items, or a heading before some of them; groups are divided by a line. */
export interface MenuGroup {
  readonly heading?: string;
  readonly items: readonly MenuItem[];
}

/** A button that takes the props of one that opens a menu. */
export type Trigger = ReactElement<{
  onClick?: (() => void) | undefined;
  "aria-haspopup"?: "menu" | undefined;
  "aria-expanded"?: boolean | undefined;
  "data-popup-open"?: "" | undefined;
}>;

interface MenuProps {
  readonly groups: readonly MenuGroup[];
  /** The button that opens it. */
  readonly trigger: Trigger;
  readonly align?: "start" | "end";
}

/** A menu under its button. */
export function Menu({ groups, trigger, align = "start" }: MenuProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = cloneElement(trigger, {
    onClick: () => setOpen(!open),
    "aria-haspopup": "menu",
    "aria-expanded": open,
    "data-popup-open": open ? "" : undefined,
  });
  const anchor = () => box.current?.firstElementChild?.getBoundingClientRect();
  return (
    <span className={styles.box} ref={box}>
      {button}
      {open && <MenuList groups={groups} anchor={anchor} align={align} owner={box.current} onClose={() => setOpen(false)} />}
    </span>
  );
}

interface MenuAtProps {
  readonly groups: readonly MenuGroup[];
  /** Pixels of the window; undefined = closed. */
  readonly at: { readonly x: number; readonly y: number } | undefined;
  readonly onClose: () => void;
}

/** A menu at a place of the window, for right clicks and the menu key. */
export function MenuAt({ groups, at, onClose }: MenuAtProps) {
  if (!at) return null;
  return (
    <MenuList
      key={`${at.x} ${at.y}`}
      groups={groups}
      anchor={() => new DOMRect(at.x, at.y, 0, 0)}
      align="start"
      owner={null}
      onClose={onClose}
    />
  );
}

interface MenuListProps {
  readonly groups: readonly MenuGroup[];
  readonly anchor: () => DOMRect | undefined;
  readonly align: "start" | "end";
  /** Presses inside it are not outside of the menu. */
  readonly owner: Element | null;
  readonly onClose: () => void;
}

/** An open menu: arrows, Home, End and first letters move, Enter runs, Esc and Tab close. */
function MenuList({ groups, anchor, align, owner, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const first = (menu: HTMLElement) => menu.querySelector<HTMLElement>('[role="menuitemradio"][aria-checked="true"]') ?? items(menu)[0];
  useFloating(list, { anchor, align, first, owner, onClose });

  const onKeyDown = (event: KeyboardEvent) => {
    const all = items(list.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    // The keys of what lies below must not hear those of the menu.
    event.stopPropagation();
    if (target !== undefined) all[target % all.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (/^\S$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      const from = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      from.find((item) => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className={styles.menu}
      ref={list}
      role="menu"
      popover="manual"
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {groups.map((group, at) => (
        <Fragment key={group.heading ?? group.items[0]?.label}>
          {at > 0 && <hr className={styles.separator} />}
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a menu */}
          <div role="group" aria-label={group.heading}>
            {group.heading && (
              <div className={styles.label} aria-hidden="true">
                {group.heading}
              </div>
            )}
            {group.items.map((item, place) => (
              <Item key={item.label} item={item} first={at === 0 && place === 0} onClose={onClose} />
            ))}
          </div>
        </Fragment>
      ))}
    </div>
  );
}

function Item({ item, first, onClose }: { readonly item: MenuItem; readonly first: boolean; readonly onClose: () => void }) {
  const { icon: Icon, checked } = item;
  const run = () => {
    if (checked === undefined || item.radio) onClose();
    item.run();
  };
  return (
    <button
      type="button"
      className={styles.item}
      role={checked === undefined ? "menuitem" : item.radio ? "menuitemradio" : "menuitemcheckbox"}
      {...(checked === undefined ? {} : { "aria-checked": checked })}
      tabIndex={first ? 0 : -1}
      onClick={run}
      onMouseMove={(event) => event.currentTarget.focus()}
    >
      {checked !== undefined && <span className={styles.mark}>{checked && <Check size={13} strokeWidth={2} aria-hidden="true" />}</span>}
      {Icon && <Icon size={14} strokeWidth={1.6} aria-hidden="true" />}
      <span className={styles.word}>{item.label}</span>
      {item.aside && <span className={styles.aside}>{item.aside}</span>}
      {item.keys && <kbd>{item.keys}</kbd>}
    </button>
  );
}

function items(menu: Element | null): readonly HTMLElement[] {
  return Array.from(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []);
}
