import { Fragment } from "react";

/** A sentence in which names of code stand in backquotes. */
export function Prose({ text }: { readonly text: string }) {
  // Odd pieces stood between backquotes.
  const pieces = text.split("`").map((piece, i) => ({ key: `${i} ${piece}`, piece, isCode: i % 2 === 1 }));
  return pieces.map(({ key, piece, isCode }) => (isCode ? <code key={key}>{piece}</code> : <Fragment key={key}>{piece}</Fragment>));
}
