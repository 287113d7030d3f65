/**
 * The script of the element. It defines it once, however often and from
 * wherever it is loaded; where there is no page, such as on a server that only
 * writes markup, it does nothing.
 */
if ("customElements" in globalThis && !customElements.get("sgd-current"))
  import("./sgd-current.ts").catch(() => {
    for (const place of document.querySelectorAll("sgd-current:empty"))
      place.textContent =
        "What makes this figure did not come. See whether you are online, and load the page again.";
  });
