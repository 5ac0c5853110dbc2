import { ChevronDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { DocInfo } from "../../worker/protocol.ts";
import { chooseRoot, isStarting, rootOrigin } from "../state/reading.ts";
import { ask, reportFailure } from "../state/session.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { CutText } from "../widgets/CutText.tsx";
import { type Pick, PickList } from "../widgets/PickList.tsx";
import { Popover } from "../widgets/Popover.tsx";
import styles from "./inspect.module.css";

/** Characters at the end of a type's name that always stay. */
const NAME_TAIL = 10;

/** Types that fit a blob alike: of more than these hardly anything tells which it is, and a line below the head says so. */
export const FEW_ALIKE = 5;

/** Root type of the blob: what was detected or chosen, and a list to choose another. */
export function RootPicker() {
  const doc = useApp((s) => s.doc);
  const open = useApp((s) => s.rootPicker);
  const starting = useApp(isStarting);
  const choice = useApp((s) => (s.active === undefined ? undefined : s.choices[s.active]));
  const button = useRef<HTMLButtonElement>(null);
  const release = doc?.release;
  if (!doc || release === undefined) return null;
  const origin = rootOrigin(doc, choice);
  const alike = origin === "detected" ? doc.alike : 1;
  const setOpen = (isOpen: boolean) => useApp.setState({ rootPicker: isOpen });
  return (
    <>
      <Button
        look="quiet"
        ref={button}
        disabled={starting}
        className={styles.root ?? ""}
        aria-label={`Root type ${doc.root?.typeName ?? "not found"}: choose another`}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-popup-open={open ? "" : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.rootName}>
          <CutText text={doc.root?.typeName ?? "no root type"} tail={NAME_TAIL} />
        </span>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
      {open && !starting && (
        <Popover label="Root type" owner={button.current} className={styles.picker ?? ""} onClose={() => setOpen(false)}>
          <Roots doc={doc} release={release} onDone={() => setOpen(false)} />
        </Popover>
      )}
      {alike > 1 && alike <= FEW_ALIKE && !starting ? (
        <Button
          look="quiet"
          className={styles.alike ?? ""}
          title={`${alike} types fit this blob alike: choose another`}
          onClick={() => setOpen(true)}
        >
          <span>one of {alike}</span>
          <span className={styles.wide}> that fit alike</span>
        </Button>
      ) : (
        origin && (
          <span className={`${styles.origin} ${styles.wide}`}>
            <span>{alike > 1 ? "guessed" : origin}</span>
          </span>
        )
      )}
    </>
  );
}

interface RootsProps {
  readonly doc: DocInfo;
  readonly release: string;
  readonly onDone: () => void;
}

/** No type has an empty name. */
const detect = "";

function Roots({ doc, release, onDone }: RootsProps) {
  const [all, setAll] = useState<readonly string[]>([]);
  useEffect(() => {
    let current = true;
    ask("roots", { release }).then(
      (roots) => current && setAll(roots),
      (error) => reportFailure(`The types of ${release} cannot be listed`, error),
    );
    return () => {
      current = false;
    };
  }, [release]);
  const picks = useMemo(() => rootPicks(doc, release, all), [doc, release, all]);
  const pick = (id: string) => {
    onDone();
    void chooseRoot(id === detect ? undefined : id);
  };
  return <PickList label="Find a type" picks={picks} onPick={pick} none={`No top-level type of ${release} has this name.`} />;
}

/** Candidates with their evidence first, then every other top-level type of the release. Linear in both. */
function rootPicks(doc: DocInfo, release: string, all: readonly string[]): readonly Pick[] {
  const candidates = new Set(doc.candidates.map((c) => c.typeName));
  const current = doc.root?.typeName;
  const best = doc.candidates.map(
    (c): Pick => ({
      id: c.typeName,
      label: c.typeName,
      aside: c.evidence,
      heading: "Fit this blob, best first",
      checked: c.typeName === current,
      mono: true,
    }),
  );
  const rest = all
    .filter((name) => !candidates.has(name))
    .map((name): Pick => ({ id: name, label: name, heading: `All types of ${release}`, checked: name === current, mono: true }));
  const again: Pick[] =
    doc.root?.detected === false ? [{ id: detect, label: "Detect the root type again", heading: "Chosen by you", checked: false }] : [];
  return [...again, ...best, ...rest];
}
