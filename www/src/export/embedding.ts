import { html, css, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import type { Sharable } from "./sharable.ts";
import { pageAt, target } from "../scene/home.ts";
import { save } from "./save.ts";
import { svg } from "./picture.ts";
import type { Embedding } from "./snippets.ts";
import { element, embedAddress, iframe, picture } from "./snippets.ts";
import "./copy.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-embedding": EmbeddingPart;
  }
}

const choices = {
  controls: { full: "all of them", few: "a few", none: "none: a picture" },
  theme: { auto: "as the reader has it", light: "light", dark: "dark" },
};

/** Snippets that show the figure in another page, and how it will look there. */
@customElement("sgd-embedding")
export class EmbeddingPart extends LitElement {
  static override styles = [
    controlStyles,
    css`
      h3 {
        margin: 0.75rem 0 0.3rem;
        font-size: inherit;
        font-weight: 400;
      }
      p {
        margin: 0 0 0.5rem;
      }
      a {
        color: var(--accent);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1.5rem;
      }
      .choices > * {
        min-width: 0;
      }
      .save {
        margin-top: 0.5rem;
      }
      summary {
        min-height: 44px;
        line-height: 44px;
        cursor: pointer;
      }
      iframe {
        width: 100%;
        border: 1px solid var(--hair);
      }
    `,
  ];

  @property({ attribute: false }) figure!: Sharable;
  /** The link to it as it is now: the snippets are new when it is. */
  @property() link = "";
  @state() private embedding: Embedding = { controls: "few", theme: "auto" };
  /** Height of the frame: the figure's here or, once it is previewed, the preview's. */
  @state() private height = 0;
  @state() private previewed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("message", this.#heard);
    this.height = Math.ceil(this.figure.getBoundingClientRect().height);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("message", this.#heard);
  }

  #heard = ({ source, data }: MessageEvent<{ type?: string; height?: number } | null>): void => {
    const frame = this.renderRoot.querySelector("iframe");
    if (source !== frame?.contentWindow || data?.type !== "resize") return;
    this.height = data.height ?? this.height;
  };

  override render() {
    const { figure, embedding } = this;
    const file = `sgd-current-${figure.name}.svg`;
    return html`
      <p>
        <a href=${pageAt("docs.html") ?? ""} target=${target ?? nothing}
          >How embeds, links and messages work</a
        >
      </p>
      <div class="choices">${this.#choice("controls")} ${this.#choice("theme")}</div>
      <h3>In a frame</h3>
      <sgd-copy label="Frame" rows="4" .text=${iframe(figure, embedding, this.height)}></sgd-copy>
      <h3>As an element, without a frame</h3>
      <sgd-copy label="Element" rows="3" .text=${element(figure, embedding)}></sgd-copy>
      <h3>As a picture that leads here</h3>
      <sgd-copy label="Picture" rows="3" .text=${picture(figure, this.link, file)}></sgd-copy>
      <button
        class="save"
        @click=${() => {
          save(svg(figure, this.link), file, "image/svg+xml");
        }}
      >
        Save the picture
      </button>
      <details
        @toggle=${({ target }: Event) => {
          this.previewed = (target as HTMLDetailsElement).open;
        }}
      >
        <summary>Preview</summary>
        ${
          this.previewed
            ? html`<iframe
                title="Preview"
                height=${this.height}
                src=${embedAddress(figure, embedding)}
              ></iframe>`
            : nothing
        }
      </details>
    `;
  }

  #choice(key: keyof typeof choices) {
    return html`<label>
      ${key === "controls" ? "Controls" : "Colours"}
      <select
        @change=${({ target }: Event) => {
          this.embedding = { ...this.embedding, [key]: (target as HTMLSelectElement).value };
        }}
      >
        ${Object.entries(choices[key]).map(
          ([value, label]) =>
            html`<option value=${value} ?selected=${value === this.embedding[key]}>
              ${label}
            </option>`,
        )}
      </select>
    </label>`;
  }
}
