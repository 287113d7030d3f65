import { html, css, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-copy": Copy;
  }
}

/** A text to take along, with a button that copies it. */
@customElement("sgd-copy")
export class Copy extends LitElement {
  static override styles = [
    controlStyles,
    css`
      div {
        display: flex;
        gap: 0.5rem;
        align-items: start;
      }
      textarea {
        flex: 1;
        min-width: 0;
        min-height: 44px;
        padding: 0.65rem 0.6rem;
        font:
          0.8125rem/1.4 ui-monospace,
          "Liberation Mono",
          monospace;
        resize: vertical;
      }
      button {
        min-width: 5.5rem;
      }
      /* What most come for. */
      :host([primary]) textarea + button {
        border-color: var(--accent);
        background: var(--accent);
        color: var(--paper);
        font-weight: 600;
      }
    `,
  ];

  @property() label = "";
  @property({ attribute: false }) text = "";
  @property({ type: Number }) rows = 1;
  /** Whether the text is a link, for the sheet of the system that sends links. */
  @property({ type: Boolean }) share = false;
  @state() private said = "";
  @query("textarea") private area!: HTMLTextAreaElement;

  override render() {
    return html`<div>
        <textarea
          readonly
          rows=${this.rows}
          aria-label=${this.label}
          .value=${this.text}
          @focus=${() => {
            this.area.select();
          }}
        ></textarea>
        <button @click=${this.#copy}>Copy</button>
        ${
          this.share && "share" in navigator
            ? html`<button @click=${this.#send}>Send …</button>`
            : nothing
        }
      </div>
      <p class="help" role="status">${this.said}</p>`;
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
      this.said = "Copied.";
    } catch {
      // A frame without the permission, or a page without https.
      this.area.focus();
      this.area.select();
      this.said = "Selected: copy it with Ctrl+C or ⌘C.";
    }
  }

  async #send(): Promise<void> {
    try {
      await navigator.share({ title: document.title, url: this.text });
    } catch (error) {
      // Whoever thought better of it needs no word.
      if ((error as Error).name !== "AbortError")
        this.said = "This browser does not let this page send it: copy it instead.";
    }
  }
}
