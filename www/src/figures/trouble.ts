import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import { core } from "../core/client.ts";
import { pageAt } from "../scene/home.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-trouble": Trouble;
  }
}

/** Pictures for narrow places are others. */
const narrow = 704;

/** Why nothing is computed, over the figure's still picture, and a button to try again. */
@customElement("sgd-trouble")
export class Trouble extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        position: relative;
      }
      div {
        max-width: 40rem;
        margin: 1rem auto;
        padding: 0.6rem 1rem;
        border-left: 3px solid var(--alert);
        background: var(--alert-paper);
      }
      img + div {
        position: absolute;
        inset: 0 1rem auto;
      }
      img {
        width: 100%;
      }
      p {
        margin: 0 0 0.6rem;
      }
    `,
  ];

  /** The figure whose picture is shown, where the page has none of its own. */
  @property() still = "";
  /** Whether the picture is shown while all is well. */
  @property({ attribute: false }) early = false;

  #changed = (): void => {
    this.requestUpdate();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    core.addEventListener("trouble", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    core.removeEventListener("trouble", this.#changed);
  }

  override render() {
    const { trouble } = core;
    const address = pageAt(`stills/${this.still}${innerWidth < narrow ? "-narrow" : ""}.svg`);
    return html`${
      this.still && address && (trouble ?? this.early)
        ? html`<img
            src=${address}
            alt="The figure as a still picture, as it is at first."
            @error=${() => {
              this.still = "";
            }}
          />`
        : nothing
    }${
      trouble
        ? html`<div role="alert">
            <p><b>${trouble.message}</b> ${trouble.todo}</p>
            <button
              @click=${() => {
                core.again();
              }}
            >
              Try again
            </button>
          </div>`
        : nothing
    }`;
  }
}
