import styles from "./marked.module.css";

/**
 * Places `[from, to)` of `query` in `text`, any case, not overlapping. Commas that group digits are looked through, so that
 * `1337749` is found in `1,337,749`. Linear in the text.
 */
export function findMarks(text: string, query: string): readonly (readonly [from: number, to: number])[] {
  const asked = query.trim().toLowerCase();
  if (asked === "") return [];
  const direct = placesOf(text.toLowerCase(), asked);
  if (direct.length > 0 || !/^[\d-]+$/.test(asked) || !text.includes(",")) return direct;
  const kept: number[] = [];
  for (let i = 0; i < text.length; i++) if (text[i] !== ",") kept.push(i);
  return placesOf(text.replaceAll(",", ""), asked).map(([from, to]) => [kept[from]!, kept[to - 1]! + 1]);
}

function placesOf(text: string, query: string): (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) places.push([at, at + query.length]);
  return places;
}

/** Text with every place of `query` marked; `now` marks them as the current hit. */
export function Marked({ text, query, now = false }: { readonly text: string; readonly query: string; readonly now?: boolean }) {
  const marks = query === "" ? [] : findMarks(text, query);
  if (marks.length === 0) return text;
  const parts = [];
  let at = 0;
  for (const [from, to] of marks) {
    parts.push(
      text.slice(at, from),
      <mark key={from} className={now ? styles.now : styles.hit}>
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  parts.push(text.slice(at));
  return parts;
}
