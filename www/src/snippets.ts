/** The documentation's snippets, with the address of this site in them and a button that copies. */

/** Where this site is, without its last stroke; nothing for a page that was opened from a disk. */
const site = /^https?:$/.test(location.protocol)
  ? new URL(".", location.href).href.replace(/\/$/, "")
  : undefined;

export function fillSnippets(): void {
  if (site !== undefined)
    for (const code of document.querySelectorAll("main code"))
      code.textContent = code.textContent.replaceAll(/\bHOST\b/g, site);
  for (const snippet of document.querySelectorAll<HTMLElement>(".snippet")) {
    const button = document.createElement("button");
    button.textContent = "Copy";
    button.addEventListener("click", () => void copy(snippet, button));
    const place = document.createElement("div");
    place.className = "copied";
    snippet.replaceWith(place);
    place.append(snippet, button);
  }
}

async function copy(snippet: HTMLElement, button: HTMLButtonElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    button.textContent = "Copied";
  } catch {
    // Not every page may write there: what is selected can be copied by hand.
    getSelection()?.selectAllChildren(snippet);
    button.textContent = "Selected";
  }
}
