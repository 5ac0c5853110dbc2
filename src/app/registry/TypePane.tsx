import panes from "../panes/panes.module.css";
import { Stacked } from "../panes/Stacked.tsx";
import { useApp } from "../state/store.ts";
import { FieldGrid } from "./FieldGrid.tsx";
import { FieldPanel } from "./FieldPanel.tsx";
import { NoType } from "./NoType.tsx";
import { TypeHead } from "./TypeHead.tsx";

/** The middle: one type, its fields over the releases, and the story of the selected one below. */
export function TypePane() {
  const page = useApp((s) => s.typePage);
  const typeName = useApp((s) => s.typeName);
  if (typeName === undefined || page === null) return <NoType gone={typeName} />;
  if (page === undefined) return <section className={panes.mid} aria-label="Type" />;
  return (
    <section className={panes.mid} aria-label="Type" key={page.typeName}>
      <TypeHead page={page} />
      <Stacked
        name="fields"
        belowName="story"
        drawn={{ high: 230, low: 170 }}
        min={100}
        splits="Height of the field's story"
        below={<FieldPanel page={page} />}
      >
        <FieldGrid page={page} />
      </Stacked>
    </section>
  );
}
