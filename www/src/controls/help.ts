/** What a parameter is, in words that a sign beside its name unfolds: nobody reads twenty at once. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { css, html } from "lit";

export const helpStyles = css`
  .sign {
    flex: none;
    width: 44px;
    min-height: 44px;
    margin: 0 auto 0 -0.6rem;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--muted);
    line-height: 1;
  }
  .sign:hover,
  .sign[aria-expanded="true"] {
    color: var(--accent);
  }
  .sign span {
    display: inline-grid;
    place-items: center;
    width: 1.15rem;
    height: 1.15rem;
    border: 1px solid currentColor;
    border-radius: 50%;
    font-size: 0.75rem;
  }
  select ~ .help {
    margin-top: 0.2rem;
  }
  @media (pointer: fine) {
    .sign {
      width: 24px;
      min-height: 24px;
    }
  }
`;

/** The sign and the words of one control, whose host has `helpStyles`. */
export class Help implements ReactiveController {
  #open = false;

  constructor(private host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#open = false;
  }

  sign(label: string) {
    return html`<button
      class="sign"
      aria-label="What is ${label}?"
      aria-expanded=${this.#open}
      aria-controls="help"
      @click=${() => {
        this.#open = !this.#open;
        this.host.requestUpdate();
      }}
    >
      <span aria-hidden="true">?</span>
    </button>`;
  }

  /** Read out with the control, whether or not they are seen. */
  words(help: string) {
    return html`<p id="help" class="help" ?hidden=${!this.#open}>${help}</p>`;
  }
}
