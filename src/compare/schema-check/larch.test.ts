import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadSchemaSet, type SchemaSet } from "../../schema/index.ts";
import { checkSchemas } from "./schema-check.ts";
import { line } from "./testing.ts";

const folder = path.resolve(import.meta.dirname, "../../../schemas");

function set(release: string): SchemaSet {
  const files = fs.readdirSync(path.join(folder, release));
  const sources = files
    .filter((file) => file.endsWith(".proto"))
    .map((file) => ({ path: file, text: fs.readFileSync(path.join(folder, release, file), "utf8") }));
  const units = JSON.parse(fs.readFileSync(path.join(folder, release, "units.json"), "utf8")) as string[];
  return { ...loadSchemaSet(release, sources), units };
}

function found(old: string, now: string): string[] {
  return checkSchemas(set(old), set(now)).map(line);
}

/** The table of schemas/README.md: each change that it lists, by the two releases. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "0.9",
    "1.0",
    [
      "loses new-to-old field-added larch.ServicingInitState 4 boot_count",
      "risk both sign-changed larch.clock.ClockState 3 drift_ppb",
      "breaks both array-length larch.vcpu.VcpuState 6 mtrr_fixed",
      "breaks old-to-new required-added larch.virtio.DeviceState 5 config",
      "loses old-to-new field-moved larch.virtio.DeviceState 1 command",
    ],
  ],
  [
    "1.0",
    "1.1",
    [
      "loses new-to-old field-added larch.virtio.net.NetState 3 vlan_filters",
      "breaks old-to-new required-added larch.virtio.blk.BlkState 2 cache",
      "breaks old-to-new required-added larch.chipset.pit.PitState 2 latches",
      "breaks old-to-new required-added larch.virtio.net.NetState 2 mac_address",
      "breaks old-to-new required-added larch.clock.ClockState 4 tsc_khz",
      "breaks old-to-new required-added larch.firmware.FirmwareState 3 policy",
      "breaks new-to-old variant-added larch.FirmwareKind 3 igvm",
      "loses old-to-new field-removed larch.chipset.uart.UartState 5 scratch",
      "breaks both number-reused larch.chipset.uart.UartState 6 tx_buffer",
      "loses old-to-new field-moved larch.virtio.DeviceState 6 driver_features",
      "breaks both root-renamed larch.snapshot.Snapshot",
      "breaks old-to-new unit-removed rtc",
      "breaks new-to-old unit-added cmos-rtc",
    ],
  ],
  [
    "1.1",
    "2.0",
    [
      "breaks new-to-old required-removed larch.chipset.rtc.RtcState 3 alarm_shadow",
      "risk both number-reused larch.virtio.Queue 7 event_index",
      "risk old-to-new width-narrowed larch.virtio.net.NetState 5 tx_limit",
      "risk both option-changed larch.chipset.rtc.RtcState 4 century",
      "breaks new-to-old option-changed larch.ServicingInitState 3 last_reset",
      "breaks both sequence-wrapped larch.nvram.Store 1 entries",
      "risk both option-changed larch.firmware.FirmwareState 2 event_log",
      "breaks both root-renamed larch.serial.uart.UartState",
      "risk both default-meaning larch.memory.MemoryState 2 dirty_pages",
    ],
  ],
];

describe("the example schemas show every change of the table", () => {
  it.each(rows)("%s and %s", (old, now, expected) => {
    const findings = found(old, now);
    for (const one of expected) expect(findings).toContain(one);
    const breaks = (lines: readonly string[]): string[] => lines.filter((one) => one.startsWith("breaks")).sort();
    if (old === "1.1") expect(breaks(findings)).toHaveLength(breaks(expected).length + unitChanges(old, now));
  });
});

function unitChanges(old: string, now: string): number {
  const [before, after] = [set(old), set(now)].map(({ units }) => units ?? []) as [string[], string[]];
  return before.filter((name) => !after.includes(name)).length + after.filter((name) => !before.includes(name)).length;
}
