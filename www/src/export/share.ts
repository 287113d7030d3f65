import { html, css, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import { Dialog } from "./dialog.ts";
import type { Sharable } from "./sharable.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-share": Share;
  }
}

/** A button that opens the ways to take a figure elsewhere. */
@customElement("sgd-share")
export class Share extends LitElement {
  static override styles = [
    controlStyles,
    css`
      @media (pointer: fine) {
        button {
          min-height: 28px;
        }
      }
      button {
        padding: 0 0.6rem;
        border-color: var(--hair);
      }
    `,
  ];

  @property({ attribute: false }) figure!: Sharable;

  override render() {
    return html`<button aria-haspopup="dialog" @click=${this.#open}>Share …</button>`;
  }

  async #open(): Promise<void> {
    // What is shared is what one saw.
    this.figure.clock?.pause();
    if (this.renderRoot.querySelector("sgd-share-dialog")) return;
    const dialog = new Dialog();
    dialog.figure = this.figure;
    this.renderRoot.append(dialog);
    await dialog.open();
  }
}
