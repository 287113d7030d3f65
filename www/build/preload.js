/** The scripts that a chunk stands on. */
function* reached(chunk, bundle) {
  for (const name of chunk?.imports ?? []) {
    yield name;
    yield* reached(bundle[name], bundle);
  }
}

/**
 * Lets the browser fetch and start the core beside the page's script instead
 * of after it.
 *
 * @returns {import("vite").Plugin}
 */
export const preloadCore = () => ({
  name: "preload-core",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle, chunk, path }) {
      // A script of its own: it need not wait for the page's, which is twenty times as large.
      const start = [...reached(chunk, bundle)].find((name) => /\bdescribe-[^/]*\.js$/.test(name));
      // A page that is one file has it inside; the documentation computes nothing.
      if (!start) return [];
      // The article opens on a figure of the plane, the lab on one of the line.
      const parts = path === "/index.html" ? ["line", "plane"] : ["line"];
      const wasm = (part) => Object.keys(bundle).find((name) => name.includes(`current_${part}`));
      return [
        ...parts.map((part) => ({
          tag: "link",
          attrs: { rel: "preload", as: "fetch", crossorigin: true, href: `./${wasm(part)}` },
        })),
        {
          tag: "script",
          attrs: {
            type: "module",
            async: true,
            blocking: "render",
            crossorigin: true,
            src: `./${start}`,
          },
        },
      ];
    },
  },
});
