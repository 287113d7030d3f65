const wasm = { file: /\.wasm$/, tag: "link", attrs: { rel: "preload", as: "fetch" } };
const worker = {
  file: /\bworker-[^/]*\.js$/,
  tag: "link",
  attrs: { rel: "modulepreload", as: "worker" },
};
// A script of its own: it need not wait for the page's, which is twenty times as large.
const start = {
  file: /\bdescribe-[^/]*\.js$/,
  tag: "script",
  attrs: { type: "module", async: true, blocking: "render" },
};

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
    handler(_, { bundle, chunk }) {
      const files = Object.keys(bundle);
      // A page that is one file has it inside; the documentation computes nothing.
      if (!chunk?.imports.some((name) => start.file.test(name))) return [];
      return [wasm, worker, start].map(({ file, tag, attrs }) => {
        const address = `./${[...chunk.imports, ...files].find((name) => file.test(name))}`;
        const at = tag === "link" ? { href: address } : { src: address };
        return { tag, attrs: { crossorigin: true, ...attrs, ...at } };
      });
    },
  },
});
