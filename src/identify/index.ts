export { fitsBetter } from "./fits.ts";
export { type Ask, type BlobReading, readBlob, readStart, readSteps } from "./read.ts";
export { bestOf, likelyRoots, likelySteps, type RootScore, rankRoots, TRY_BYTES } from "./roots.ts";
export { beforeExamples, bestRoots, type Identification, identify, inferWriter, type WriterGuess, writerSteps } from "./writer.ts";
