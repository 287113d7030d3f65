/** While a number of the text is dragged, its picture is in sight. */

/** The part of a picture that must be on the screen for it to count as seen. */
const enough = 0.6;

/** After a number is let go its picture is left to be seen for so many milliseconds, as it goes on. */
const afterwards = 6000;

/** Keeps a place's picture on the screen while `number` is held, and a while after, where it would not be. */
export function pinWhileHeld(number: HTMLElement, place: HTMLElement): void {
  let later = 0;
  const figure = () => place.querySelector(":scope > :not(.still, sgd-trouble)");
  number.addEventListener("hold", () => {
    clearTimeout(later);
    const plot = figure()?.shadowRoot?.querySelector("sgd-plot");
    if (!plot || partSeen(plot) >= enough) return;
    // The place stays as high as it is, and so the text where it is.
    place.style.minHeight = `${place.offsetHeight}px`;
    const { top, bottom } = number.getBoundingClientRect();
    place.dataset.pinned = (top + bottom) / 2 < innerHeight / 2 ? "below" : "above";
    figure()?.toggleAttribute("bare", true);
  });
  const unpin = () => {
    clearTimeout(later);
    removeEventListener("pointerdown", unpin);
    figure()?.toggleAttribute("bare", false);
    delete place.dataset.pinned;
    place.style.minHeight = "";
  };
  number.addEventListener("release", () => {
    if (place.dataset.pinned === undefined) return;
    later = setTimeout(unpin, afterwards);
    // Or until the reader's hand is elsewhere.
    addEventListener("pointerdown", unpin);
  });
}

function partSeen(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  return bottom > top ? seen / (bottom - top) : 0;
}
