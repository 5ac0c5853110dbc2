import { LENGTH_OPEN } from "./checks.ts";
import type { LogError } from "./log-line.ts";
import type { BlobPlaces, LogPlace } from "./log-places.ts";
import type { Finding, ReaderVerdict } from "./model.ts";

/**
 * How sure a cause is:
 * - `gives`: the release stops there with that very message, in that unit
 * - `later`: it would give the message there, but stops in that unit, or before all units, at something else first
 * - `elsewhere`: it gives the message, but in another unit or device than the log names, or in none
 * - `may`: the schema cannot say whether it stops there; if it does, it is with that message
 * - `named`: nothing that a schema knows: the unit, device or type that the log names
 */
export type CauseRank = "gives" | "later" | "elsewhere" | "may" | "named";

export interface LogCause extends LogPlace {
  readonly rank: CauseRank;
  /** Index among the release's findings; absent for `named`. */
  readonly finding?: number;
  /** What the unit and the devices around it call themselves. */
  readonly names: readonly string[];
  /** It stands in a unit, not in what the root holds beside them. */
  readonly inUnit: boolean;
  readonly message: string;
  readonly why: string;
}

/** What a release has to do with an error. */
export interface ReleaseCauses {
  readonly release: string;
  /** Whether it can have given the error when it read this blob: no cause but by `may` and `named` leaves it open. */
  readonly can: "yes" | "open" | "no";
  /** One sentence. */
  readonly says: string;
  /** Likeliest first, at most 100. */
  readonly causes: readonly LogCause[];
  readonly total: number;
  /** It does not have the blob's root type. */
  readonly lacksRoot?: true;
}

const MOST = 100;
const DUPLICATE = "duplicate unit name";
/** Reasons that bytes or a list of an exact length give. */
const OF_LENGTH = new Set([
  "wrong packed array length",
  "wrong array length",
  "invalid byte size for type",
  "wrong buffer size for u128",
  "wrong buffer size for ipv6 address",
]);
const ORDER: readonly CauseRank[] = ["gives", "may", "later", "elsewhere", "named"];

/**
 * Which fields of a blob can have given an error of a log, on each release. `places` finds in the blob what the log names. Nothing is
 * guessed: what the schemas cannot say is `may`, what they know nothing of is `named`. `listsUnits`: whether a release says which units it has.
 */
export function causesOf(
  error: LogError,
  verdicts: readonly ReaderVerdict[],
  places: BlobPlaces,
  listsUnits: (release: string) => boolean,
): readonly ReleaseCauses[] {
  return verdicts.map((verdict) => {
    const { release } = verdict;
    if (verdict.verdict === "no-root")
      return {
        release,
        can: "no" as const,
        says: `${release} does not have this root type, so it never reads this blob.`,
        causes: [],
        total: 0,
        lacksRoot: true as const,
      };
    const causes = error.reason.kind === "device" ? [] : fromFindings(error, verdict, places);
    const all = causes.length > 0 ? causes : named(error, places);
    all.sort((a, b) => ORDER.indexOf(a.rank) - ORDER.indexOf(b.rank));
    const isListed = listsUnits(release);
    const can = all.some(({ rank }) => rank === "gives" || rank === "later") ? "yes" : isOpen(error, all, isListed) ? "open" : "no";
    return { release, can, says: sentence(error, verdict, all, places, isListed), causes: all.slice(0, MOST), total: all.length };
  });
}

/** Whether the log names a unit that the blob does not have, so that it is of another one; false for what a device says itself. */
export function isOfAnother({ unit, reason }: LogError, places: BlobPlaces): boolean {
  return reason.kind !== "device" && unit !== undefined && places.named(unit).length === 0;
}

function isOpen({ reason }: LogError, causes: readonly LogCause[], isListed: boolean): boolean {
  const named = causes.filter(({ rank }) => rank === "named").length;
  if (reason.kind === "device" || causes.some(({ rank }) => rank === "may")) return true;
  if (reason.kind === "unit-name") return !isListed && (named > (reason.message === DUPLICATE ? 1 : 0) || isAnyUnit(reason));
  return reason.kind === "type-mismatch" && named > 0;
}

/** Whether the place lies in the unit and the devices that the log names; a name that the blob does not know excludes nothing by itself. */
function isThere(error: LogError, names: readonly string[]): boolean {
  const wanted = [...(error.unit === undefined ? [] : [error.unit]), ...error.devices];
  return wanted.every((name) => names.includes(name));
}

function fromFindings(error: LogError, { findings }: ReaderVerdict, places: BlobPlaces): LogCause[] {
  const causes: LogCause[] = [];
  /** The units that the release has stopped in: what follows there it never reaches, and no unit when it stops in the root itself. */
  const stopped = new Set<number>();
  const wanted = error.reason.message;
  for (const [i, finding] of findings.entries()) {
    if (finding.kind !== "fails" && finding.kind !== "depends") continue;
    const names = places.namesAt(finding.range);
    const unit = places.unitAt(finding.range);
    const first = !stopped.has(-1) && !stopped.has(unit);
    if (finding.kind === "fails") stopped.add(unit);
    const rank = error.servicing && unit >= 0 && finding.message === wanted ? "elsewhere" : rankOf(error, finding, names, first);
    if (rank)
      causes.push({
        rank,
        finding: i,
        names,
        inUnit: unit >= 0,
        path: finding.path,
        range: finding.range,
        message: wanted,
        why: whyOf(rank, finding),
      });
  }
  // A field elsewhere is of interest only where the unit itself has none.
  const here = causes.filter(({ rank }) => rank !== "elsewhere");
  return here.length > 0 ? here : causes;
}

function rankOf(error: LogError, finding: Finding, names: readonly string[], first: boolean): CauseRank | undefined {
  const { reason } = error;
  const there = isThere(error, names);
  if (finding.kind === "depends") {
    if (!there) return undefined;
    if (reason.kind === "type-mismatch")
      return finding.rule === "unknown-type" && reason.got !== "" && finding.message.includes(reason.got) ? "may" : undefined;
    if (reason.kind !== "decode") return undefined;
    const gives = finding.mayGive
      ? finding.mayGive.includes(reason.message)
      : !finding.message.startsWith(LENGTH_OPEN) || OF_LENGTH.has(reason.message);
    return gives && finding.rule === "cannot-tell" ? "may" : undefined;
  }
  if (finding.message !== reason.message) return undefined;
  if (reason.kind === "unit-name" && reason.name !== undefined) return names.includes(reason.name) ? "gives" : undefined;
  return there ? (first ? "gives" : "later") : "elsewhere";
}

function whyOf(rank: CauseRank, { message, why }: Finding): string {
  return rank === "may" ? `${capital(message)}. ${why}` : why;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What the log names, when no finding explains it: the content of the type that was not expected, the entry, device or unit. */
function named(error: LogError, places: BlobPlaces): LogCause[] {
  const { reason } = error;
  if (reason.kind === "type-mismatch") {
    const found = within(error, places.ofType(reason.got), places);
    const why = `Its content says that it is a ${reason.got}; the reader expected a ${reason.expected}.`;
    return found.map((place) => causeAt(place, reason.message, why, places));
  }
  if (reason.kind === "unit-name" && reason.name !== undefined)
    return places.named(reason.name).map((place) => causeAt(place, reason.message, "The unit that the log names.", places));
  if (reason.kind !== "device") return [];
  const steps = [reason.entry, ...error.devices.toReversed(), error.unit].filter((name) => name !== undefined);
  for (const name of steps) {
    const found = within(error, places.named(name), places);
    const what = name === reason.entry ? "entry" : name === error.unit ? "unit" : "device";
    if (found.length > 0) return found.map((place) => causeAt(place, reason.message, `The ${what} that the log names.`, places));
  }
  return [];
}

/** Those of the places that lie in the unit that the log names; all when it names none. */
function within({ unit }: LogError, found: readonly LogPlace[], places: BlobPlaces): readonly LogPlace[] {
  return unit === undefined ? found : found.filter(({ range }) => places.namesAt(range).includes(unit));
}

function causeAt(place: LogPlace, message: string, why: string, places: BlobPlaces): LogCause {
  return { ...place, rank: "named", names: places.namesAt(place.range), inUnit: places.unitAt(place.range) >= 0, message, why };
}

/** Whether a line says that a unit is unknown, and not which. */
function isAnyUnit(reason: LogError["reason"]): boolean {
  return reason.kind === "unit-name" && reason.name === undefined && reason.message !== DUPLICATE;
}

/** Of a unit that the log names and the blob has, `times` times. */
function unitSentence(release: string, isDuplicate: boolean, times: number, isListed: boolean): string {
  if (isDuplicate && times === 1) return `The blob has this unit once, so ${release} cannot have given this message for it.`;
  if (isListed) return `${release} knows the unit that the log names, and does not give this message for it.`;
  return isDuplicate
    ? `${release} may give this message: the blob has ${times} units of this name.`
    : `${release} may give this message: which units it has, its schemas do not say without a units.json.`;
}

function sentence(
  error: LogError,
  { release, verdict, findings, exact }: ReaderVerdict,
  causes: readonly LogCause[],
  places: BlobPlaces,
  isListed: boolean,
): string {
  const { reason } = error;
  const where = error.unit === undefined ? "" : ` in ${error.unit}`;
  if (reason.kind === "device") {
    const found = causes.length > 0 ? "" : " The blob has no unit or device of the name that the log gives.";
    return `This is said by the device itself after its bytes were read: no schema of ${release} tells which value it refuses.${found}`;
  }
  const isAnother = isOfAnother(error, places);
  const best = causes[0]?.rank;
  switch (best) {
    case "gives":
      return `${release} gives this message for this blob${where}.`;
    case "later":
      return `${release} would give this message${where}, but stops at something else first.`;
    case "may":
      return `${release} may give this message${where}: its schema does not say.`;
    case "elsewhere":
      return isAnother
        ? `${release} gives this message elsewhere.`
        : `${release} gives this message, but not${where || " at the servicing state itself"}.`;
    case "named":
      return reason.kind === "type-mismatch"
        ? `The blob has content of type ${reason.got}; whether ${release} expects another there, its schema does not say.`
        : unitSentence(release, reason.message === DUPLICATE, causes.length, isListed);
    case undefined:
      break;
  }
  if (!isListed && isAnyUnit(reason)) return unitSentence(release, false, 0, false);
  if (isAnother) return `This blob has no unit ${error.unit}: the log is of another one.`;
  if (verdict === "fails") {
    const there = findings.find(({ kind, range }) => kind === "fails" && isThere(error, places.namesAt(range)));
    const told = there ?? findings[0]!;
    return there
      ? `${release} stops${where} with “${told.message}”, not with this message.`
      : `${release} stops at ${told.path || "the blob"} with “${told.message}”, and does not give this message${where}.`;
  }
  if (verdict === "depends")
    return `Whether ${release} reads this blob to its end its schema does not say, but this message it does not give for it.`;
  return exact
    ? `${release} reads this blob to its end, so it cannot have given this message for it.`
    : `${release} reads this blob to its end as far as its schema tells, which is not exact.`;
}
