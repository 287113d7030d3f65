/** The scripts that a chunk stands on. */
function* reached(chunk, bundle) {
  for (const name of chunk?.imports ?? []) {
    yield name;
    yield* reached(bundle[name], bundle);
  }
}

/** What each page opens on: elements of figures, and parts of the wasm. */
const opensOn = {
  "/index.html": { elements: ["plane"], parts: ["line", "plane"] },
  "/lab.html": { elements: ["evolve", "widths", "energy", "metric"], parts: ["line"] },
};

/**
 * Lets the browser fetch and start the core, and fetch the first figures,
 * beside the page's script instead of after it.
 *
 * @returns {import("vite").Plugin}
 */
export const preload = () => ({
  name: "preload",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle, chunk, path }) {
      // A script of its own: it need not wait for the page's, which is twenty times as large.
      const already = [...reached(chunk, bundle)];
      const start = already.find((name) => /\bdescribe-[^/]*\.js$/.test(name));
      // A page that is one file has it inside; the documentation computes nothing.
      if (!start) return [];
      const { elements, parts } = opensOn[path];
      const wasm = (part) => Object.keys(bundle).find((name) => name.includes(`current_${part}`));
      const scripts = elements.flatMap((element) => {
        const own = Object.values(bundle).find(({ facadeModuleId }) =>
          facadeModuleId?.endsWith(`/figures/${element}.ts`),
        );
        return [own.fileName, ...reached(own, bundle)];
      });
      return [
        ...parts.map((part) => ({
          tag: "link",
          attrs: { rel: "preload", as: "fetch", crossorigin: true, href: `./${wasm(part)}` },
        })),
        ...[...new Set(scripts)]
          .filter((name) => !already.includes(name))
          .map((name) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `./${name}` },
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
