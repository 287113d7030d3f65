/**
 * A page that is written into a frame, as in the cell of a notebook (srcdoc): its addresses are
 * those of the page around, so that a link to a place in it would load the other into the frame.
 */
export const inlaid = location.protocol === "about:";

/** Follows links within the page by itself. */
export function followInlaid(): void {
  if (!inlaid) return;
  addEventListener("click", (event) => {
    const link = event
      .composedPath()
      .find((element): element is HTMLAnchorElement => element instanceof HTMLAnchorElement);
    const hash = link?.getAttribute("href");
    if (!hash?.startsWith("#") || event.defaultPrevented) return;
    event.preventDefault();
    location.hash = hash;
  });
}
