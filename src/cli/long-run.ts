import process from "node:process";

/** Bytes of a blob from which on all that is told of it takes long. */
const MANY = 1 << 23;

/**
 * Says that so many bytes are read to be told of whole: where that takes long, V8 is to optimize functions about as early as it usually does. The loader
 * (`scripts/cli/load.cjs`) has it wait, for the commands that are done sooner than that pays.
 */
export function expectBytes(count: number): void {
  if (count >= MANY && process.version.startsWith("v20."))
    process.getBuiltinModule("node:v8").setFlagsFromString("--interrupt-budget=132000");
}
