import { axe, expect, large, open, small, test } from "./support/app.ts";

test("opens under its strict policy, by its name", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
  await expect(page).toHaveTitle(/save-state inspector/i);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("loads everything from its own origin", async ({ app, watched, baseURL }) => {
  await expect(app.locator("body")).not.toBeEmpty();
  expect(watched.requests.length).toBeGreaterThan(1);
  expect(watched.requests.filter((request) => !request.startsWith(`GET ${baseURL}/`))).toEqual([]);
});

test("the watch over every test notices what it is there for", async ({ page, watched }) => {
  watched.expected.push(/./);
  await page.goto("/");
  await page.evaluate(() => {
    navigator.sendBeacon("/beacon", "data");
    fetch("https://example.invalid/").catch(() => undefined);
    setTimeout(() => {
      throw new Error("thrown by the test");
    });
  });
  for (const noticed of [
    "request is not a GET",
    "content security policy: connect-src refused https://example.invalid/",
    "thrown by the test",
  ]) {
    await expect.poll(() => watched.problems.join("\n")).toContain(noticed);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [large, small]) {
    test.describe(`the empty screen, ${colorScheme}, ${viewport.width}x${viewport.height}`, () => {
      test.use({ colorScheme, viewport });
      test("axe finds nothing, and the window itself does not scroll", async ({ page }) => {
        await open(page);
        await axe(page);
        const room = await page.evaluate(() => {
          const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
          return { across: scrollWidth - clientWidth, down: scrollHeight - clientHeight };
        });
        expect(room).toEqual({ across: 0, down: 0 });
      });
    });
  }
}
