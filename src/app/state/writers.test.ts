import { expect, test } from "vitest";
import type { BlobInfo } from "../../worker/protocol.ts";
import { folderRelease } from "./writers.ts";

const blob = (source: string): BlobInfo => ({ blobId: "", name: "x.bin", source, bytes: 0, sha256: "", container: "raw" });

test("the innermost folder that is called as a release says who wrote a blob; the file's own name does not", () => {
  const releases = ["2411", "2505", "main"];
  expect(folderRelease(blob("blobs/2411/vm.bin"), releases)).toBe("2411");
  expect(folderRelease(blob("main/2505/a/vm.bin"), releases)).toBe("2505");
  expect(folderRelease(blob("nightly.zip › 2505/vm.bin"), releases)).toBe("2505");
  expect(folderRelease(blob("blobs/2411"), releases)).toBeUndefined();
  expect(folderRelease({ ...blob(""), source: "vm.bin" }, releases)).toBeUndefined();
});
