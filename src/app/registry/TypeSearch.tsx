import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { useApp } from "../state/store.ts";
import { openType, searchTypes } from "../state/types.ts";
import { Field } from "../widgets/Field.tsx";
import { grouped } from "../widgets/format.ts";
import styles from "./registry.module.css";
import { TypeTree } from "./TypeTree.tsx";

/** The search over types and fields, and the tree of what it finds. */
export function TypeSearch() {
  const text = useApp((s) => s.typeText);
  const list = useApp((s) => s.typeList);
  const asked = useApp((s) => s.typeFind);
  const box = useRef<HTMLDivElement>(null);
  const focusTree = () => box.current?.querySelector<HTMLElement>('[role="tree"]')?.focus();
  useEffect(() => {
    if (asked > 0) box.current?.querySelector("input")?.focus();
  }, [asked]);
  const openFirst = () => {
    const first = list?.lines.find((line) => line.name.toLowerCase() === text.trim().toLowerCase()) ?? list?.lines[0];
    if (first && text.trim() !== "") openType(first.typeName, first.hits?.[0]?.number);
  };
  return (
    <div className={styles.search} ref={box}>
      <div className={styles.searchBox}>
        <Field
          icon={Search}
          label="Find a type or field"
          value={text}
          onText={searchTypes}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") focusTree();
            else if (event.key === "Enter") openFirst();
            else if (event.key === "Escape" && text !== "") searchTypes("");
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <span className={styles.found} role="status">
          {list && text.trim() !== "" && `${grouped(list.lines.length)} of ${grouped(list.types)}`}
        </span>
      </div>
      {list && list.lines.length === 0 ? (
        <p className={styles.none}>{list.types === 0 ? "No release has a type." : `No type and no field contains “${text.trim()}”.`}</p>
      ) : (
        <TypeTree />
      )}
    </div>
  );
}
