// The site's pages, and what the head of each has.
import { basename } from "node:path";

/** The article, which is `index.html`, and the others. */
export const files = ["index.html", "lab.html", "docs.html", "computed.html"];

/** Where a file is, below the site's own address: the article's is the folder's. */
export const pathOf = (file) => (file === "index.html" ? "" : file);

const bell = "M1 14C5 14 5 3 8 3s3 11 7 11z";
const icon = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='${bell}' fill='#0072b2'/></svg>`;

/** The icon is written into the page: it costs no request. */
const tags = [
  { rel: "icon", href: `data:image/svg+xml,${icon.replace(/[<>#]/g, encodeURIComponent)}` },
  { rel: "manifest", href: "/manifest.webmanifest" },
  { rel: "apple-touch-icon", href: "/icon-192.png" },
].map((attrs) => ({ tag: "link", attrs, injectTo: "head" }));

/**
 * Gives every page its icons.
 *
 * @returns {import("vite").Plugin}
 */
export const icons = () => ({
  name: "icons",
  transformIndexHtml: {
    order: "pre",
    handler: (_, { filename }) => (files.includes(basename(filename)) ? tags : []),
  },
});
