import { type LucideIcon, X } from "lucide-react";
import type { ComponentProps } from "react";
import { IconButton } from "./Button.tsx";
import styles from "./field.module.css";

interface FieldProps extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  readonly icon: LucideIcon;
  /** Read aloud; also the placeholder. */
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly quiet?: boolean;
}

/** A one-line input with an icon; a text in it can be cleared by a button, and by Esc before Esc closes anything else. */
export function Field({ icon: Icon, label, value, onText, quiet, className, ...rest }: FieldProps) {
  return (
    <span className={`${styles.field} ${quiet ? styles.quiet : ""} ${className ?? ""}`}>
      <Icon size={14} strokeWidth={1.6} aria-hidden="true" />
      <input
        type="text"
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(e) => onText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== "Escape" || !value) return;
          e.stopPropagation();
          onText("");
        }}
        {...rest}
      />
      {value && <IconButton icon={X} label={`Clear ${label.toLowerCase()}`} tight onClick={() => onText("")} />}
    </span>
  );
}
