const core = {
  wasm: { file: /\.wasm$/, attrs: { rel: "preload", as: "fetch", crossorigin: true } },
  worker: { file: /\bworker-[^/]*\.js$/, attrs: { rel: "modulepreload", as: "worker" } },
};

/**
 * Lets the browser fetch the core, which the page's script asks for first of
 * all, beside that script instead of after it.
 *
 * @returns {import("vite").Plugin}
 */
export const preloadCore = () => ({
  name: "preload-core",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle }) =>
      Object.values(core).flatMap(({ file, attrs }) => {
        const name = Object.keys(bundle).find((name) => file.test(name));
        // A page that is one file has both inside.
        return name ? [{ tag: "link", attrs: { ...attrs, href: `./${name}` } }] : [];
      }),
  },
});
