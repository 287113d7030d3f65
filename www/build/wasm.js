// How the wasm comes into what Vite builds.
import { readFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";

const bindings = /pkg\/sgd_current\.js$/;

/**
 * The worker is told where its wasm is. The bindings' own guess would only
 * bring a second copy into the build.
 *
 * @returns {import("vite").Plugin}
 */
export const wasmByMessage = () => ({
  name: "wasm-by-message",
  enforce: "pre",
  transform: {
    filter: { id: bindings },
    handler: (code) => code.replace(/new URL\('sgd_current_bg\.wasm', import\.meta\.url\)/, "null"),
  },
});

/**
 * For builds that are one file: the worker starts from text, and the wasm
 * lies packed in the script.
 *
 * @returns {import("vite").Plugin}
 */
export const wasmInside = () => ({
  name: "wasm-inside",
  // A page from a disk has no origin, and may not start a module.
  config: () => ({ worker: { format: "iife" } }),
  enforce: "pre",
  resolveId(name, importer) {
    if (name === "virtual:packed-wasm") return `\0${name}`;
    return name === "./start.ts" ? this.resolve("./start-inline.ts", importer) : null;
  },
  async load(id) {
    if (id !== "\0virtual:packed-wasm") return null;
    const wasm = await readFile(new URL("../pkg/sgd_current_bg.wasm", import.meta.url));
    const packed = deflateSync(wasm, { level: 9 }).toString("base64");
    return `export default ${JSON.stringify(packed)};`;
  },
});
