import { clipboard, expect, idle, open, test } from "./support/app.ts";
import { cell, chip, count, details, keysInSight, pickFrom, readWith, row, rows, select, tree, tryExample } from "./support/screen.ts";

test.beforeEach(async ({ app }) => tryExample(app));

test("status filters show the rows of that status with their parents", async ({ app }) => {
  await readWith(app, /^1\.1/);
  const unknown = await count(app, "Unknown");
  expect(unknown).toBeGreaterThan(0);
  await chip(app, "Unknown").click();
  await idle(app);
  await expect(chip(app, "Unknown")).toHaveAttribute("aria-pressed", "true");
  const statuses = await rows(app).evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.status));
  expect(statuses.filter((status) => status === "unknown").length).toBeGreaterThan(0);
  expect(statuses).not.toContain("defaulted");
  await expect(row(app, "init_state")).toBeVisible(); // a parent
  await expect(row(app, "init_state.machine_name")).toHaveCount(0);
  await chip(app, "All").click();
  await idle(app);
  await expect(row(app, "init_state.machine_name")).toBeVisible();
});

test("the text filter narrows the rows; without a hit it offers to clear itself", async ({ app }) => {
  const filter = app.getByRole("textbox", { name: "Filter rows" });
  await filter.fill("boot_count");
  await expect(row(app, "init_state.machine_name")).toHaveCount(0);
  await expect(row(app, "init_state.boot_count")).toBeVisible();
  await filter.fill("no such field");
  await expect(app.getByText("The filter hides every row: none contains “no such field”.")).toBeVisible();
  await app.getByRole("button", { name: "Clear the filter" }).click();
  await idle(app);
  await expect(filter).toHaveValue("");
  await expect(row(app, "init_state.machine_name")).toBeVisible();
  await chip(app, "Malformed").click();
  await expect(app.getByText("The filter hides every row: none is malformed.")).toBeVisible();
  await app.getByRole("button", { name: "Clear the filter" }).click();
  await idle(app);
  await expect(chip(app, "All")).toHaveAttribute("aria-pressed", "true");
});

test("an Any three levels deep opens in place, one after the other", async ({ app }) => {
  await app.setViewportSize({ width: 1440, height: 1800 }); // only rows in sight are on the page
  const unit = "units[8].state";
  const device = `${unit}.value.slots[0].state`;
  const capability = `${device}.value.transport.config.capabilities[0].state`;
  for (const any of [unit, device, capability]) {
    const steps = any.split(".");
    for (let depth = 1; depth <= steps.length + 1; depth++) {
      const key = depth > steps.length ? `${any}.value` : steps.slice(0, depth).join(".");
      for (const part of [key.replace(/\[\d+\]$/, "[]"), key]) {
        const line = row(app, part);
        if ((await line.count()) > 0 && (await line.getAttribute("aria-expanded")) === "false") {
          await line.locator("[data-twisty]").click();
          await idle(app);
        }
      }
    }
    await expect(await cell(app, any, "Type")).toContainText("Any");
    await expect(row(app, `${any}.type_url`)).toContainText("type.googleapis.com/larch.");
  }
  await expect(row(app, `${capability}.type_url`)).toContainText("larch.pci.caps.MsixState");
  await expect(row(app, `${capability}.value.enabled`)).toContainText("true");
  await select(app, `${capability}.value.enabled`);
  await expect(details(app)).toContainText("Schema of 2.0");
});

test("expand and collapse: all, and to a level", async ({ app }) => {
  await pickFrom(app, "Expand and collapse", "Collapse all");
  expect(await keysInSight(app)).toEqual(["init_state", "units[]"]);
  await pickFrom(app, "Expand and collapse", "To level 3");
  await expect(row(app, "init_state.firmware.igvm")).toBeVisible();
  await expect(row(app, "init_state.firmware.igvm")).toHaveAttribute("aria-expanded", "false");
  const three = Number(await tree(app).getAttribute("aria-rowcount"));
  await pickFrom(app, "Expand and collapse", "Expand all");
  expect(Number(await tree(app).getAttribute("aria-rowcount"))).toBeGreaterThan(three);
  await tree(app).focus();
  await app.keyboard.press("End");
  await idle(app);
  await expect(tree(app).locator('[aria-selected="true"]')).toHaveAttribute("data-key", /^units\[9\]\.state\.value\./);
});

test("copies path, value, JSON and hex of a row", async ({ app }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async (item: string) => {
    await row(app, "init_state.build").getByRole("rowheader").click({ button: "right" });
    await app.getByRole("menuitem", { name: item }).click();
    await idle(app);
    return clipboard(app);
  };
  expect(await copied("Copy path")).toBe("init_state.build");
  expect(await copied("Copy value")).toContain("2.0.0");
  expect(JSON.parse(await copied("Copy as JSON"))).toEqual({ version: "2.0.0", revision: "e4a1935d" });
  const hex = await copied("Copy bytes as hex");
  expect(Buffer.from(hex.replaceAll(" ", ""), "hex").toString("latin1")).toContain("2.0.0");
  await select(app, "init_state.machine_name");
  await app.keyboard.press("y");
  await expect(app.getByRole("status").filter({ hasText: "Copied init_state.machine_name" })).toBeVisible();
  expect(await clipboard(app)).toBe("init_state.machine_name");
  await details(app).getByRole("button", { name: "Copy value" }).click();
  await idle(app);
  expect(await clipboard(app)).toBe("build-farm-03");
});

test("of a field that is not on the wire there are no bytes to copy, and what was copied before stays", async ({ app }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await chip(app, "Defaulted").click();
  await idle(app);
  const absent = rows(app).and(app.locator('[data-status="defaulted"]')).first();
  await absent.getByRole("rowheader").click();
  await app.keyboard.press("y");
  const path = await clipboard(app);
  expect(path).not.toBe("");
  for (const item of ["Copy bytes as hex", "Copy as protoscope-like text"]) {
    await absent.getByRole("rowheader").click({ button: "right" });
    await app.getByRole("menuitem", { name: item }).click();
    await idle(app);
    await expect(app.getByRole("status").filter({ hasText: "Nothing to copy: the field is not on the wire" })).toBeVisible();
    expect(await clipboard(app)).toBe(path);
  }
});

test("sorts by field number and by offset", async ({ app }) => {
  await tree(app).getByRole("columnheader", { name: "No" }).click();
  await idle(app);
  await expect(tree(app).getByRole("columnheader", { name: "No" })).toHaveAttribute("aria-sort", "ascending");
  await tree(app).getByRole("columnheader", { name: "Offset" }).click();
  await idle(app);
  await expect(tree(app).getByRole("columnheader", { name: "Offset" })).toHaveAttribute("aria-sort", "ascending");
});

test("hidden and resized columns stay so after a reload", async ({ app }) => {
  const heads = () => tree(app).getByRole("columnheader").allTextContents();
  await app.getByRole("button", { name: "Columns", exact: true }).click();
  await app.getByRole("menuitemcheckbox", { name: "Type" }).click();
  await app.getByRole("menuitemcheckbox", { name: "Wire" }).click();
  await app.keyboard.press("Escape");
  expect(await heads()).toEqual(["Field", "No", "Wire", "Value", "Status", "Offset", "Bytes"]);
  const field = tree(app).getByRole("columnheader", { name: "Field" });
  const box = await field.boundingBox();
  if (!box) throw new Error("the head of Field is not on the screen");
  await app.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
  await app.mouse.down();
  await app.mouse.move(box.x + box.width + 58, box.y + box.height / 2, { steps: 4 });
  await app.mouse.up();
  const wide = (await field.boundingBox())?.width ?? 0;
  expect(wide).toBeGreaterThan(box.width + 40);
  await open(app);
  await app.reload();
  await idle(app);
  await tryExample(app);
  expect(await heads()).toEqual(["Field", "No", "Wire", "Value", "Status", "Offset", "Bytes"]);
  expect((await field.boundingBox())?.width).toBeCloseTo(wide, 0);
  await pickFrom(app, "Columns", "As drawn");
  expect(await heads()).toEqual(["Field", "No", "Type", "Value", "Status", "Offset", "Bytes"]);
});

test("panes keep the size that they were pulled to, and the details stay hidden", async ({ app }) => {
  const size = async (name: string, what: "width" | "height") => {
    const box = await app.locator(`[data-pane="${name}"]`).boundingBox();
    return Math.round(box?.[what] ?? 0);
  };
  const pull = async (name: string, dx: number, dy: number) => {
    const box = await app.getByRole("separator", { name }).boundingBox();
    if (!box) throw new Error(`${name} is not on the screen`);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await app.mouse.move(x, y);
    await app.mouse.down();
    await app.mouse.move(x + dx, y + dy, { steps: 4 });
    await app.mouse.up();
  };
  await pull("Width of the blobs", 60, 0);
  await pull("Height of the bytes", 0, -80);
  await pull("Width of the details", -50, 0);
  const before = [await size("blobs", "width"), await size("bytes", "height"), await size("details", "width")];
  expect(before[0]).toBeGreaterThan(250);
  expect(before[2]).toBeGreaterThan(350);
  await open(app, "/");
  await app.reload();
  await idle(app);
  await tryExample(app);
  const after = [await size("blobs", "width"), await size("bytes", "height"), await size("details", "width")];
  for (const [at, pixels] of after.entries()) expect(Math.abs(pixels - (before[at] ?? 0))).toBeLessThanOrEqual(2);
  await app.keyboard.press("d");
  await expect(app.getByRole("region", { name: "Details" })).toHaveCount(0);
  await open(app, "/");
  await app.reload();
  await idle(app);
  await tryExample(app);
  await expect(app.getByRole("region", { name: "Details" })).toHaveCount(0);
});
