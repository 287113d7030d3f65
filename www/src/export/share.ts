import { html, css, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import { fetched, said } from "../core/scripts.ts";
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
      /* It stands in a line that does not break, which is not meant for what it says and opens. */
      :host {
        white-space: normal;
      }
      button {
        white-space: nowrap;
        padding: 0 0.6rem;
        border-color: var(--hair);
      }
      p {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) figure!: Sharable;

  /** Why the dialog could not be opened, in words. */
  @state() private problem = "";

  override render() {
    return html`<button aria-haspopup="dialog" @click=${this.#open}>Share …</button>
      ${this.problem === "" ? nothing : html`<p role="alert">${this.problem}</p>`}`;
  }

  async #open(): Promise<void> {
    // What is shared is what one saw.
    this.figure.clock?.pause();
    // Few readers share: its script is fetched by those who do.
    this.problem = "";
    const script = await fetched("What shares figures", () => import("./dialog.ts")).catch(
      (error: unknown) => {
        this.problem = said(error);
      },
    );
    if (!script || this.renderRoot.querySelector("sgd-share-dialog")) return;
    const dialog = new script.Dialog();
    dialog.figure = this.figure;
    this.renderRoot.append(dialog);
    await dialog.open();
  }
}
