/** The list of all keys of a page, in a window of its own. */

const styles = `
.keys { max-width: min(34rem, 92vw); padding: 1rem 1.5rem 1.5rem; border: 1px solid var(--axis); border-radius: 6px; background: var(--paper); color: var(--ink); font: 1rem/1.5 var(--sans); }
.keys::backdrop { background: #0007; }
.keys dl { display: grid; grid-template-columns: auto 1fr; gap: 0.3rem 1.25rem; }
.keys h2 { margin-top: 0; font-size: 1.15rem; }
.keys dd { margin: 0; }
.keys button { min-width: 44px; min-height: 44px; padding: 0 0.9rem; border: 1px solid var(--axis); border-radius: 4px; background: var(--paper); color: inherit; font: 0.875rem var(--sans); cursor: pointer; }
.keys button:hover { border-color: var(--ink); }
@media (pointer: fine) { .keys button { min-height: 34px; } }
`;

const keys: [string, string][] = [
  ["Space", "play or pause, once a figure has been pressed on"],
  ["→ ←", "one step on, one step back"],
  ["Home", "to the start"],
  ["+ − 0", "zoom W in, out, all of it"],
  ["Shift → ←", "move what is zoomed in on"],
  ["Ctrl Z, Ctrl Y", "take the last change back, do it once more"],
  ["F", "one figure for a room; then ← → for the next, Esc to end"],
  ["C", "in the lab: keep the scene as A beside B; X swaps the two"],
  ["?", "this list"],
];

/** The list of all keys. */
export function help(): void {
  if (document.querySelector("dialog.keys")) return;
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  const title = document.createElement("h2");
  title.textContent = "Keys";
  const list = document.createElement("dl");
  for (const [key, what] of keys) {
    const [term, words] = [document.createElement("dt"), document.createElement("dd")];
    const name = document.createElement("kbd");
    name.textContent = key;
    term.append(name);
    words.textContent = what;
    list.append(term, words);
  }
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => {
    dialog.close();
  });
  const style = document.createElement("style");
  style.textContent = styles;
  dialog.append(style, title, list, close);
  dialog.setAttribute("aria-label", "Keys");
  dialog.addEventListener("close", () => {
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
