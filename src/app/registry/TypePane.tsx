import { useRef } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import panes from "../inspect/inspect.module.css";
import { usePaneSize } from "../inspect/use-pane-size.ts";
import { useApp } from "../state/store.ts";
import { FieldGrid } from "./FieldGrid.tsx";
import { FieldPanel } from "./FieldPanel.tsx";
import { NoType } from "./NoType.tsx";
import { TypeHead } from "./TypeHead.tsx";

/** The middle: one type, its fields over the releases, and the story of the selected one below. */
export function TypePane() {
  const page = useApp((s) => s.typePage);
  const typeName = useApp((s) => s.typeName);
  const low = useRef(window.innerHeight < 760).current;
  const story = usePaneSize(low ? "story-low" : "story", low ? 170 : 230);
  if (typeName === undefined || page === null) return <NoType gone={typeName} />;
  if (page === undefined) return <section className={panes.mid} aria-label="Type" />;
  return (
    <section className={panes.mid} aria-label="Type" key={page.typeName}>
      <TypeHead page={page} />
      <Group orientation="vertical" onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && story.keep()}>
        <Panel id="fields" minSize={120}>
          <div className={panes.part} data-pane="fields">
            <FieldGrid page={page} />
          </div>
        </Panel>
        <Separator className={panes.split} aria-label="Height of the field's story" />
        <Panel id="story" defaultSize={story.start} minSize={100} groupResizeBehavior="preserve-pixel-size" onResize={story.onResize}>
          <FieldPanel page={page} />
        </Panel>
      </Group>
    </section>
  );
}
