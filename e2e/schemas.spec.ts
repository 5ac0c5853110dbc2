import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { dropFiles, dropFolder, expect, idle, test } from "./support/app.ts";
import { count, exampleBytes, notOpened, openBlobs, readWith, row, rows, tree, tryExample } from "./support/screen.ts";

const schemas = fileURLToPath(new URL("../schemas", import.meta.url));
let folder = "";

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "savestate-e2e-"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

test("a .proto with a syntax error: file, line, column and reason; the rest of the set loads", async ({ app }) => {
  await tryExample(app);
  const release = path.join(folder, "half-broken");
  cpSync(path.join(schemas, "2.0"), release, { recursive: true });
  writeFileSync(path.join(release, "broken.proto"), 'syntax = "proto3";\n\nmessage Broken {\n  uint32 = 1;\n}\n');
  await dropFolder(app, release);
  await expect(notOpened(app)).toContainText("half-broken");
  await notOpened(app).getByRole("button", { name: "Show the places" }).click();
  const dialog = app.getByRole("dialog", { name: "Registered releases" });
  const line = dialog.getByRole("listitem").filter({ hasText: "broken.proto" });
  await expect(line).toHaveText(/broken\.proto:4:10: \S+/);
  await app.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(row(app, "init_state.machine_name")).toBeVisible();
  await readWith(app, /^half-broken/);
  await expect(row(app, "init_state.machine_name")).toContainText("build-farm-03");
  expect(await count(app, "Unknown")).toBe(0);
});

test("a missing import, a type defined twice and a cycle of imports name their places", async ({ app }) => {
  const release = path.join(folder, "odd");
  mkdirSync(release);
  const files = {
    "a.proto": 'syntax = "proto3";\nimport "nowhere.proto";\nmessage A { uint32 x = 1; }\n',
    "b.proto": 'syntax = "proto3";\nimport "c.proto";\nmessage Twice { uint32 x = 1; }\n',
    "c.proto": 'syntax = "proto3";\nimport "b.proto";\nmessage Twice { uint32 x = 1; }\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(release, name), text);
  await dropFolder(app, release);
  await notOpened(app).getByRole("button", { name: "Show the places" }).click();
  const places = app.getByRole("dialog", { name: "Registered releases" }).getByRole("listitem");
  await expect(places.filter({ hasText: "nowhere.proto" })).toHaveText(/a\.proto:2/);
  await expect(places.filter({ hasText: "Twice" }).first()).toHaveText(/[bc]\.proto:3/);
  await expect(places.filter({ hasText: "circle" }).first()).toBeVisible();
  await app.getByRole("button", { name: "Close", exact: true }).click();
  await dropFiles(app, [{ name: "x.bin", content: Buffer.from("0801", "hex") }]);
  await expect(tree(app)).toBeVisible();
});

test("a folder without .proto says what to drop; what was open stays open", async ({ app }) => {
  await tryExample(app);
  mkdirSync(path.join(folder, "docs"));
  writeFileSync(path.join(folder, "docs", "README.md"), "# Nothing here\n");
  await dropFolder(app, path.join(folder, "docs"));
  await expect(notOpened(app)).toContainText("docs: it holds no .proto file and no blob");
  await expect(row(app, "init_state.machine_name")).toBeVisible();
});

test("a damaged zip says why; what was open stays open", async ({ app }) => {
  await tryExample(app);
  const zip = zipSync({ "state.bin": exampleBytes("machine-1.0.bin") }, { level: 6 });
  await dropFiles(app, [{ name: "cut.zip", content: zip.subarray(0, zip.length - 40) }]);
  await expect(notOpened(app)).toContainText(/cut\.zip: the archive is cut off/);
  const damaged = zip.slice();
  damaged.fill(0xff, 60, 90);
  await dropFiles(app, [{ name: "damaged.zip", content: damaged }]);
  await expect(notOpened(app)).toContainText(/damaged\.zip › state\.bin: /);
});

test("a zip that leads out by `..`: that entry is left out, the others open", async ({ app }) => {
  await tryExample(app);
  const zip = zipSync({ "../evil.bin": exampleBytes("machine-0.9.bin"), "good.bin": exampleBytes("machine-1.0.bin") });
  await dropFiles(app, [{ name: "odd.zip", content: zip }]);
  await expect(notOpened(app)).toContainText("odd.zip › ../evil.bin: its path leads out of the archive");
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("good.bin");
  await expect(row(app, "init_state")).toBeVisible();
  await expect(openBlobs(app)).toHaveCount(2);
});

test("a zip of schemas becomes a release", async ({ app }) => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const proto = encode('syntax = "proto3";\npackage tiny;\n// A small one.\nmessage Root { uint32 answer = 1; string word = 2; }\n');
  await dropFiles(app, [{ name: "tiny-1.zip", content: zipSync({ "tiny-1/tiny.proto": proto }) }]);
  await dropFiles(app, [{ name: "x.bin", content: Buffer.from("082a12026869", "hex") }]);
  await expect(app.getByRole("button", { name: "Read with tiny-1: choose a release" })).toBeVisible();
  await expect(row(app, "answer")).toContainText("42");
  await expect(row(app, "word")).toContainText("hi");
});

test("a release without the chosen root type: it says so, shows the wire and offers another root", async ({ app }) => {
  await tryExample(app);
  await app.getByRole("button", { name: /^Root type / }).click();
  await app.getByRole("combobox", { name: "Find a type" }).fill("larch.ServicingState");
  await app.keyboard.press("Enter");
  await idle(app);
  const release = path.join(folder, "other");
  mkdirSync(release);
  writeFileSync(path.join(release, "other.proto"), 'syntax = "proto3";\npackage other;\nmessage Root { uint32 answer = 9; }\n');
  await dropFolder(app, release);
  await readWith(app, /^other/);
  await expect(app.getByRole("status").filter({ hasText: "other has no type larch.ServicingState" })).toBeVisible();
  await expect(rows(app).first()).toContainText("#1");
  await app.getByRole("button", { name: "Choose a root type" }).click();
  await app.getByRole("combobox", { name: "Find a type" }).fill("other.Root");
  await app.keyboard.press("Enter");
  await idle(app);
  await expect(app.getByRole("button", { name: "Root type other.Root: choose another" })).toBeVisible();
  await readWith(app, /^2\.0/);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("machine-2.0.bin");
});
