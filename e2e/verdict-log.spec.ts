import { axe, dropFiles, expect, idle, paste, test } from "./support/app.ts";
import { exampleBytes, openBlobs, openExample, row, tints } from "./support/screen.ts";

const FIELD = "units[7].state.value.nvram.value.entries.field1[0].vendor";
const REASON = "failed to decode protobuf: decoding failed: expected a byte array";
const LINE = `2026-05-04T12:03:01Z ERROR hv: guest reported VTL0 start error: failed to restore: restore failed: {firmware: ${REASON}}`;

test("the line of a log, pasted anywhere, lands on the field and byte that gave it", async ({ app }) => {
  await openExample(app, "A whole machine, Larch 1.1");
  await paste(app, LINE);
  const dialog = app.getByRole("dialog", { name: "Find the cause of a failed restore" });
  await expect(dialog).toContainText("2.0 gives this message for this blob in firmware.");
  await expect(dialog).toContainText("1.1 reads this blob to its end, so it cannot have given this message for it.");
  await axe(app);
  await dialog.getByRole("button", { name: FIELD }).click();
  await idle(app);
  await expect(dialog).toHaveCount(0);
  await expect(row(app, FIELD)).toHaveAttribute("aria-selected", "true");
  await expect.poll(() => tints(app)).toMatchObject({ tag: `${0x8dd}-${0x8de}` });
  await expect(app.getByText("Fails on 2.0:")).toBeVisible();
});

test("a line of another machine is told as such once, not for each release", async ({ app }) => {
  await openExample(app, "A whole machine, Larch 1.1");
  await paste(app, LINE.replace("firmware", "host-pci-bridge").replace("expected a byte array", "varint too big"));
  const dialog = app.getByRole("dialog", { name: "Find the cause of a failed restore" });
  await expect(dialog.getByText("This blob has no unit host-pci-bridge: the log is of another one.")).toHaveCount(1);
});

test("a field that gives the message elsewhere says where it is, and of a unit that is not there is told once", async ({ app }) => {
  await openExample(app, "A whole machine, Larch 1.1");
  await paste(app, LINE.replace("firmware", "host-pci-bridge").replace("expected a byte array", "missing enum variant"));
  const dialog = app.getByRole("dialog", { name: "Find the cause of a failed restore" });
  await expect(dialog.getByText(/no unit host-pci-bridge/)).toHaveCount(1);
  await expect(dialog.getByRole("button", { name: /^init_state\.firmware\s*outside the units/ }).first()).toBeVisible();
  await expect(dialog).toContainText("0.9 gives this message elsewhere.");
  await axe(app);
});

test("by keyboard alone: the palette, the text, the first cause", async ({ app }) => {
  await openExample(app, "A whole machine, Larch 1.1");
  await app.keyboard.press("ControlOrMeta+K");
  await app.keyboard.type("cause of a failed");
  await app.keyboard.press("Enter");
  const area = app.getByRole("textbox", { name: "Text of the log" });
  await expect(area).toBeFocused();
  await app.keyboard.type("decoding failed: expected a byte array");
  await app.keyboard.press("Enter");
  await idle(app);
  const cause = app.getByRole("dialog").getByRole("button", { name: FIELD });
  await expect(cause).toBeVisible();
  for (let i = 0; i < 12 && !(await cause.evaluate((one) => one === document.activeElement)); i++) await app.keyboard.press("Shift+Tab");
  for (let i = 0; i < 12 && !(await cause.evaluate((one) => one === document.activeElement)); i++) await app.keyboard.press("Tab");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(row(app, FIELD)).toHaveAttribute("aria-selected", "true");
});

test("without a blob the errors are read, and the blob is asked for", async ({ app }) => {
  await app.getByRole("button", { name: "Paste a log line" }).click();
  await app.getByRole("textbox", { name: "Text of the log" }).fill(LINE);
  await app.getByRole("button", { name: "Find the cause", exact: true }).click();
  await idle(app);
  await expect(app.getByRole("dialog")).toContainText("1 error in this text. Open the blob that was restored");
  await dropFiles(app, [{ name: "machine-1.1.bin", content: exampleBytes("machine-1.1.bin") }]);
  const dialog = app.getByRole("dialog", { name: "Find the cause of a failed restore" });
  await expect(dialog).toContainText("Looked for in machine-1.1.bin.");
  await expect(dialog).toContainText("2.0 gives this message for this blob in firmware.");
});

test("a line of another program is told as such, and opens no blob", async ({ app }) => {
  await app.getByRole("button", { name: "Paste a log line" }).click();
  await app.getByRole("textbox", { name: "Text of the log" }).fill("Segmentation fault (core dumped)");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app.getByRole("dialog").getByRole("alert")).toContainText("This is no restore error that I know.");
  await expect(openBlobs(app)).toHaveCount(0);
});

test("a root type that is a guess, and none at all, are told where the causes are looked for", async ({ app }) => {
  const dialog = app.getByRole("dialog", { name: "Find the cause of a failed restore" });
  await dropFiles(app, [{ name: "nothing.bin", content: "" }]);
  await paste(app, "decoding failed: missing required field");
  await expect(dialog.getByRole("status")).toContainText(
    /Looked for in nothing\.bin, read as larch\.[\w.]+; that is a guess, \d+ types fit as well\./,
  );
  await app.keyboard.press("Escape");
  await dropFiles(app, [{ name: "noise.bin", content: Uint8Array.from({ length: 64 }, () => 0xff) }]);
  await paste(app, "decoding failed: varint too big");
  await expect(dialog.getByRole("status")).toContainText("No root type fits noise.bin, so nothing in it can be a cause");
});
