import { forgetEverything } from "../shell/forget.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../widgets/Button.tsx";
import { Dialog } from "../widgets/Dialog.tsx";
import { counted } from "../widgets/format.ts";

/** Asks before the browser's storage is emptied, which cannot be undone. */
export function ForgetDialog({ onClose }: { readonly onClose: () => void }) {
  const own = useApp((s) => s.releases.filter(({ origin }) => origin === "user").length);
  const blobs = useApp((s) => s.blobs.length);
  return (
    <Dialog
      title="Forget everything?"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={() => void forgetEverything()}>
            Forget everything
          </Button>
        </>
      }
    >
      <p>
        This empties all that the browser keeps for this page: {counted(own, "release")} of yours, theme, sizes of panes and columns, and
        how each blob was read. {blobs > 0 && `${counted(blobs, "open blob")} will be closed.`} It cannot be undone. Files on your disk stay
        as they are; export your releases first if you have no other copy.
      </p>
    </Dialog>
  );
}
