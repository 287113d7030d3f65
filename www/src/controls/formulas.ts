import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Scene } from "../scene.ts";
import { FollowScene } from "./follow.ts";
import { controlStyles } from "./parts.css.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-formulas": Formulas;
  }
}

/** A line of text in a landscape: its field in the scenario and what it is called. */
interface Row {
  field: string;
  label: string;
  text: string;
}

/** The landscapes that one types: losses, moments, or points for a model. */
@customElement("sgd-formulas")
export class Formulas extends LitElement {
  static override styles = [
    controlStyles,
    css`
      .row {
        margin-bottom: 0.6rem;
      }
      label {
        display: block;
        margin-bottom: 0.2rem;
      }
      input[type="text"],
      textarea {
        width: 100%;
        min-height: 44px;
        padding: 0.4rem 0.6rem;
        font-family: ui-monospace, "Liberation Mono", monospace;
      }
      .column {
        margin: 0;
        overflow: hidden;
        color: var(--alert);
        font-family: ui-monospace, "Liberation Mono", monospace;
        white-space: pre;
      }
    `,
  ];

  @property({ attribute: false }) scene: Scene | undefined;
  /** Points that cannot be read, as typed. */
  @state() private unread: { text: string; problem: string } | undefined;
  /** The line typed last: it stays as it is while it is refused. */
  #typed = { field: "", text: "" };

  constructor() {
    super();
    new FollowScene(this);
  }

  override render() {
    const landscape = this.scene?.whole.landscape;
    if (typeof landscape !== "object") return nothing;
    switch (landscape.kind) {
      case "formula":
        return this.#losses(landscape.losses);
      case "moments":
        return [
          this.#row(
            { field: "landscape.gradient", label: "G(W)", text: landscape.gradient },
            (gradient) => ({ gradient }),
          ),
          this.#row(
            { field: "landscape.variance", label: "S²(W)", text: landscape.variance },
            (variance) => ({ variance }),
          ),
        ];
      case "data":
        return this.#points(landscape.points);
      default:
        return nothing;
    }
  }

  #losses(losses: string[]) {
    return html`${losses.map((text, j) =>
        this.#row(
          { field: `landscape.losses.${j}`, label: `Loss on datapoint ${j}`, text },
          (loss) => ({
            // An emptied line takes its datapoint away.
            losses: loss.trim() === "" ? losses.toSpliced(j, 1) : losses.with(j, loss),
          }),
        ),
      )}
      <button
        @click=${() => {
          this.scene?.setLandscape({ losses: [...losses, losses.at(-1) ?? "W^2"] });
        }}
      >
        Add a datapoint
      </button>`;
  }

  #row({ field, label, text }: Row, change: (text: string) => Record<string, unknown>) {
    const { fault } = this.scene!;
    const bad = fault?.field === field;
    const shown = bad && this.#typed.field === field ? this.#typed.text : text;
    return html`<div class="row">
      <label for=${field}>${label}</label>
      <input
        id=${field}
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${live(shown)}
        aria-invalid=${bad}
        aria-describedby="${field}-fault"
        @change=${({ target }: Event) => {
          const { value } = target as HTMLInputElement;
          this.#typed = { field, text: value };
          this.scene?.setLandscape(change(value));
        }}
      />
      <p id="${field}-fault" class="fault" ?hidden=${!bad}>${bad ? fault.message : ""}</p>
    </div>`;
  }

  #points(points: [number, number][]) {
    const text = this.unread?.text ?? points.map(([x, y]) => `${x}\t${y}`).join("\n");
    return html`<div class="row">
      <label for="points">Points, one “x y” a line</label>
      <textarea
        id="points"
        rows="6"
        spellcheck="false"
        .value=${text}
        aria-invalid=${this.unread !== undefined}
        aria-describedby="points-fault"
        @change=${({ target }: Event) => {
          this.#pasted((target as HTMLTextAreaElement).value);
        }}
      ></textarea>
      <p id="points-fault" class="fault" ?hidden=${!this.unread}>${this.unread?.problem}</p>
    </div>`;
  }

  #pasted(text: string): void {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    const points = lines.map((line) =>
      line
        .trim()
        .split(/[\s,;]+/)
        .map(Number),
    );
    const wrong = points.findIndex((pair) => pair.length !== 2 || !pair.every(Number.isFinite));
    if (wrong >= 0) {
      this.unread = { text, problem: `“${lines[wrong]!}” is not a pair of numbers.` };
      return;
    }
    this.unread = undefined;
    this.scene?.setLandscape({ points });
  }
}
