/**
 * Pictures are painted for paper before the browser turns to its print styles:
 * a class gives them the light colours, on the page or on a tree of its own.
 */
export function forPaper(root: Element): () => void {
  const before = (): void => {
    root.classList.add("on-paper");
  };
  const after = (): void => {
    root.classList.remove("on-paper");
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
