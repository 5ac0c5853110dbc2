import { MoreHorizontal, PanelRightClose } from "lucide-react";
import { DetailsPane } from "../details/DetailsPane.tsx";
import panes from "../panes/panes.module.css";
import { AcrossReleases } from "../registry/AcrossReleases.tsx";
import { showDetails } from "../shell/settings.ts";
import { copyRow, copyText } from "../state/copy.ts";
import { goToOffset } from "../state/select.ts";
import { useApp } from "../state/store.ts";
import { ownerOf } from "../state/types.ts";
import { OnEachRelease } from "../verdict/OnEachRelease.tsx";
import { IconButton } from "../widgets/Button.tsx";
import { Menu } from "../widgets/Menu.tsx";
import { ReadAsLine } from "./ReadAsLine.tsx";
import { rowMenu } from "./TreePane.tsx";

const onCopyText = (text: string) => void copyText(text, "Copied the reading");
const onGoTo = (offset: number) => void goToOffset(offset, true);

/** The details of the selected row, wired to the store. */
export function DetailsContainer() {
  const details = useApp((s) => s.details);
  const release = useApp((s) => s.doc?.release);
  const key = useApp((s) => s.selectedKey);
  const owner = useApp((s) => s.details && ownerOf(s.details));
  const number = details?.number;
  return (
    <div className={`${panes.part} ${panes.side}`} data-pane="details">
      <DetailsPane
        details={details}
        release={release}
        onCopy={(what) => void copyRow(what)}
        onCopyText={onCopyText}
        onGoTo={onGoTo}
        readAs={details?.readAs && <ReadAsLine />}
        verdicts={<OnEachRelease />}
        history={owner !== undefined && number !== undefined && <AcrossReleases typeName={owner} number={number} />}
        tools={
          <>
            <Menu
              align="end"
              trigger={<IconButton icon={MoreHorizontal} label="Copy or save the field" disabled={key === undefined} />}
              groups={key === undefined ? [] : rowMenu(key, details?.readAs !== undefined)}
            />
            <IconButton icon={PanelRightClose} label="Hide the details" keys="d" onClick={() => showDetails(false)} />
          </>
        }
      />
    </div>
  );
}
