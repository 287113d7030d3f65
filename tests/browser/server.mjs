// Serves the built site the way a stranger's host would: from some folder.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const dist = fileURLToPath(new URL("../../www/dist", import.meta.url));
const folder = "/some/folder";

/** Starts a server on a free port: `{ address, close() }`; the address ends in a slash. */
export async function serveSite() {
  const files = sirv(dist);
  const server = createServer((request, response) => {
    if (!request.url.startsWith(`${folder}/`)) return response.writeHead(404).end();
    request.url = request.url.slice(folder.length);
    files(request, response, () => response.writeHead(404).end());
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    address: `http://127.0.0.1:${server.address().port}${folder}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
