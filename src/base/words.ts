/** Digits in groups of three: `1,204`. */
export function grouped(value: number | bigint): string {
  if (typeof value === "number" && !Number.isSafeInteger(value)) return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  let head = value.toString();
  let tail = "";
  for (const sign = value < 0 ? 1 : 0; head.length > 3 + sign; head = head.slice(0, -3)) tail = `,${head.slice(-3)}${tail}`;
  return head + tail;
}

/** `1 field`, `2 fields`: the count before the noun. */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : many}`;
}

/** Behind whole escapes, the beginning of one at the end of a text. */
const BEGUN = /(?<!\\)((?:\\\\)*)\\(?:u[0-9a-f]{0,3})?$/;

/** Cuts text after `limit` characters and says so with an ellipsis; never in the middle of a surrogate pair or of an escape. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const head = text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit);
  return `${head.replace(BEGUN, "$1")}…`;
}
