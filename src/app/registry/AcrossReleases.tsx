import { ArrowUpRight } from "lucide-react";
import { useEffect, useState } from "react";
import type { FieldStory } from "../../worker/protocol.ts";
import details from "../details/details-pane.module.css";
import { ask, reportFailure } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { openType } from "../state/types.ts";
import { Button } from "../widgets/Button.tsx";
import { Story } from "./Story.tsx";

/** The history of the selected row's field, for the details of Inspect. Draws nothing for what is no field of a known type. */
export function AcrossReleases({ typeName, number }: { readonly typeName: string; readonly number: number }) {
  const version = useApp((s) => s.registryVersion);
  const [told, setTold] = useState<FieldStory | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the releases are others
  useEffect(() => {
    const mine = new AbortController();
    ask("fieldStory", { typeName, number }, { signal: mine.signal }).then(
      (answer) => mine.signal.aborted || setTold(answer),
      (error: unknown) => reportFailure("The history of the field cannot be read", error),
    );
    return () => mine.abort();
  }, [typeName, number, version]);
  // A story of the row before stays until the next one comes, unless it is of another field.
  if (!told || told.typeName !== typeName || told.line.number !== number) return null;
  return (
    <div className={details.section}>
      <h4>
        Across releases
        <span className={details.end}>
          <Button look="quiet" size="small" icon={ArrowUpRight} onClick={() => openType(typeName, number)}>
            Open type
          </Button>
        </span>
      </h4>
      <Story line={told.line} releases={told.releases} short />
    </div>
  );
}
