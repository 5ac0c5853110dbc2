import { Link } from "lucide-react";
import type { TypePage } from "../../worker/protocol.ts";
import { copyText } from "../state/copy.ts";
import { useApp } from "../state/store.ts";
import { IconButton } from "../widgets/Button.tsx";
import { Chip } from "../widgets/Chip.tsx";
import { ChangeWord } from "../widgets/change.tsx";
import { counted, grouped } from "../widgets/format.ts";
import styles from "./type-head.module.css";

/** The name of the type, how many fields it has where, what became of it, and its doc comment. */
export function TypeHead({ page }: { readonly page: TypePage }) {
  const onlyChanges = useApp((s) => s.onlyChanges);
  const changed = page.fields.filter(({ kinds }) => kinds.length > 0).length;
  const reused = page.fields.filter(({ kinds }) => kinds.includes("reused")).length;
  const show = (only: boolean) => useApp.setState({ onlyChanges: only });
  const cut = page.typeName.lastIndexOf(".") + 1;
  return (
    <>
      <div className={styles.head}>
        <h1 title={page.typeName}>
          <span>{page.typeName.slice(0, cut)}</span>
          {page.typeName.slice(cut)}
        </h1>
        <span className={styles.counts}>{countsText(page)}</span>
        {reused > 0 && (
          <ChangeWord kind="reused" badge>
            {counted(reused, "number")} reused
          </ChangeWord>
        )}
        {page.events.map(({ kind, release, from }) => (
          <ChangeWord key={`${kind} ${release}`} kind={kind} badge>
            {kind === "added" ? `from ${release}` : kind === "removed" ? `gone in ${release}` : `was ${from} before ${release}`}
          </ChangeWord>
        ))}
        <span className={styles.tools}>
          <Chip word="All" count={page.fields.length} pressed={!onlyChanges} onPress={() => show(false)} tabIndex={0} />
          <Chip word="Only with changes" count={changed} pressed={onlyChanges} onPress={() => show(true)} tabIndex={0} />
          <IconButton icon={Link} label="Copy a link to this type" onClick={() => void copyText(location.href, "Copied the link")} />
        </span>
      </div>
      <p className={styles.doc}>
        {page.comment !== "" && <span>{page.comment.replaceAll("\n", " ")} </span>}
        <span className={styles.facts}>{factsText(page)}</span>
      </p>
    </>
  );
}

/** `20 fields in main, 18 in 2411`: the newest release that has it, and the oldest when that differs. */
function countsText({ states }: TypePage): string {
  const having = states.filter(({ fields }) => fields !== undefined);
  const [oldest, newest] = [having[0], having.at(-1)];
  if (!oldest || !newest) return "";
  const first = `${counted(newest.fields ?? 0, "field")} in ${newest.release}`;
  return oldest.fields === newest.fields ? first : `${first}, ${grouped(oldest.fields ?? 0)} in ${oldest.release}`;
}

function factsText({ root, isEnum, exact, place }: TypePage): string {
  const facts = [root ? "Root: no field has it" : "", isEnum ? "A Rust enum" : "", exact ? "Exact: every fact is stated" : ""];
  return [...facts.filter((fact) => fact !== ""), place].join(" · ");
}
