/**
 * Opens the site again without a network. The build fills in `version` and `files`, each with the
 * hash of what it holds: all are kept, of one build, or none. Another build waits until nobody looks
 * at this one; embeds, the element and the one file go to the network as ever.
 */
/* global VERSION, FILES */
const prefix = "sgd-current ";
const version = prefix + VERSION;
const files = FILES;
const home = new URL("./", location.href).href;

addEventListener("install", (event) => {
  const wanted = Object.entries(files).map(
    ([path, integrity]) => new Request(home + path, { cache: "no-cache", integrity }),
  );
  event.waitUntil(caches.open(version).then((kept) => kept.addAll(wanted)));
});

addEventListener("activate", (event) => {
  const forget = async () => {
    for (const name of await caches.keys())
      if (name.startsWith(prefix) && name !== version) await caches.delete(name);
    // The page that brought it here may still need what it has not asked for yet, of this build.
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

addEventListener("message", ({ data }) => {
  if (data === "turn") void self.skipWaiting();
});

/** The path of a file of the site that is kept, or nothing. */
function keptPath({ method, url }) {
  const [address] = url.split(/[?#]/);
  if (method !== "GET" || !address.startsWith(home)) return undefined;
  const path = address.slice(home.length).replace(/^index\.html$/, "");
  return Object.hasOwn(files, path) ? path : undefined;
}

async function answer(request, path) {
  const { waiting } = self.registration;
  // Who loads the only page anew gets the build that waits.
  if (waiting && request.mode === "navigate" && (await self.clients.matchAll()).length < 2) {
    waiting.postMessage("turn");
    return new Response("", { headers: { refresh: "0" } });
  }
  return (await kept(path)) ?? fetch(request);
}

/** A file as it was kept; nothing where the browser has lost it, or gives no storage any more. */
async function kept(path) {
  try {
    return await (await caches.open(version)).match(home + path);
  } catch {
    return undefined;
  }
}

addEventListener("fetch", (event) => {
  const path = keptPath(event.request);
  if (path !== undefined) event.respondWith(answer(event.request, path));
});
