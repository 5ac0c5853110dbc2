import process from "node:process";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";

// Both are kept in the environment: the workers read this file again and must come to the same browser and port.
// The port hangs on the process, so that two checkouts can be tested at once; it is below the range that systems hand out by themselves.
const executablePath = findBrowser();
if (!executablePath) throw new Error("No Chromium found: install Chromium or Chrome, or set SAVESTATE_CHROMIUM to the path of one.");
process.env.SAVESTATE_CHROMIUM = executablePath;
process.env.SAVESTATE_E2E_PORT ??= String(20_000 + (process.pid % 12_000));
const port = Number(process.env.SAVESTATE_E2E_PORT);
const origin = `http://127.0.0.1:${port}`;

/** Chromium does nothing of its own: no request that could be mistaken for one of the app's. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Drives the built app (`npm run build` first) as `vite preview` serves it, with the real headers. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: ".cache/e2e",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL: origin,
    trace: "off",
    video: "off",
    screenshot: "off",
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath, args },
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
  webServer: {
    command: `"${process.execPath}" node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    port, // not a URL: that would be asked for through a proxy where the shell names one
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
