// A second minifier after Vite's own: together they leave 1 kB (gzip) less than either alone.
import { minify } from "terser";

const options = { module: true, ecma: 2022, compress: { passes: 3, pure_getters: true } };

/** A Vite plugin. */
export const terse = () => ({
  name: "terse",
  async generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk") chunk.code = (await minify(chunk.code, options)).code;
  },
});
