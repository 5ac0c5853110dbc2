import { useShallow } from "zustand/react/shallow";
import type { SideName } from "../../worker/protocol.ts";
import details from "../details/details-pane.module.css";
import { Readings } from "../hex/Readings.tsx";
import { sideBlob } from "../state/compare-now.ts";
import { useApp } from "../state/store.ts";
import { useReadings } from "../state/use-readings.ts";

/** All that the selected bytes can be read as; nothing while none are selected. */
export function SelectedBytes() {
  const [a, b] = useApp(useShallow((s) => [s.compare.bytes.a, s.compare.bytes.b]));
  const [hitA, hitB] = useApp(useShallow((s) => [s.compare.find.hit?.a, s.compare.find.hit?.b]));
  // Bytes that were looked for are the same on both sides.
  const isOne = a !== undefined && a === hitA && b === hitB;
  return (
    <>
      <OfSide side="a" />
      {!isOne && <OfSide side="b" />}
    </>
  );
}

function OfSide({ side }: { readonly side: SideName }) {
  const blobId = useApp((s) => sideBlob(s, side)?.blobId ?? "");
  const range = useApp((s) => s.compare.bytes[side]);
  const { readings, of } = useReadings(blobId, undefined, range);
  if (!range) return null;
  return (
    <div className={details.section}>
      <h4>Selected bytes of {side.toUpperCase()}</h4>
      <Readings readings={readings} of={of} bare />
    </div>
  );
}
