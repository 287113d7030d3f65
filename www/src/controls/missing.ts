import { html, nothing } from "lit";

/** Stands where something would be that its script has not brought; nothing while that may still come. */
export const missing = (why: string, again: () => void) =>
  why === ""
    ? nothing
    : html`<p class="help" role="alert">${why}</p>
        <button @click=${again}>Try again</button>`;
