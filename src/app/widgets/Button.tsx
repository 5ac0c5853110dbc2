import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import styles from "./button.module.css";

interface ButtonProps extends ComponentProps<"button"> {
  readonly icon?: LucideIcon;
  readonly look?: "plain" | "primary" | "quiet";
  readonly size?: "small" | "normal" | "large";
}

/** A button with a word, and an icon before it when given. */
export function Button({ icon: Icon, look = "plain", size = "normal", className, children, ...rest }: ButtonProps) {
  const names = [styles.button, look !== "plain" && styles[look], size !== "normal" && styles[size], className];
  return (
    <button type="button" className={names.filter(Boolean).join(" ")} {...rest}>
      {Icon && <Icon size={14} strokeWidth={1.6} aria-hidden="true" />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  readonly icon: LucideIcon;
  /** Read aloud and shown as the tooltip: a verb and its object. */
  readonly label: string;
  /** Keys that do the same, shown in the tooltip. */
  readonly keys?: string;
  readonly tight?: boolean;
}

/** A button that is an icon only. */
export function IconButton({ icon: Icon, label, keys, tight, className, ...rest }: IconButtonProps) {
  const names = [styles.icon, tight && styles.tight, className];
  return (
    <button
      type="button"
      className={names.filter(Boolean).join(" ")}
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      {...rest}
    >
      <Icon size={14} strokeWidth={1.6} aria-hidden="true" />
    </button>
  );
}
