import { decode } from "../decode/index.ts";
import { causesOf, isOfAnother, type LogError, parseLog, placesOf, type ReaderVerdict, type ReleaseCauses } from "../restore/index.ts";
import { findType } from "../schema/index.ts";
import { Turns } from "./turns.ts";
import type { VerdictDesk } from "./verdict-desk.ts";
import type { LogAnswer, LogErrorInfo, VerdictAsk } from "./verdicts.ts";

/** Errors of a log that are looked into. */
const MOST_ERRORS = 200;
/** Causes that are handed out of each error and release. */
const MOST_CAUSES = 20;

/** Reads a text that was copied from a log and, when a blob is given, finds on each release what of it can have given the errors. */
export async function readLog(
  text: string,
  bytes: Uint8Array | undefined,
  ask: VerdictAsk | undefined,
  desk: VerdictDesk,
  signal: AbortSignal | undefined,
): Promise<LogAnswer> {
  const parsed = parseLog(text);
  if (parsed.kind === "foreign") return parsed;
  const looked = parsed.errors.slice(0, MOST_ERRORS);
  const total = parsed.errors.length;
  if (!ask || !bytes) return { kind: "errors", errors: looked.map((error) => info(error, [])), total };
  const { origin, writers } = desk.known(ask);
  const set = writers.find((one) => origin.root !== undefined && findType(one, origin.root)) ?? desk.newest(origin.root);
  if (origin.root === undefined || !set) return { kind: "errors", errors: looked.map((error) => info(error, [])), total };
  const places = placesOf(decode(bytes, set, findType(set, origin.root)));
  const verdicts = await desk.all(ask, signal);
  let doubting: readonly ReaderVerdict[] | undefined;
  const turns = new Turns(signal);
  const errors: LogErrorInfo[] = [];
  for (const error of looked) {
    await turns.pause();
    const ofAnother = isOfAnother(error, places);
    let releases = causesOf(error, verdicts, places, desk.listsUnits);
    // A release reads what it wrote; one that says it did not has read something else: then all is open that its schema does not say.
    if (error.reason.kind === "decode" && !ofAnother && releases.every(({ can }) => can === "no")) {
      doubting ??= await desk.doubting(ask, verdicts, signal);
      const open = causesOf(error, doubting, places, desk.listsUnits);
      if (open.some(({ can }) => can !== "no")) releases = open;
    }
    errors.push({ ...info(error, releases), ...(ofAnother && { ofAnother: true }) });
  }
  return { kind: "errors", errors, total };
}

function info({ unit, devices, servicing, reason }: LogError, releases: readonly ReleaseCauses[]): LogErrorInfo {
  return {
    ...(unit !== undefined && { unit }),
    devices,
    servicing,
    message: reason.message,
    ...(reason.kind === "decode" && reason.rustType !== undefined && { rustType: reason.rustType }),
    known: reason.kind !== "decode" || reason.known,
    releases: releases.map(({ causes, ...rest }) => ({ ...rest, causes: causes.slice(0, MOST_CAUSES) })),
  };
}
