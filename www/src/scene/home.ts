/**
 * Where the site's other pages lie: beside this page or, in somebody else's
 * page, beside the script. A page that is a single file has no others.
 */
let home = hasSite() ? new URL(".", location.href) : undefined;

/** No page is beside one that is a single file, or that was written into a frame. */
function hasSite(): boolean {
  return (
    !("alone" in document.documentElement.dataset) &&
    !["about:", "blob:", "data:"].includes(location.protocol)
  );
}

/** Where links to the site's pages open: not inside of a figure in somebody else's page. */
export let target: string | undefined;

export function settle(address: URL): void {
  home = address;
  target = "_blank";
}

/** The address of a page of the site, if there is one. */
export const pageAt = (path: string): string | undefined => home && new URL(path, home).href;
