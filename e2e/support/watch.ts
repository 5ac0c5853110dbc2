import type { BrowserContext, Request, Worker } from "@playwright/test";

/** What went wrong in a page, as sentences, while a test ran. Filled as things happen; read it when the test is over. */
export interface Watch {
  /** Console errors, uncaught errors, violations of the content security policy and requests that must not be, in order. */
  readonly problems: string[];
  /** A problem that matches one of these is what the test is about, not a failure. */
  readonly expected: RegExp[];
  /** Every request of the context, those of workers too: `GET http://…`. */
  readonly requests: string[];
}

/** Why a request breaks the promise that nothing leaves the machine, or undefined: only GETs of the app's own files, without a body or a query. */
function complaint(request: Request, origin: string): string | undefined {
  const url = new URL(request.url());
  if (url.protocol === "data:" || url.href === "about:blank") return undefined;
  if (url.origin !== origin) return "goes to another origin"; // of a blob: URL this is the origin of the page that made it
  if (request.method() !== "GET") return "is not a GET";
  if (request.postDataBuffer() !== null) return "carries a body";
  if (url.search !== "" && !request.isNavigationRequest()) return "carries a query";
  return undefined;
}

/** Watches all pages and workers of a context, from before the first one loads. `origin` is the app's own. */
export async function watch(context: BrowserContext, origin: string): Promise<Watch> {
  const problems: string[] = [];
  const requests: string[] = [];
  context.on("request", (request) => {
    requests.push(`${request.method()} ${request.url()}`);
    const why = complaint(request, origin);
    if (why) problems.push(`request ${why}: ${request.method()} ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => problems.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on("page", (page) => {
    page.on("websocket", (socket) => problems.push(`web socket: ${socket.url()}`));
    page.on("worker", (worker) => void watchWorker(worker));
  });
  await context.exposeBinding("reportViolation", (_source, what: string) => problems.push(`content security policy: ${what}`));
  await context.addInitScript(() => {
    const report = (globalThis as unknown as { reportViolation: (what: string) => void }).reportViolation;
    document.addEventListener("securitypolicyviolation", (event) => {
      report(`${event.effectiveDirective} refused ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
    });
  });
  return { problems, expected: [], requests };
}

/** A worker has a policy and events of its own; the page hears nothing of them. What it reports arrives as a console error. */
async function watchWorker(worker: Worker): Promise<void> {
  const listen = () => {
    globalThis.addEventListener("securitypolicyviolation", (event) => {
      const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
      console.error(`content security policy: ${effectiveDirective} refused ${blockedURI} in a worker`);
    });
  };
  await worker.evaluate(listen).catch(() => undefined); // it may have ended already
}

/** The problems that no test said it expects. */
export function unexpected({ problems, expected }: Watch): string[] {
  return problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
}
