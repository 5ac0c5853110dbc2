import { File, GitCompareArrows, Play } from "lucide-react";
import type { BlobInfo, SideName } from "../../worker/protocol.ts";
import empty from "../empty/empty.module.css";
import { pick } from "../shell/picker.ts";
import { align, setSide, sideOf } from "../state/compare.ts";
import { patchCompare, sideBlob } from "../state/compare-now.ts";
import { compareExamples } from "../state/open.ts";
import { shownBlobs } from "../state/reading.ts";
import { type AppState, useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";

/** What goes here and how to get it, while one side is empty or its blob is not open. */
export function CompareEmpty() {
  const state = useApp((s) => s.compare);
  const missing = useApp((s) => (["a", "b"] as const).filter((side) => s.compare[side] && !sideBlob(s, side)).join(""));
  if (state.busy && !state.trouble) return <section className={empty.stage} aria-label="Comparing" data-pane="start" />;
  return (
    <section className={empty.stage} aria-label="Nothing to compare yet" data-pane="start">
      <div>{state.trouble !== undefined ? <Stopped text={state.trouble} /> : missing ? <Missing /> : <Teach />}</div>
    </section>
  );
}

function Stopped({ text }: { readonly text: string }) {
  return (
    <>
      <h1>The sides are not compared</h1>
      <p className={empty.lead}>{text}</p>
      <div className={empty.acts}>
        <Button look="primary" size="large" onClick={() => void align()}>
          Compare again
        </Button>
      </div>
    </>
  );
}

/** A link or a reload: blobs are never kept, so the files themselves are needed. */
function Missing() {
  const a = useApp((s) => s.compare.a);
  const b = useApp((s) => s.compare.b);
  const examples = useApp((s) => s.examples);
  const wanted = useApp((s) => (["a", "b"] as const).filter((side) => s.compare[side] && !sideBlob(s, side)).join(""));
  const sides = [a, b].filter((side, i) => side && wanted.includes("ab"[i]!)).map((side) => side!);
  const isPair = sides.every(({ name }) => examples.some(({ file }) => file === name) && /^machine-(1\.1|2\.0)\.bin$/.test(name));
  return (
    <>
      <h1>This comparison needs {sides.length === 2 && sides[0]!.sha256 !== sides[1]!.sha256 ? "two files" : "a file"}</h1>
      <p className={empty.lead}>
        It compares blobs that are not open in this window. The app never keeps a blob, so open them again; they are known by their content,
        whatever they are called now.
      </p>
      <dl className={empty.facts}>
        {sides.map(({ sha256, name, release }) => (
          <div key={`${sha256} ${release}`} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>
              {sha256}
              {release !== undefined && `, read with ${release}`}
            </dd>
          </div>
        ))}
      </dl>
      <div className={empty.acts}>
        {isPair && (
          <Button look="primary" size="large" icon={Play} onClick={() => void compareExamples()}>
            Open the examples again
          </Button>
        )}
        <Button look={isPair ? "plain" : "primary"} size="large" icon={File} onClick={() => pick("files")}>
          Choose files
        </Button>
      </div>
    </>
  );
}

/** A blob that is open and stands on neither side, where one side is chosen: the other side it is meant for. */
function openedOther(state: AppState): BlobInfo | undefined {
  const { a, b } = state.compare;
  const one = a ?? b;
  return one && shownBlobs(state).find(({ sha256 }) => sha256 !== one.sha256);
}

/** Lets the user pick a file for a side. */
function chooseFor(side: SideName): void {
  patchCompare({ target: side });
  pick("files");
}

function Teach() {
  const one = useApp((s) => (s.compare.a ? "b" : s.compare.b ? "a" : undefined));
  const name = one?.toUpperCase();
  const other = useApp(openedOther);
  return (
    <>
      <h1>{one === undefined ? "Compare two saved states" : `Choose what to compare with, on side ${name}`}</h1>
      <p className={empty.lead}>
        {one === undefined
          ? "Drop two blobs here, or one on each side above. One blob can also stand on both sides, read with two releases: that shows what the old build sees."
          : `Drop a blob here, or choose one. The same blob can also stand on both sides, read with another release: the menu of side ${name} above has it.`}
      </p>
      <div className={empty.acts}>
        {one !== undefined && other && (
          <Button look="primary" size="large" icon={GitCompareArrows} onClick={() => void setSide(one, sideOf(other))}>
            Compare with {other.name}
          </Button>
        )}
        {one !== undefined && (
          <Button look={other ? "plain" : "primary"} size="large" icon={File} onClick={() => chooseFor(one)}>
            Choose a blob for {name}
          </Button>
        )}
        <Button look={one === undefined ? "primary" : "plain"} size="large" icon={Play} onClick={() => void compareExamples()}>
          Compare the examples
        </Button>
        {one === undefined && (
          <Button size="large" icon={File} onClick={() => pick("files")}>
            Choose files
          </Button>
        )}
      </div>
      <div className={empty.two}>
        <div>
          <h2>What you will see</h2>
          <div className={empty.source}>
            <b>Changes only, with their parents</b>
            <span>
              Fields are matched by number, state units by name, other elements by a key or by content. What is equal is folded; Enter opens
              a fold, e shows all.
            </span>
          </div>
          <div className={empty.source}>
            <b>Seven kinds</b>
            <span>Changed, added, removed, moved, retyped, renamed, and wire only: restores the same, other bytes.</span>
          </div>
        </div>
        <div>
          <h2>What it is for</h2>
          <div className={empty.source}>
            <b>Review</b>
            <span>Copy the summary as Markdown into a pull request, or export the whole as JSON.</span>
          </div>
          <div className={empty.source}>
            <b>Servicing</b>
            <span>Compare what one release saved with what the next one saved, or read one blob with both.</span>
          </div>
        </div>
      </div>
    </>
  );
}
