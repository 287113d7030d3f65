// Serves the pages from their sources, and shows every change: of the page's at once, of the
// core's as soon as they are compiled.
//   node build/dev.js PORT
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createServer } from "vite";
import { writeMathFont } from "./math-font.js";
import { files } from "./pages.js";

const repository = resolve(import.meta.dirname, "../..");
const core = ["crate/src", "crate/formula", "crate/Cargo.toml", "Cargo.toml"].map((path) =>
  resolve(repository, path),
);

/** The build that is running, if one is. */
let compiler;

/** Makes www/pkg again; what went wrong is the answer, or nothing if all went well. */
const compileCore = () =>
  new Promise((done) => {
    let complaint = "";
    // In a group of its own, so that everything it started ends with it.
    compiler = spawn("./build.sh", ["package"], {
      cwd: repository,
      detached: true,
      stdio: ["ignore", "inherit", "pipe"],
    });
    compiler.stderr.on("data", (text) => {
      process.stderr.write(text);
      complaint += text;
    });
    compiler.on("close", (status) => {
      compiler = undefined;
      done(status === 0 ? "" : complaint || `build.sh ended with ${status}`);
    });
  });

/**
 * Compiles the core again when one of its files changes.
 *
 * @returns {import("vite").Plugin}
 */
function compileOnChange() {
  let changed = false;
  async function catchUp(server) {
    changed = true;
    if (compiler) return;
    let complaint;
    while (changed) {
      changed = false;
      complaint = await compileCore();
    }
    // A new server forgets every table made from the old core, and its pages reload.
    if (!complaint) await server.restart();
    else server.ws.send({ type: "error", err: { message: complaint, stack: "" } });
  }
  return {
    name: "compile-on-change",
    configureServer(server) {
      server.watcher.add(core);
      server.watcher.on("all", (event, path) => {
        const isFile = event === "add" || event === "change" || event === "unlink";
        if (isFile && core.some((known) => path.startsWith(known))) void catchUp(server);
      });
    },
  };
}

for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
])
  process.on(signal, () => {
    if (compiler) process.kill(-compiler.pid, signal);
    process.exit(128 + number);
  });

await writeMathFont(files);
const server = await createServer({
  plugins: [compileOnChange()],
  server: {
    port: Number(process.argv[2]),
    strictPort: true,
    // Half a package is no news.
    watch: { ignored: ["**/pkg/**", "**/dist/**"] },
  },
});
await server.listen();
server.printUrls();
