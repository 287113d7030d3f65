// Serves the built site the way a stranger's host would: from some folder.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const dist = fileURLToPath(new URL("../../www/dist", import.meta.url));
const folder = "/some/folder";

/** Starts a server on a free port: `{ address, close() }`. */
async function listen(answer, path) {
  const server = createServer(answer);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  // A test that fails before it closes its server must not keep its file running for ever.
  server.unref();
  return {
    address: `http://127.0.0.1:${server.address().port}${path}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * The site, its address ending in a slash. `headers` go with every answer, and
 * `extra` has pages that the site does not. Files that `shared` names may be used
 * from elsewhere, but not by pages without an origin. `broken` may answer instead: it is given the
 * path, the response and what reads the file.
 */
export function serveSite({ headers = {}, extra = {}, shared = /./, broken = () => false } = {}) {
  const files = sirv(dist);
  return listen((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { origin } = request.headers;
    // The browser's cache must not hand one origin's answer to another.
    response.setHeader("vary", "origin");
    if (origin && origin !== "null" && shared.test(request.url))
      response.setHeader("access-control-allow-origin", origin);
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    if (!request.url.startsWith(`${folder}/`)) return response.writeHead(404).end();
    request.url = request.url.slice(folder.length);
    const page = extra[request.url.slice(1)];
    if (page) return response.setHeader("content-type", "text/html; charset=utf-8").end(page);
    const [path] = request.url.split("?");
    if (broken(path, response, () => readFile(dist + path))) return;
    files(request, response, () => response.writeHead(404).end());
  }, `${folder}/`);
}

/** One page on a server of its own, so of another origin. */
export const hostPage = (html, headers = {}) =>
  listen((request, response) => {
    if (request.url !== "/") return response.writeHead(204).end();
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(html);
  }, "/");

/** A folder as it is. */
export const serveFolder = (folder) => {
  const files = sirv(folder, { dev: true });
  return listen((request, response) => {
    files(request, response, () => response.writeHead(404).end());
  }, "/");
};
