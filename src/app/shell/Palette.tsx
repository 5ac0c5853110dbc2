import { Dialog as Base } from "@base-ui/react/dialog";
import { useMemo } from "react";
import { useApp } from "../state/store.ts";
import floating from "../widgets/floating.module.css";
import { useFocusBefore } from "../widgets/focus-before.ts";
import { type Pick, PickList } from "../widgets/PickList.tsx";
import { type Command, commands, openCommands } from "./commands.ts";
import { keyText } from "./keys.ts";

/** `Ctrl K`: every command that can be done now, by typing a part of its words. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const before = useFocusBefore();
  const all = useMemo(() => {
    const state = useApp.getState();
    const doable = [...commands, ...openCommands(state)].filter(
      (command) => command.id !== "palette" && !command.id.endsWith("-mod") && (command.can?.(state) ?? true),
    );
    const groups = [...new Set(doable.map((command) => command.group))];
    return groups.flatMap((group) => doable.filter((command) => command.group === group));
  }, []);
  const run = (id: string) => {
    onClose();
    // After the dialog has given the focus back, so that the command may move it.
    requestAnimationFrame(() => all.find((command) => command.id === id)?.run());
  };
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={floating.scrim} />
        <Base.Popup className={`${floating.dialog} ${floating.wide}`} finalFocus={before}>
          <Base.Title className="vh">All commands</Base.Title>
          <PickList label="Type a command" picks={all.map(toPick)} onPick={run} none="No command has these words." startsFirst />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function toPick(command: Command): Pick {
  const keys = command.keys?.[0];
  return { id: command.id, label: command.title, heading: command.group, ...(keys ? { keys: keyText(keys) } : {}) };
}
