/** What can be done with the bytes of a row from the keyboard and the palette; a part of the one list of commands. */
import type { Command } from "../shell/commands.ts";
import { chooseReadAs, forgetReadAs, openReadAs } from "../state/read-as.ts";
import { type AppState, useApp } from "../state/store.ts";

const ofRow = (s: AppState) => (s.workspace === "inspect" && s.selectedKey === s.details?.key ? s.details?.readAs : undefined);
const chosen = (s: AppState) => (s.workspace === "inspect" && s.active !== undefined ? s.choices[s.active]?.readAs : undefined);

function resetRow(): void {
  const { details } = useApp.getState();
  if (details) void chooseReadAs(details.key, undefined);
}

export const readAsCommands: readonly Command[] = [
  {
    id: "read-as",
    title: "Read the bytes of the selected field as…",
    group: "Read with",
    keys: ["r"],
    can: (s) => ofRow(s) !== undefined,
    run: () => openReadAs(),
  },
  {
    id: "read-plain",
    title: "Read the bytes of the selected field as the schema says",
    group: "Read with",
    can: (s) => ofRow(s)?.now?.chosen === true,
    run: resetRow,
  },
  {
    id: "forget-readings",
    title: "Read all bytes of this blob as the schema says",
    group: "Read with",
    can: (s) => chosen(s) !== undefined,
    run: () => void forgetReadAs(),
  },
];
