// The AssemblyScript modules of the sources, for Vite: `import wasm from "./assembly/x.ts?assembly"` gives the compiled module in base64.
import fs from "node:fs";
import path from "node:path";
import asc from "assemblyscript/asc";

const MARK = "?assembly";

/** Compiles a module and what it imports. Returns its bytes and the files that were read; throws what the compiler says. */
async function compile(file) {
  const files = [];
  let binary;
  const { error, stderr } = await asc.main(
    [
      path.basename(file),
      "--outFile",
      "out.wasm",
      "--optimizeLevel",
      "3",
      "--noAssert",
      "--runtime",
      "stub",
      "--importMemory",
      "--enable",
      "simd",
    ],
    {
      readFile(name) {
        const wanted = path.resolve(path.dirname(file), name);
        if (!fs.existsSync(wanted)) return null;
        files.push(wanted);
        return fs.readFileSync(wanted, "utf8");
      },
      writeFile: (_, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${file} does not compile:\n${stderr.toString()}`);
  return { binary, files };
}

/** The plugin; workers need one of their own (`worker.plugins`). */
export function assembly() {
  return {
    name: "savestate-assembly",
    enforce: "pre",
    load: {
      filter: { id: /\?assembly$/ },
      async handler(id) {
        const { binary, files } = await compile(id.slice(0, -MARK.length));
        for (const file of files) this.addWatchFile(file);
        return `export default ${JSON.stringify(Buffer.from(binary).toString("base64"))};`;
      },
    },
  };
}
