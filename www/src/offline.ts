import { trusted } from "./core/trusted.ts";

/**
 * Keeps the site for when there is no network, once it needs nothing more itself. A page that is
 * one file needs no such help, and while the sources are worked on it would be in the way.
 */
export function keepSite(): void {
  if (!import.meta.env.PROD || document.documentElement.dataset.alone !== undefined) return;
  // Where there is none, or none is allowed, the site works as ever with a network.
  register().catch(() => undefined);
}

async function register(): Promise<void> {
  // A sandboxed page may not even ask whether there is one.
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  await serviceWorker?.register(trusted(new URL("sw.js", location.href).href));
}
