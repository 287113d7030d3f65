/**
 * Where the site's other pages lie: beside this page or, in somebody else's
 * page, beside the script. A page that is a single file has no others.
 */
let home = "alone" in document.documentElement.dataset ? undefined : new URL(".", location.href);

export function settle(address: URL): void {
  home = address;
}

/** The address of a page of the site, if there is one. */
export const pageAt = (path: string): string | undefined => home && new URL(path, home).href;
