import { html, css, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controlStyles } from "./parts.css.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-notices": Notices;
  }
}

/** What a link got wrong, in words; the reader sends it away when it has been read. */
@customElement("sgd-notices")
export class Notices extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        outline: 0;
      }
      div {
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: 1rem;
        margin-top: 1rem;
        padding: 0.6rem 0.75rem 0.6rem 1rem;
        border-left: 3px solid var(--alert);
        background: var(--alert-paper);
      }
      ul {
        max-height: 12rem;
        margin: 0.6rem 0;
        overflow: auto;
        padding: 0;
        list-style: none;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) notices: string[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "status");
  }

  override render() {
    if (this.notices.length === 0) return nothing;
    const dismiss = () => {
      this.notices = [];
      // Whoever goes on by the keyboard goes on from here.
      this.tabIndex = -1;
      this.focus();
    };
    return html`<div>
      <ul tabindex=${this.notices.length > 4 ? 0 : nothing}>
        ${this.notices.map((notice) => html`<li>${notice}</li>`)}
      </ul>
      <button @click=${dismiss}>Dismiss</button>
    </div>`;
  }
}
