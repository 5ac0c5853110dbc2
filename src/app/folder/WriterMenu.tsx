import { ChevronDown, Pencil } from "lucide-react";
import type { BlobInfo } from "../../worker/protocol.ts";
import { useApp } from "../state/store.ts";
import { folderRelease, sayWriters } from "../state/writers.ts";
import { Button } from "../widgets/Button.tsx";
import { counted } from "../widgets/format.ts";
import { Menu, type MenuItem } from "../widgets/Menu.tsx";

interface WriterMenuProps {
  readonly blobs: readonly BlobInfo[];
  /** Of several the button says so; of one it stands beside its writer. */
  readonly several: boolean;
}

/** Says which release wrote blobs: one for all, each by the name of its folder, or as they show. What they leave out is then evidence. */
export function WriterMenu({ blobs, several }: WriterMenuProps) {
  const releases = useApp((s) => s.releases);
  const choices = useApp((s) => s.choices);
  const verdicts = useApp((s) => s.verdicts);
  const names = releases.map(({ release }) => release);
  const said = new Set(blobs.map(({ blobId }) => choices[blobId]?.writer));
  const only = said.size === 1 ? [...said][0] : undefined;
  const named = several ? blobs.filter((blob) => folderRelease(blob, names) !== undefined).length : 0;
  const folders: MenuItem[] =
    named > 0
      ? [
          {
            label: "As their folders are called",
            aside: named < blobs.length ? `${named} of them` : "",
            run: () => sayWriters(blobs, "folder"),
          },
        ]
      : [];
  const found: MenuItem = {
    label: several ? "As the blobs show" : "As the blob shows",
    radio: true,
    checked: said.size === 1 && only === undefined,
    run: () => sayWriters(blobs, undefined),
  };
  const writers = several ? undefined : verdicts[blobs[0]!.blobId]?.origin?.writer;
  const items = names.map(
    (release): MenuItem => ({
      label: release,
      radio: true,
      checked: only === release,
      aside: writers && !writers.given ? (writers.candidates.includes(release) ? "fits" : "excluded") : "",
      run: () => sayWriters(blobs, { release }),
    }),
  );
  return (
    <Menu
      align={several ? "end" : "start"}
      trigger={
        several ? (
          <Button look="quiet" icon={Pencil} disabled={blobs.length === 0}>
            Written by…
          </Button>
        ) : (
          <Button look="quiet" size="small" aria-label="Say which release wrote it">
            Say who <ChevronDown size={12} aria-hidden="true" />
          </Button>
        )
      }
      groups={[
        { items: [found, ...folders] },
        {
          heading: several ? `${counted(blobs.length, "shown blob")} written by, oldest to newest` : "Written by, oldest to newest",
          items,
        },
      ]}
    />
  );
}
