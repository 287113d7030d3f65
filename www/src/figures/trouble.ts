import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import type { Fault } from "../core/messages.ts";
import { core } from "../core/client.ts";
import { pageAt } from "../scene/home.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-trouble": Trouble;
  }
}

/** Places narrower than this, in CSS pixels, have a picture of their own. */
const narrow = 704;

const reload = (): void => {
  location.reload();
};

/** Why nothing is computed or drawn, over the figure's still picture, and a button to try again. */
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
      button {
        margin-right: 0.5rem;
      }
    `,
  ];

  /** The figure whose picture is shown, where the page has none of its own. */
  @property() still = "";
  /** Whether the picture is shown while all is well. */
  @property({ attribute: false }) early = false;
  /** Whether faults of the core are told elsewhere on the page. */
  @property({ attribute: false }) apart = false;
  /** What keeps this figure alone from being drawn, and what may mend it besides loading the page. */
  @state() private own: { fault: Fault; again: (() => void) | undefined } | undefined;

  tell(fault: Fault, again?: () => void): void {
    this.own = { fault, again };
  }

  /** All is well with this figure. */
  clear(): void {
    this.own = undefined;
  }

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
    const { own } = this;
    const started = this.apart ? undefined : core.trouble;
    const trouble = started ?? own?.fault;
    const again = started
      ? () => {
          core.again();
        }
      : own?.again;
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
            ${again ? html`<button @click=${again}>Try again</button>` : nothing}
            ${started || trouble.name === "undrawn" ? nothing : html`<button @click=${reload}>Load the page again</button>`}
          </div>`
        : nothing
    }`;
  }
}
