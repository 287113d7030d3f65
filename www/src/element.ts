/**
 * The script of the element. It defines it once, however often and from
 * wherever it is loaded; where there is no page, such as on a server that only
 * writes markup, it does nothing.
 */
if ("customElements" in globalThis && !customElements.get("sgd-current"))
  void import("./sgd-current.ts");
