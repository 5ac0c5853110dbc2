import { Dialog as Base } from "@base-ui/react/dialog";
import { useEffect, useMemo, useState } from "react";
import type { ReadAsOffer } from "../../worker/protocol.ts";
import { chooseReadAs } from "../state/read-as.ts";
import { ask, reportFailure } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { toast } from "../state/toasts.ts";
import floating from "../widgets/floating.module.css";
import { useFocusBefore } from "../widgets/focus-before.ts";
import { bytesText, escaped, middleCut } from "../widgets/format.ts";
import { type Pick, PickList } from "../widgets/PickList.tsx";
import styles from "./read-as.module.css";

/** No reading has an empty name. */
const reset = "";
const longPath = 70;

/** Every way to read the bytes of a row: by their look, as numbers, as any type of any release. */
export function ReadAsDialog({ onClose }: { readonly onClose: () => void }) {
  const offer = useOffer(onClose);
  return offer ? <Offered offer={offer} onClose={onClose} /> : null;
}

function Offered({ offer, onClose }: { readonly offer: ReadAsOffer; readonly onClose: () => void }) {
  const before = useFocusBefore();
  const picks = useMemo(() => picksOf(offer), [offer]);
  const pick = (as: string) => {
    onClose();
    void chooseReadAs(offer.key, as === reset ? undefined : as);
  };
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={floating.scrim} />
        <Base.Popup className={`${floating.dialog} ${floating.wide}`} finalFocus={before}>
          <Base.Title className={styles.title}>
            Read <code>{middleCut(offer.path, longPath)}</code> as
            <span className={styles.size}>{bytesText(offer.bytes)}</span>
          </Base.Title>
          <PickList
            label="Find a reading or a type of any release"
            picks={picks}
            onPick={pick}
            none="No reading and no type of any release has these words."
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Asks what the bytes of the row can be read as; closes when the row is gone or no bytes. */
function useOffer(onClose: () => void): ReadAsOffer | undefined {
  const key = useApp((s) => s.readAsKey);
  const docId = useApp((s) => s.doc?.docId);
  const [offer, setOffer] = useState<ReadAsOffer>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same row of the same document is asked for once
  useEffect(() => {
    if (docId === undefined || key === undefined) return;
    let current = true;
    ask("readAs", { docId, key }).then(
      (found) => {
        if (!current) return;
        if (found) setOffer(found);
        else {
          toast("Only bytes, and unknown fields with a length, can be read otherwise");
          onClose();
        }
      },
      (error) => {
        reportFailure("The readings of the row cannot be listed", error);
        if (current) onClose();
      },
    );
    return () => {
      current = false;
    };
  }, [docId, key]);
  return offer;
}

/** The present reading's way back, readings that fit, types that fit, then all types. Linear in the types of all releases. */
function picksOf({ now, reset: word, plain, readings, likely, types }: ReadAsOffer): readonly Pick[] {
  const isNow = (as: string) => as === now?.as;
  const back: Pick = {
    id: reset,
    label: word,
    aside: plain,
    heading: "Readings",
    checked: now === undefined || !now.chosen,
  };
  const fitting = readings
    .filter(({ unfit }) => unfit === undefined)
    .map(
      ({ as, label, value = "" }): Pick => ({
        id: as,
        label,
        also: as,
        aside: escaped(value),
        heading: "Readings",
        checked: isNow(as) && now!.chosen,
      }),
    );
  const named = new Set(likely.map(({ as }) => as));
  const best = likely.map(
    ({ as, typeName, release, evidence }): Pick => ({
      id: as,
      label: typeName,
      aside: `${release}: ${evidence}`,
      heading: "Types that fit these bytes, best first",
      checked: isNow(as) && now!.chosen,
      mono: true,
    }),
  );
  const rest = types.flatMap(({ release, names }) =>
    names
      .map((name): Pick => {
        const as = `${name}@${release}`;
        return { id: as, label: name, aside: release, heading: `Types of ${release}`, checked: isNow(as) && now!.chosen, mono: true };
      })
      .filter(({ id }) => !named.has(id)),
  );
  return [back, ...fitting, ...best, ...rest];
}
