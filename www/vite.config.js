import { resolve } from "node:path";
import { defineConfig } from "vite";
import { madeTables } from "./build/docs.js";
import { math } from "./build/math.js";
import { files, icons } from "./build/pages.js";
import { scenes, shared } from "./build/pieces.js";
import { preload } from "./build/preload.js";
import { packedLiterals } from "./build/styles.js";
import { wasmByMessage } from "./build/wasm.js";

const here = (/** @type {string} */ path) => resolve(import.meta.dirname, path);

export default defineConfig({
  // Relative addresses throughout: the built site works in any folder of any host.
  base: "./",
  appType: "mpa",
  plugins: [icons(), madeTables(), math(), packedLiterals(), wasmByMessage(), preload()],
  worker: { format: "es", plugins: () => [wasmByMessage()] },
  build: {
    outDir: "dist",
    // Safari 16 has no preloading of modules: it finds them itself, a moment later.
    modulePreload: { polyfill: false },
    // Every engine of the last three years; each has wasm SIMD and module workers.
    target: ["chrome115", "edge115", "firefox115", "safari16.4", "ios16.4"],
    // What has the wasm inside is large; a test weighs what readers load.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // How long plugins take is nothing to warn of.
      checks: { pluginTimings: false, bundlerTimings: false },
      input: [...files, "src/core/describe.ts"].map(here),
      // What starts the core comes first and alone.
      output: {
        codeSplitting: {
          groups: [
            { name: "describe", test: /src.core/, priority: 2 },
            { ...shared, priority: 1 },
            scenes,
          ],
        },
      },
    },
  },
  // The one address that the documentation and the tests speak of.
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1", port: 8080, strictPort: true },
});
