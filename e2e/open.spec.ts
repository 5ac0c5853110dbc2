import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { clipboard, dropFiles, dropFolder, expect, idle, paste, test } from "./support/app.ts";
import { chip, count, exampleBytes, notOpened, openExample, row, tryExample } from "./support/screen.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const rustSchemas = path.resolve(root, "../shared/openvmm/schemas");
const blob = exampleBytes("damaged-cut.bin");

test("one click opens the example, read with its release", async ({ app }) => {
  await tryExample(app);
  await expect(app).toHaveTitle(/^machine-2\.0\.bin/);
  await expect(app.getByRole("button", { name: "Read with 2.0: choose a release" })).toBeVisible();
  await expect(app.getByRole("button", { name: "Root type larch.ServicingState: choose another" })).toBeVisible();
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
  await expect(app.getByRole("treegrid")).toBeFocused();
  expect(await count(app, "All")).toBe((await count(app, "Known")) + (await count(app, "Defaulted")));
});

test("every example opens from a dropped folder, in the list and on the screen", async ({ app }) => {
  await dropFolder(app, path.join(root, "public/examples"));
  await expect(notOpened(app)).toHaveCount(0);
  // So many are shown as a table first.
  await app.getByRole("button", { name: "Back to the blob" }).click();
  await idle(app);
  const list = app.getByRole("complementary", { name: "Blobs" }).getByRole("list");
  const names = readdirSync(path.join(root, "public/examples")).filter((name) => name.endsWith(".bin"));
  await expect(list.getByRole("listitem")).toHaveCount(names.length);
  for (const name of names.filter((_, at) => at % 3 === 0)) {
    await list.getByRole("button", { name: new RegExp(`^(examples/)?${name.replaceAll(".", "\\.")}, `) }).click();
    await idle(app);
    await expect(app.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(app.getByRole("treegrid", { name: `Fields of ${name}` })).toBeVisible();
  }
});

test("an example from the list is read with the release that it is about", async ({ app }) => {
  await openExample(app, "A whole machine, Larch 0.9");
  await expect(app.getByRole("button", { name: "Read with 0.9: choose a release" })).toBeVisible();
  expect(await count(app, "Unknown")).toBe(0);
});

test("dropped blobs join the list, and one that is open already is not opened twice", async ({ app }) => {
  const files = [
    { name: "one.bin", content: exampleBytes("machine-1.0.bin") },
    { name: "two.bin", content: exampleBytes("machine-2.0.bin") },
  ];
  await dropFiles(app, files);
  const list = app.getByRole("complementary", { name: "Blobs" }).getByRole("list");
  await expect(list.getByRole("button", { name: /^(one|two)\.bin/ })).toHaveCount(2);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("one.bin");
  await dropFiles(app, [{ name: "again.bin", content: exampleBytes("machine-2.0.bin") }]);
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("two.bin");
  await expect(app.getByRole("status").filter({ hasText: "again.bin has the bytes of two.bin, which is open already" })).toBeVisible();
});

test("two files of one name that are dropped together both open", async ({ app }) => {
  await app.evaluate(() => {
    const transfer = new DataTransfer();
    for (const value of [1, 2]) transfer.items.add(new File([Uint8Array.of(8, value)], "state.bin"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await idle(app);
  const blobs = app.getByRole("complementary", { name: "Blobs" });
  await expect(blobs.getByRole("button", { name: /^state\.bin,/ })).toBeVisible();
  await expect(blobs.getByRole("button", { name: /^state \(2\)\.bin,/ })).toBeVisible();
});

test("a closed blob comes back by Undo", async ({ app }) => {
  await tryExample(app);
  await app.getByRole("button", { name: "Close machine-2.0.bin" }).click();
  await expect(app.getByRole("heading", { name: "Open a saved state" })).toBeVisible();
  await app.getByRole("button", { name: "Undo" }).click();
  await idle(app);
  await expect(row(app, "init_state")).toBeVisible();
});

test("a blob that was closed by a key comes back by a key, and the keys stay in the list", async ({ app }) => {
  await dropFiles(app, [
    { name: "one.bin", content: exampleBytes("machine-1.0.bin") },
    { name: "two.bin", content: exampleBytes("machine-2.0.bin") },
  ]);
  const list = app.getByRole("complementary", { name: "Blobs" }).getByRole("list");
  await list.getByRole("button", { name: /^two\.bin/ }).focus();
  await app.keyboard.press("Delete");
  await idle(app);
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await app.keyboard.press("ControlOrMeta+z");
  await idle(app);
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.getByRole("button", { name: /^one\.bin/ })).toBeFocused();
  await expect(app.getByRole("button", { name: "Undo" })).toHaveCount(0);
});

test("a dropped folder of schemas becomes releases; the open blob stays with its likeliest writer until another is chosen", async ({
  app,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), "savestate-e2e-"));
  try {
    cpSync(path.join(root, "schemas", "1.0"), path.join(folder, "mine", "mine-1"), { recursive: true });
    cpSync(path.join(root, "schemas", "1.1"), path.join(folder, "mine", "mine-2"), { recursive: true });
    await dropFiles(app, [{ name: "machine.bin", content: exampleBytes("machine-2.0.bin") }]);
    await dropFolder(app, path.join(folder, "mine"));
    await expect(app.getByRole("status").filter({ hasText: "2 releases are registered" })).toBeVisible();
    await expect(app.getByRole("button", { name: "Read with 2.0: choose a release" })).toBeVisible();
    await app.getByRole("button", { name: /^Read with / }).click();
    await expect(app.getByRole("menuitemradio", { name: /^mine-1/ })).toContainText("yours");
    await app.getByRole("menuitemradio", { name: /^mine-1/ }).click();
    await idle(app);
    expect(await count(app, "Unknown")).toBeGreaterThan(0);
    await expect(row(app, "init_state")).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a folder with a blob and its schemas opens both", async ({ app }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "savestate-e2e-"));
  try {
    for (const release of ["0.9", "1.0"])
      cpSync(path.join(root, "schemas", release), path.join(folder, "drop", "schemas", `${release}-mine`), { recursive: true });
    cpSync(path.join(root, "public/examples/machine-1.0.bin"), path.join(folder, "drop", "state.bin"));
    await dropFolder(app, path.join(folder, "drop"));
    await expect(app.getByRole("heading", { level: 1, name: "state.bin" })).toBeVisible();
    await expect(app.getByRole("button", { name: "Read with 1.0-mine: choose a release" })).toBeVisible();
    await expect(chip(app, "Unknown")).toHaveText(/Unknown\s*0/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("blobs of one name are told apart by their folders wherever they are named, until one of them is left", async ({ app }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "savestate-e2e-"));
  try {
    for (const [release, file] of [
      ["a", "machine-1.0.bin"],
      ["b", "machine-1.1.bin"],
    ] as const)
      cpSync(path.join(root, "public/examples", file), path.join(folder, "saved", release, "vm.bin"), { recursive: true });
    await dropFolder(app, path.join(folder, "saved"));
    const list = app.getByRole("complementary", { name: "Blobs" }).getByRole("listitem");
    for (const name of ["vm.bin — a", "vm.bin — b"]) await expect(list.filter({ hasText: name })).toHaveCount(1);
    await list.filter({ hasText: "vm.bin — a" }).locator("[data-blob]").click();
    await idle(app);
    const head = app.getByRole("region", { name: "Blob" }).getByRole("heading", { level: 1 });
    await expect(head).toHaveText("vm.bin — a");
    await app.getByRole("link", { name: "Compare" }).click();
    await app.getByRole("button", { name: "Compare with vm.bin — b" }).click();
    await idle(app);
    await expect(app.getByRole("button", { name: "Side A: vm.bin — a" })).toBeVisible();
    await expect(app.getByRole("button", { name: "Side B: vm.bin — b" })).toBeVisible();
    await app.getByRole("button", { name: "Copy summary as Markdown" }).click();
    expect(await clipboard(app)).toContain("vm.bin — b");
    await app.getByRole("link", { name: "Inspect" }).click();
    await app.getByRole("button", { name: "Close vm.bin — b" }).click();
    await expect(app.getByText("Closed vm.bin — b")).toBeVisible();
    await app.getByRole("button", { name: "Close the message" }).last().click();
    await expect(head).toHaveText("vm.bin");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the schemas of OpenVMM itself, as a dropped folder", async ({ app }) => {
  test.skip(!existsSync(rustSchemas), "../shared/openvmm/schemas is not here");
  test.slow();
  await dropFolder(app, rustSchemas);
  await expect(app.getByRole("status").filter({ hasText: /\d+ releases are registered/ })).toBeVisible({ timeout: 30_000 });
  await expect(notOpened(app)).toHaveCount(0);
  await tryExample(app);
  await expect(app.getByRole("button", { name: "Read with 2.0: choose a release" })).toBeVisible();
});

/** What `xxd` prints. */
function xxd(bytes: Uint8Array): string {
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, line) => {
    const part = bytes.subarray(16 * line, 16 * line + 16);
    const pairs = Buffer.from(part)
      .toString("hex")
      .replace(/(.{4})/g, "$1 ")
      .trimEnd();
    const text = String.fromCharCode(...part).replace(/[^ -~]/g, ".");
    return `${(16 * line).toString(16).padStart(8, "0")}: ${pairs.padEnd(39)}  ${text}`;
  }).join("\n");
}

const texts = [
  { form: "hex", container: "hex", text: blob.toString("hex") },
  { form: "the output of xxd", container: "hex dump", text: xxd(blob) },
  { form: "base64", container: "base64", text: blob.toString("base64") },
];
for (const { form, container, text } of texts) {
  test(`pasted: ${form}`, async ({ app }) => {
    await paste(app, text);
    const head = app.getByRole("region", { name: "Blob" });
    await expect(head.getByRole("heading", { level: 1 })).toHaveText(/^pasted/);
    await expect(head.getByText(`from ${container}`, { exact: true })).toBeVisible();
    await expect(head.getByText(`${blob.length.toLocaleString("en")} bytes`, { exact: true })).toBeVisible();
    await expect(row(app, "init_state")).toBeVisible();
  });
}

test("a broken paste says line and column, and what was open stays open", async ({ app }) => {
  await tryExample(app);
  await paste(app, `0a 05 63 6c\n6f 63 6b zz 12\n0a 0b 0c 0d 0e 0f 10 11`);
  await expect(notOpened(app)).toContainText(/line 2, column 10/);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("machine-2.0.bin");
  await expect(row(app, "init_state.machine_name")).toBeVisible();
  await app.getByRole("button", { name: "Dismiss the list" }).click();
  await expect(notOpened(app)).toHaveCount(0);
});

test("the paste dialog keeps a broken text with its reason until it is mended", async ({ app }) => {
  await app.getByRole("button", { name: /^Paste Ctrl/ }).click();
  const dialog = app.getByRole("dialog", { name: "Paste a blob as text" });
  const area = dialog.getByRole("textbox", { name: "Text of the blob" });
  await area.fill(`${xxd(blob).slice(0, 200)}\n00000050: zz zz zz zz`);
  await dialog.getByRole("button", { name: "Open" }).click();
  await expect(dialog.getByRole("alert")).toContainText(/line \d+, column \d+/);
  await expect(area).not.toHaveValue("");
  await area.fill(blob.toString("hex"));
  await dialog.getByRole("button", { name: "Open" }).click();
  await expect(dialog).toHaveCount(0);
  await idle(app);
  await expect(row(app, "init_state")).toBeVisible();
});

test("a blob that is closed gives the focus to the next one, the last one to what opens files", async ({ app }) => {
  await dropFiles(app, [
    { name: "a.bin", content: Uint8Array.of(8, 1) },
    { name: "b.bin", content: Uint8Array.of(8, 2) },
  ]);
  const blobs = app.getByRole("complementary", { name: "Blobs" });
  const close = (name: string) => blobs.getByRole("button", { name: `Close ${name}` });
  await blobs.getByRole("button", { name: /^a\.bin,/ }).hover();
  await close("a.bin").click();
  await idle(app);
  await expect(blobs.getByRole("button", { name: /^b\.bin,/ })).toBeFocused();
  await app.keyboard.press("Delete");
  await idle(app);
  await expect(blobs.getByRole("button", { name: "Open files" })).toBeFocused();
});
