import { type Fault, quote } from "./text-blob.ts";

/** Where the bytes of a declaration are: a bracket, or the start of a string literal with its prefix. */
export interface ValueStart {
  readonly kind: "list" | "string";
  readonly at: number;
}

/** Skips spaces and comments; reports a comment that is not closed. */
export function skipBlank(text: string, from: number): number | Fault {
  let i = from;
  while (i < text.length) {
    if (/\s/.test(text[i]!)) i++;
    else if (text.startsWith("//", i)) {
      const end = text.indexOf("\n", i);
      i = end < 0 ? text.length : end + 1;
    } else if (text.startsWith("/*", i)) {
      const end = text.indexOf("*/", i + 2);
      if (end < 0) return { at: i, reason: "the comment is not closed by `*/`" };
      i = end + 2;
    } else break;
  }
  return i;
}

/**
 * Finds the value in a declaration: behind the first `=`, else the first bracket or quote. Undefined when what stands before it
 * is not source text, or there is no bracket and no quote. Linear.
 */
export function findValue(text: string): ValueStart | undefined {
  let bracket = -1;
  // `dbg!` puts the place in front.
  let i = /^\s*\[[^\]\n]*:\d+\](?=\s*\S)/.exec(text)?.[0].length ?? 0;
  let assigned = false;
  while (i < text.length) {
    const next = skipBlank(text, i);
    if (typeof next !== "number" || next >= text.length) break;
    i = next;
    // A `=` this far behind a bracket does not assign to the type that the bracket is part of.
    if (bracket >= 0 && i > bracket + 256) break;
    const c = text[i]!;
    if (c === "=" && !assigned) {
      assigned = true;
      bracket = -1;
    } else if (c === '"' || (c === "'" && !isLifetime(text, i))) {
      if (bracket >= 0) break;
      return { kind: "string", at: /[bLuU]/.test(text[i - 1] ?? "") ? i - 1 : i };
    } else if (c === "{") {
      return { kind: "list", at: i };
    } else if (c === "[") {
      if (assigned && !isEmptyIndex(text, i)) return { kind: "list", at: i };
      if (bracket < 0 && !isEmptyIndex(text, i)) bracket = i;
    } else if (!/[\w&*!:.()<>,;#\]'-]/.test(c)) break;
    i++;
  }
  return bracket >= 0 ? { kind: "list", at: bracket } : undefined;
}

/** Looks at what stands behind the value: closing marks and further small statements, but no second array. */
export function restFault(text: string, from: number): Fault | undefined {
  let i = from;
  while (i < text.length) {
    const next = skipBlank(text, i);
    if (typeof next !== "number") return next;
    i = next;
    if (i >= text.length) return undefined;
    const c = text[i]!;
    if (/["'{[]/.test(c)) return { at: i, reason: "a second array starts here; paste one at a time" };
    if (!/[\w;,.()=*+&-]/.test(c)) return { at: i, reason: `${quote(c)} does not belong behind the array` };
    i++;
  }
  return undefined;
}

/** `'static` in a type, as opposed to `'s'`. */
function isLifetime(text: string, at: number): boolean {
  return /[&<,+:]\s?$/.test(text.slice(Math.max(0, at - 2), at)) && /^'[a-z_]\w*(?!\w*')/i.test(text.slice(at, at + 40));
}

/** `[]` of `uint8_t x[]` and `new byte[]`, which holds no bytes; a text that is nothing but `[]` is an empty list. */
function isEmptyIndex(text: string, at: number): boolean {
  return /^\[\s*\]\s*[\w&{=]/.test(text.slice(at, at + 64));
}
