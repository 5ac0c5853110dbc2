/**
 * What has no look of its own: control characters, formats (those that turn the direction of text among them), fillers and variation
 * selectors, blanks that look like a space, and halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f" };

/** Text in one line, in which every character is seen: `\n`, `\u202e`. A backslash stays, so doing it twice changes nothing more. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (found) => SHORT[found] ?? Array.from({ length: found.length }, (_, i) => unitText(found, i)).join(""));
}

function unitText(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
}

/** As `visible`, and a backslash doubled: no two texts look alike. Within quotes it still needs `inQuotes`. */
export function escaped(text: string): string {
  return visible(text.replaceAll("\\", "\\\\"));
}

/** Escaped text in quotes, and so a JSON string of the text. */
export function inQuotes(escapedText: string): string {
  return `"${escapedText.replaceAll('"', '\\"')}"`;
}
