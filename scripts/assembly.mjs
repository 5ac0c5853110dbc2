// The AssemblyScript modules of the sources, for Vite: `import wasm from "./assembly/x.ts?assembly"` gives the compiled module in base64.
import fs from "node:fs";
import path from "node:path";
import asc from "assemblyscript/asc";

const MARK = "?assembly";

/** Compiles a module. Returns its bytes; throws what the compiler says. */
async function compile(file) {
  const name = path.basename(file);
  let binary;
  const { error, stderr } = await asc.main(
    [name, "--outFile", "out.wasm", "--optimizeLevel", "3", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", "simd"],
    {
      readFile: (wanted) => (wanted === name ? fs.readFileSync(file, "utf8") : null),
      writeFile: (_, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${file} does not compile:\n${stderr.toString()}`);
  return binary;
}

/** The plugin; workers need one of their own (`worker.plugins`). */
export function assembly() {
  return {
    name: "savestate-assembly",
    enforce: "pre",
    async load(id) {
      if (!id.endsWith(MARK)) return undefined;
      const file = id.slice(0, -MARK.length);
      this.addWatchFile(file);
      return `export default ${JSON.stringify(Buffer.from(await compile(file)).toString("base64"))};`;
    },
  };
}
