import { ArrowUpRight } from "lucide-react";
import type { FieldLine, TypePage } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { openType } from "../state/types.ts";
import { Button } from "../widgets/Button.tsx";
import { counted } from "../widgets/format.ts";
import styles from "./field-panel.module.css";
import { Story } from "./Story.tsx";

/** Below the grid: the story of the selected field, and where the type is used. */
export function FieldPanel({ page }: { readonly page: TypePage }) {
  const number = useApp((s) => s.fieldNumber);
  const line = page.fields.find((field) => field.number === number);
  return (
    <div className={styles.panel} data-pane="story">
      <section className={styles.part} aria-label="Field">
        {line ? <Field line={line} releases={page.releases} /> : <NoField number={number} page={page} />}
      </section>
      <UsedBy page={page} />
    </div>
  );
}

function Field({ line, releases }: { readonly line: FieldLine; readonly releases: readonly string[] }) {
  const holds = line.cells.findLast((cell) => cell.holds !== undefined)?.holds;
  return (
    <>
      <div className={styles.head}>
        <h2>
          <code>{line.number}</code> {line.name}
        </h2>
        {line.was.length > 0 && <span>was {line.was.join(", ")}</span>}
        {holds !== undefined && (
          <Button className={styles.end ?? ""} look="quiet" size="small" icon={ArrowUpRight} onClick={() => openType(holds)}>
            Open {holds.slice(holds.lastIndexOf(".") + 1)}
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0} data-story="">
        {line.comment !== "" && <p className={styles.comment}>{line.comment}</p>}
        <Story line={line} releases={releases} />
      </div>
    </>
  );
}

function NoField({ number, page }: { readonly number: number | undefined; readonly page: TypePage }) {
  return (
    <>
      <div className={styles.head}>
        <h2>Field</h2>
      </div>
      <p className={styles.none}>
        {number === undefined
          ? "Select a field to see what it is in each release, and what became of it."
          : `No release has a field ${number} in ${page.typeName}.`}
      </p>
    </>
  );
}

function UsedBy({ page }: { readonly page: TypePage }) {
  const { usedBy, root } = page;
  return (
    <section className={`${styles.part} ${styles.users}`} aria-label="Used by">
      <div className={styles.head}>
        <h2>Used by</h2>
        <span>{root ? "no field" : counted(usedBy.length, "field")}</span>
      </div>
      {usedBy.length === 0 ? (
        <p className={styles.none}>{root ? "No field has it: it is a root, or an Any names it." : "No other type has it."}</p>
      ) : (
        <ul className={styles.scroll}>
          {usedBy.map(({ typeName, field, number }) => (
            <li key={`${typeName} ${number}`}>
              <button type="button" className={styles.user} title={`${typeName}.${field}`} onClick={() => openType(typeName, number)}>
                <span>{typeName}</span>
                <b>.{field}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
