/** Judges all open blobs, a few at a time, so that what the user asks for goes in between; results are drawn as they come. */
import type { BlobInfo } from "../../worker/protocol.ts";
import { shownBlobs } from "./reading.ts";
import { ask, isCancelled, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { isJudged } from "./table-rows.ts";
import { cellOf, verdictAsk, verdictKey } from "./verdict.ts";
import type { BlobVerdict } from "./verdict-slice.ts";

/** Blobs that are judged without being asked for, for the icons of the list. */
const MOST_UNASKED = 200;
/** Milliseconds between two drawings of what came in; where drawing takes long, a multiple of that. */
const FLUSH = 120;
const REST = 8;
/** Blobs under way: while the page takes one answer the worker has the next to do. */
const UNDER_WAY = 2;

let work: AbortController | undefined;

/**
 * Judges every open blob that is not judged yet, and those that are opened meanwhile. Without `all` nothing is done where there are very
 * many. Gives a way to stop.
 */
export function judgeAll(all: boolean): () => void {
  work?.abort();
  const mine = new AbortController();
  work = mine;
  useApp.setState({ tableStopped: false });
  void new Run(mine.signal).go(all).then(() => {
    if (work === mine) work = undefined;
  });
  return () => work?.abort();
}

/** Goes on with blobs that were opened since the judging came to its end; while it is under way they are not missed. */
export function judgeNew(): void {
  if (work === undefined && !useApp.getState().tableStopped) judgeAll(true);
}

/** Ends the judging; what is known stays. */
export function stopTable(): void {
  work?.abort();
  useApp.setState({ tableStopped: true, tableWork: undefined });
}

class Run {
  readonly #signal: AbortSignal;
  /** Results that are not drawn yet. */
  #came: Record<string, BlobVerdict> = {};
  #nextDraw = 0;
  /** Blobs that were begun or need nothing. */
  #seen = new Set<string>();
  /** What a schema leaves open may be settled by the blobs of known writers that come after: those are asked again, once. */
  readonly #again: BlobInfo[] = [];
  /** What rests on evidence may be open again once some was taken back: how much had been, when each was judged. */
  readonly #open = new Map<BlobInfo, number>();
  #evidence = useApp.getState().evidence;
  #list: readonly BlobInfo[] = [];
  #at = 0;
  #done = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async go(all: boolean): Promise<void> {
    const { releases, blobs } = useApp.getState();
    useApp.setState({ tableWork: undefined });
    if (releases.length === 0 || (!all && blobs.length > MOST_UNASKED)) return;
    try {
      await Promise.all(Array.from({ length: UNDER_WAY }, () => this.#judgeSome()));
    } catch (error) {
      if (!isCancelled(error)) reportFailure("The blobs cannot be judged", error);
    } finally {
      useApp.setState((s) => ({ verdicts: { ...s.verdicts, ...this.#came }, evidence: this.#evidence }));
      if (work?.signal === this.#signal) useApp.setState({ tableWork: undefined });
    }
  }

  async #judgeSome(): Promise<void> {
    for (let blob = this.#next(); blob && !this.#signal.aborted; blob = this.#next()) {
      const { blobId } = blob;
      const state = useApp.getState();
      const key = verdictKey(state, blobId);
      const again = this.#came[blobId] !== undefined || state.verdicts[blobId]?.key === key;
      const { origin, verdicts, problems, evidence } = await ask("verdictRow", verdictAsk(state, blobId), { signal: this.#signal });
      if (this.#signal.aborted) return;
      const cells = Object.fromEntries(origin.root === undefined ? [] : verdicts.map((one) => [one.release, cellOf(one)]));
      this.#came[blobId] = { key, origin, cells, ...(problems !== undefined && { problems }) };
      this.#evidence = evidence;
      if (verdicts.some(({ exact }) => !exact)) this.#open.set(blob, evidence.retracted);
      if (!again) this.#done++;
      if (!again && verdicts.some(({ verdict, exact }) => verdict === "depends" && !exact)) this.#again.push(blob);
      if (performance.now() >= this.#nextDraw) this.#draw();
    }
  }

  /** The next blob that is not judged; at the end those that are to be asked again. */
  #next(): BlobInfo | undefined {
    for (;;) {
      const state = useApp.getState();
      const blob = this.#list[this.#at];
      if (blob) {
        this.#at++;
        if (this.#seen.has(blob.blobId)) continue;
        this.#seen.add(blob.blobId);
        if (!isJudged(state, blob)) return blob;
        this.#done++;
        // The open blob is judged a release at a time, which does not tell its problems.
        const known = state.verdicts[blob.blobId];
        if (known?.origin?.root !== undefined && known.problems === undefined) return blob;
        continue;
      }
      const list = shownBlobs(state);
      if (!list.some(({ blobId }) => !this.#seen.has(blobId)))
        return this.#seen.size > 1 ? (this.#again.pop() ?? this.#reopened()) : undefined;
      this.#list = list;
      this.#at = 0;
    }
  }

  #reopened(): BlobInfo | undefined {
    for (const [blob, retracted] of this.#open) {
      if (retracted >= this.#evidence.retracted) continue;
      this.#open.delete(blob);
      return blob;
    }
    return undefined;
  }

  #draw(): void {
    const began = performance.now();
    this.#nextDraw = Number.POSITIVE_INFINITY;
    const came = this.#came;
    this.#came = {};
    useApp.setState((s) => ({
      verdicts: { ...s.verdicts, ...came },
      evidence: this.#evidence,
      tableWork: { done: this.#done, of: shownBlobs(s).length },
    }));
    // When React has drawn it. Not by a frame: a tab in the background has none.
    setTimeout(() => {
      const now = performance.now();
      this.#nextDraw = now + Math.max(FLUSH, REST * (now - began));
    });
  }
}
