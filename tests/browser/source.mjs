// A module of the page by itself, without a browser.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const path = (name) => fileURLToPath(new URL(`../../www/${name}`, import.meta.url));

/** What `www/src/NAME.ts` exports, with all that it imports. */
export async function loadSource(name) {
  const vite = pathToFileURL(createRequire(path("package.json")).resolve("vite"));
  const { build } = await import(vite.href);
  const [{ output }] = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: path(`src/${name}.ts`), formats: ["es"], fileName: name },
    },
  });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
