/** Pixels that one scrolls back before the button of contents returns. */
const turn = 40;

/** The list of contents: open at the side where there is room, else a button; says where one is. */
export function followContents(): void {
  const nav = document.querySelector<HTMLElement>(".contents")!;
  const fold = nav.querySelector("details")!;
  const links = new Map(
    Array.from(nav.querySelectorAll("a"), (link) => [link.hash.slice(1), link] as const),
  );
  const headings = Array.from(links.keys(), (id) => document.getElementById(id)!);

  /** As the styles have it. */
  const aside = matchMedia("(min-width: 70rem)");
  const fit = (): void => {
    fold.open = aside.matches;
  };
  fit();
  aside.addEventListener("change", fit);

  // The list opens where one is, which may be far down in it.
  fold.addEventListener("toggle", () => {
    if (fold.open && !aside.matches)
      nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  });

  // A button's list has done its work with one choice, or when one looks elsewhere.
  const close = (): void => {
    if (!aside.matches) fold.open = false;
  };
  nav.addEventListener("click", ({ target }) => {
    const link = (target as Element).closest("a");
    if (!link) return;
    // An appendix is opened before the page scrolls to it.
    const part = document.getElementById(link.hash.slice(1));
    if (part instanceof HTMLDetailsElement) part.open = true;
    close();
  });
  nav.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || aside.matches) return;
    close();
    fold.querySelector("summary")!.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!nav.contains(target as Node)) close();
  });

  // The button is out of the way of what one reads on to, and there again when one looks back.
  let [highest, before] = [scrollY, scrollY];
  addEventListener(
    "scroll",
    () => {
      const further = scrollY > before;
      // Turned back so far, one means it.
      if (further) highest = scrollY;
      if (further || highest - scrollY > turn)
        nav.classList.toggle("away", further && scrollY > turn);
      before = scrollY;
    },
    { passive: true },
  );

  /** The part of the window's height above which a heading has been reached. */
  const reached = 0.4;

  /** Marks the last heading that has been reached. */
  function mark(): void {
    const line = innerHeight * reached;
    const here = headings.findLast((heading) => heading.getBoundingClientRect().top < line);
    for (const [id, link] of links)
      if (id === here?.id) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
  }
  if (!("IntersectionObserver" in globalThis)) return;
  const crossing = new IntersectionObserver(mark, {
    rootMargin: `0px 0px ${-100 * (1 - reached)}% 0px`,
  });
  for (const heading of headings) crossing.observe(heading);
}
