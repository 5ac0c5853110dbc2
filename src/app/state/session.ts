/** The worker's client as the page uses it: every request is counted for the idle hook and, when long, shown with a way to cancel. */
import { type CoreClient, CoreError, createClient, type RequestOptions } from "../../worker/client.ts";
import type { EventName, RequestName, Requests } from "../../worker/protocol.ts";
import { useApp } from "./store.ts";

/** After so many milliseconds a labelled request is shown as work in progress. */
const slowAfter = 200;

let client: CoreClient | undefined;
let underWay = 0;
let nextWork = 1;
let heard: (event: EventName) => void = () => {};

/** Starts a worker with an empty store. Documents and blobs of an earlier one are gone. */
export function startSession(): void {
  const before = client;
  const mine = createClient();
  client = mine;
  // Last, so that its end is not taken for the death of the one in use.
  before?.dispose();
  mine.onDeath((message) => {
    if (client === mine) useApp.setState({ dead: message, running: [] });
  });
  mine.onEvent((event) => heard(event));
}

/** Sets what is done when a worker says something without being asked; it holds for later workers too. */
export function onWorkerEvent(listener: (event: EventName) => void): void {
  heard = listener;
}

export interface AskOptions<N extends RequestName = RequestName> extends Pick<RequestOptions<N>, "onPart" | "onShare"> {
  /** Shown with a Cancel button when the request takes long. */
  readonly label?: string;
  readonly signal?: AbortSignal;
}

/** Sends one request. Rejects with `CoreError`; `isCancelled` tells a cancelled one. */
export function ask<N extends RequestName>(name: N, input: Requests[N]["in"], options: AskOptions<N> = {}): Promise<Requests[N]["out"]> {
  if (!client) startSession();
  const target = client;
  if (!target) return Promise.reject(new Error("the worker cannot be started"));
  const abort = new AbortController();
  // Taken off again: thousands of requests may share one signal.
  const passOn = () => abort.abort();
  options.signal?.addEventListener("abort", passOn);
  if (options.signal?.aborted) abort.abort();
  const shown = options.label ? showWhenSlow(options.label, () => abort.abort()) : undefined;
  const { onPart, onShare = shown?.onShare } = options;
  const heard = { signal: abort.signal, ...(onShare && { onShare }), ...(onPart && { onPart }) };
  return during(target.request(name, input, heard)).finally(() => {
    options.signal?.removeEventListener("abort", passOn);
    shown?.done();
  });
}

/** Counts a promise as work under way, so that the idle hook waits for it. Gives the same promise back. */
export function during<T>(work: Promise<T>): Promise<T> {
  underWay++;
  document.documentElement.dataset.idle = "false";
  return work.finally(() => {
    underWay--;
    settle();
  });
}

/** Says idle once nothing is under way and two frames were drawn since. */
function settle(): void {
  if (underWay > 0) return;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (underWay === 0) document.documentElement.dataset.idle = "true";
    }),
  );
}

export interface ShownWork {
  readonly done: () => void;
  readonly onShare: (share: number) => void;
}

/** Shows work, with its share once that is told, when it is not done soon. */
export function showWhenSlow(label: string, cancel: () => void): ShownWork {
  const id = nextWork++;
  let share: number | undefined;
  const shown = (): boolean => useApp.getState().running.some((work) => work.id === id);
  const timer = setTimeout(() => useApp.setState((s) => ({ running: [...s.running, { id, label, cancel, share }] })), slowAfter);
  return {
    onShare: (now) => {
      share = now;
      if (shown()) useApp.setState((s) => ({ running: s.running.map((work) => (work.id === id ? { ...work, share } : work)) }));
    },
    done: () => {
      clearTimeout(timer);
      if (shown()) useApp.setState((s) => ({ running: s.running.filter((work) => work.id !== id) }));
    },
  };
}

/** Whether a rejection says that the request was taken back. */
export function isCancelled(error: unknown): boolean {
  return error instanceof CoreError && error.code === "cancelled";
}

/** Shows a failed request as a sentence above the workspace; a cancelled one and those of a dead worker say nothing. */
export function reportFailure(what: string, error: unknown): void {
  if (isCancelled(error) || useApp.getState().dead !== undefined || (error instanceof CoreError && error.code === "dead")) return;
  const reason = error instanceof Error ? error.message : String(error);
  useApp.setState({ failure: `${what}: ${reason}` });
}
