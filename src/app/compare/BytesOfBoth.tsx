import type { ByteRange } from "../../base/index.ts";
import type { CompareDetails, Details } from "../../worker/protocol.ts";
import styles from "./compare-details.module.css";
import { Differing } from "./Differing.tsx";
import { marksOfTexts } from "./text-marks.ts";

type Wire = NonNullable<Details["wire"]>;

interface BytesOfBothProps {
  readonly a: Wire;
  readonly b: Wire;
  readonly differs: NonNullable<CompareDetails["differs"]>;
}

/** The first bytes of both values in hex, those that differ marked. */
export function BytesOfBoth({ a, b, differs }: BytesOfBothProps) {
  return (
    <dl className={styles.pair}>
      <div>
        <dt>A</dt>
        <dd>
          <Hex wire={a} ranges={differs.a} />
        </dd>
      </div>
      <div>
        <dt>B</dt>
        <dd>
          <Hex wire={b} ranges={differs.b} />
        </dd>
      </div>
    </dl>
  );
}

function Hex({ wire, ranges }: { readonly wire: Wire; readonly ranges: readonly ByteRange[] }) {
  const start = wire.valueRange[0];
  const shown = /^[0-9a-f ]*/.exec(wire.value)![0].trimEnd().length;
  const marks = ranges
    .map(([from, to]) => [3 * (from - start), Math.min(shown, 3 * (to - start) - 1)] as const)
    .filter(([from, to]) => from < to);
  return <Differing text={wire.value} marks={marks} whole />;
}

/** Two whole numbers in hex, the digits that differ marked, and the bits that flipped. */
export function Bits({ bits }: { readonly bits: NonNullable<CompareDetails["bits"]> }) {
  const { a, b, flipped } = bits;
  const [left, right] = [spaced(a), spaced(b)];
  const marks = marksOfTexts(left, right);
  return (
    <>
      <dl className={styles.pair}>
        <div>
          <dt>A</dt>
          <dd>
            0x
            <Differing text={left} marks={marks.a} whole />
          </dd>
        </div>
        <div>
          <dt>B</dt>
          <dd>
            0x
            <Differing text={right} marks={marks.b} whole />
          </dd>
        </div>
      </dl>
      <p className={styles.soft}>
        {flipped.length === 1 ? "Bit" : "Bits"} {listed(flipped)} {flipped.length === 1 ? "differs" : "differ"}.
      </p>
    </>
  );
}

/** Digits in fours, so that the eye finds its place. */
function spaced(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, "$1_");
}

/** `3, 7 and 12 to 15`. */
function listed(bits: readonly number[]): string {
  const runs: string[] = [];
  for (let i = 0; i < bits.length; ) {
    let end = i;
    while (bits[end + 1] === bits[end]! + 1) end++;
    runs.push(end > i + 1 ? `${bits[i]} to ${bits[end]}` : bits.slice(i, end + 1).join(", "));
    i = end + 1;
  }
  const last = runs.pop()!;
  return runs.length > 0 ? `${runs.join(", ")} and ${last}` : last;
}
