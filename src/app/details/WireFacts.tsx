import type { Details } from "../../worker/protocol.ts";
import { bytesText, grouped, rangeText } from "../widgets/format.ts";
import styles from "./wire-facts.module.css";

interface WireFactsProps {
  readonly wire: NonNullable<Details["wire"]>;
  readonly number: number | undefined;
  readonly onGoTo: (offset: number) => void;
}

/** Bytes of the value that are shown; the rest is counted. */
const shownBytes = 7;

/** The bytes of a field in its three tints, each part with its meaning. Elements of a packed field have a value only. */
export function WireFacts({ wire, number, onGoTo }: WireFactsProps) {
  const { range, valueRange } = wire;
  const length = valueRange[1] - valueRange[0];
  const bytes = pairs(wire.value);
  return (
    <dl className={styles.list}>
      {wire.tagBytes > 0 && (
        <div>
          <dt>Tag</dt>
          <dd>
            <span className={styles.tag}>{pairs(wire.tag).join(" ")}</span>{" "}
            <span className={styles.says}>{number === undefined ? wire.wire : `field ${number}, ${wire.wire}`}</span>
          </dd>
        </div>
      )}
      {wire.lengthBytes > 0 && (
        <div>
          <dt>Length</dt>
          <dd>
            <span className={styles.length}>{pairs(wire.length).join(" ")}</span>{" "}
            <span className={styles.says}>{lengthText(pairs(wire.length), length)}</span>
          </dd>
        </div>
      )}
      <div>
        <dt>Value</dt>
        <dd>
          {length === 0 ? (
            <span className={styles.says}>no bytes</span>
          ) : (
            <>
              <span className={styles.value}>{bytes.slice(0, shownBytes).join(" ")}</span>{" "}
              <span className={styles.says}>{length > shownBytes ? `… ${bytesText(length)}` : wire.tagBytes > 0 ? "" : wire.wire}</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Range</dt>
        <dd>
          <button type="button" className={styles.link} title="Go to the first byte" onClick={() => onGoTo(range[0])}>
            {rangeText(range)}
          </button>
          <span className={styles.says}> {bytesText(range[1] - range[0])}</span>
        </dd>
      </div>
    </dl>
  );
}

/**
 * What the length says, and how many bytes there are when that is another number. Wire type 6 has a second varint before it;
 * then only the bytes are counted.
 */
function lengthText(bytes: readonly string[], actual: number): string {
  let says = 0n;
  for (const [i, text] of bytes.entries()) {
    const byte = Number.parseInt(text, 16);
    if (byte < 0x80 && i < bytes.length - 1) return grouped(actual);
    says |= BigInt(byte & 0x7f) << BigInt(7 * i);
  }
  return says === BigInt(actual) ? grouped(actual) : `${grouped(says)}, has ${grouped(actual)}`;
}

/** Hex digits in pairs, whatever stood between them. */
function pairs(hex: string): readonly string[] {
  return hex.match(/[0-9a-f]{2}/gi) ?? [];
}
