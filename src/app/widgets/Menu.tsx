import { Menu as Base } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import { Fragment, type ReactElement, useMemo } from "react";
import styles from "./floating.module.css";

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
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** Items, or a heading before some of them; groups are divided by a line. */
export interface MenuGroup {
  readonly heading?: string;
  readonly items: readonly MenuItem[];
}

interface MenuProps {
  readonly groups: readonly MenuGroup[];
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly align?: "start" | "end";
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/** A menu under its button. */
export function Menu({ groups, trigger, align = "start", open, onOpenChange }: MenuProps) {
  return (
    <Base.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange: (o: boolean) => onOpenChange(o) } : {})}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} align={align} sideOffset={4} collisionPadding={8}>
          <Items groups={groups} />
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuAtProps {
  readonly groups: readonly MenuGroup[];
  /** Pixels of the window; undefined = closed. */
  readonly at: { readonly x: number; readonly y: number } | undefined;
  readonly onClose: () => void;
}

/** A menu at a place of the window, for right clicks and the menu key; closing gives the focus back to where it was. */
export function MenuAt({ groups, at, onClose }: MenuAtProps) {
  const anchor = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(at?.x ?? 0, at?.y ?? 0, 0, 0) }), [at?.x, at?.y]);
  return (
    <Base.Root modal={false} open={at !== undefined} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} anchor={anchor} align="start" sideOffset={2} collisionPadding={8}>
          <Items groups={groups} />
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Items({ groups }: { readonly groups: readonly MenuGroup[] }) {
  return (
    <Base.Popup className={styles.menu}>
      {groups.map((group, at) => (
        <Fragment key={group.heading ?? group.items[0]?.label}>
          {at > 0 && <Base.Separator className={styles.separator} />}
          <Base.Group>
            {group.heading && <Base.GroupLabel className={styles.label}>{group.heading}</Base.GroupLabel>}
            {group.items.map((item) => (
              <Item key={item.label} item={item} />
            ))}
          </Base.Group>
        </Fragment>
      ))}
    </Base.Popup>
  );
}

function Item({ item }: { readonly item: MenuItem }) {
  const { icon: Icon, checked } = item;
  const inside = (
    <>
      {checked !== undefined && <span className={styles.mark}>{checked && <Check size={13} strokeWidth={2} aria-hidden="true" />}</span>}
      {Icon && <Icon size={14} strokeWidth={1.6} aria-hidden="true" />}
      <span className={styles.word}>{item.label}</span>
      {item.aside && <span className={styles.aside}>{item.aside}</span>}
      {item.keys && <kbd>{item.keys}</kbd>}
    </>
  );
  const shared = { className: styles.item ?? "", disabled: item.disabled ?? false };
  if (checked !== undefined && item.radio) {
    return (
      <Base.Item {...shared} role="menuitemradio" aria-checked={checked} onClick={item.run}>
        {inside}
      </Base.Item>
    );
  }
  if (checked !== undefined) {
    return (
      <Base.CheckboxItem {...shared} checked={checked} onCheckedChange={item.run}>
        {inside}
      </Base.CheckboxItem>
    );
  }
  return (
    <Base.Item {...shared} onClick={item.run}>
      {inside}
    </Base.Item>
  );
}
