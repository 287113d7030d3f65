/** The wasm from the network, compiled; or why not, so that it can be said in words. */
import { TroubleError } from "./troubles.ts";

/** The shortest module there is: its head alone. */
const least = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Whether the page's policy lets it have any wasm. */
function allowed(): boolean {
  try {
    return Boolean(new WebAssembly.Module(least));
  } catch {
    return false;
  }
}

/** `again` asks the server itself, past whatever a cache holds or the page's preload got before. */
export async function fetchWasm(href: string, again: boolean): Promise<WebAssembly.Module> {
  if (!allowed()) throw new TroubleError("forbidden");
  const asked = again ? fetch(`${href}?again`, { cache: "reload" }) : fetch(href);
  const response = await asked.catch((error: unknown) => {
    throw new TroubleError("unreachable", { cause: error });
  });
  if (!response.ok) throw new TroubleError("missing");
  try {
    // A host may not call it wasm, and then the browser will not compile it on its way.
    if (/^application\/wasm\b/.test(response.headers.get("content-type") ?? ""))
      return await WebAssembly.compileStreaming(response);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    throw new TroubleError("broken", { cause: error });
  }
}
