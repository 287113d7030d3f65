import { html, css, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { NumberParameter } from "../core/types.ts";
import { quantity } from "../plot/format.ts";
import { parse, slider } from "../scene/parameter.ts";
import { Help, helpStyles } from "./help.ts";
import { controlStyles } from "./parts.css.ts";
import { PickEvent } from "./pick.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-slider": Slider;
  }
}

/** Steps from one end of a slider to the other. */
const positions = 400;

/**
 * A number: a slider for the hand, a field for exact values. What the field
 * refuses stays in it, with the reason, until it is put right.
 *
 * @fires pick - PickEvent<number>
 */
@customElement("sgd-slider")
export class Slider extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    controlStyles,
    helpStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.75rem;
      }
      label {
        white-space: nowrap;
      }
      .field {
        display: flex;
        align-items: center;
        gap: 0.35rem;
        color: var(--muted);
        white-space: nowrap;
      }
      input[type="text"] {
        /* As wide as its text, which a figure of five digits and its zeros can fill. */
        width: max(4.25rem, var(--digits) * 1ch + 1.2rem);
        min-height: 28px;
        padding: 0 0.45rem;
        border-color: transparent;
        background: none;
        color: var(--ink);
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      .head:hover input,
      input[type="text"]:focus {
        border-color: var(--axis);
      }
      .typed input[type="text"] {
        width: 8rem;
        border-color: var(--axis);
      }
      /* In a row where there is room for one. */
      @container (min-width: 22rem) {
        .row {
          display: flex;
          flex-wrap: wrap;
          align-items: center;
          gap: 0 0.75rem;
        }
        .row .head {
          flex: none;
          gap: 0.35rem;
        }
        .row input[type="range"] {
          flex: 1;
          width: auto;
          min-width: 5rem;
          max-width: 22rem;
        }
        .row > p {
          flex-basis: 100%;
        }
      }
      /* In a narrow column the field takes what name and unit leave. */
      @container (max-width: 14.5rem) {
        .head {
          gap: 0.25rem;
        }
        .field {
          gap: 0.2rem;
        }
        .field,
        input[type="text"] {
          min-width: 0;
        }
        label {
          white-space: normal;
        }
        input[type="text"] {
          width: max(3rem, var(--digits) * 1ch + 0.6rem);
          padding: 0 0.2rem;
        }
      }
      @media (pointer: coarse) {
        input[type="text"] {
          min-height: 44px;
          border-color: var(--hair);
        }
      }
    `,
  ];

  @property({ attribute: false }) parameter!: NumberParameter;
  @property({ attribute: false }) value = NaN;
  /** The stretch the slider covers; without one there is only the field. */
  @property({ attribute: false }) reach: [number, number] | undefined;
  /** What the core says is wrong with this parameter. */
  @property() fault = "";
  /** Whether help and unit are only there to be read out. */
  @property({ type: Boolean }) terse = false;

  /** What is wrong with the text typed last, before the core is asked. */
  @state() private problem = "";
  #help = new Help(this);
  #text = "";
  /** Whether a text is on its way: what else changes meanwhile leaves it alone. */
  #typing = false;

  override willUpdate(changed: Map<string, unknown>): void {
    // Another value, or another parameter in the same place: what was typed is past.
    if (changed.has("value") || changed.has("parameter")) this.problem = "";
    this.style.setProperty("--digits", String(fieldText(this.value).length));
  }

  override render() {
    const { label, unit, help } = this.parameter;
    const problem = this.problem || this.fault;
    return html`<div class=${this.terse ? "row" : nothing}>
      <div class="head ${this.reach ? "" : "typed"}">
        <label for="field">${label}</label>
        ${this.terse ? nothing : this.#help.sign(label)}
        <span class="field">
          <input
            id="field"
            type="text"
            inputmode=${this.parameter.min < 0 ? "text" : "decimal"}
            autocomplete="off"
            spellcheck="false"
            .value=${live(this.#typing || problem !== "" ? this.#text : fieldText(this.value))}
            aria-describedby="help fault"
            aria-invalid=${problem !== ""}
            @input=${({ target }: Event) => {
              this.#typing = true;
              this.#text = (target as HTMLInputElement).value;
            }}
            @blur=${() => {
              this.#typing = false;
            }}
            @change=${this.#typed}
          />${this.terse ? nothing : unit}
        </span>
      </div>
      ${this.reach ? this.#range(this.reach) : nothing}
      <p id="fault" class="fault" ?hidden=${problem === ""}>${sentence(problem)}</p>
      ${this.terse ? html`<p id="help" class="unseen">${help}</p>` : this.#help.words(help)}
    </div>`;
  }

  #range(reach: [number, number]) {
    const { label, unit } = this.parameter;
    const { place, value } = slider(this.parameter, reach);
    return html`<input
      type="range"
      min="0"
      max=${positions}
      step="1"
      .value=${String(Math.round(place(this.value) * positions))}
      aria-label=${label}
      aria-valuetext=${quantity(this.value, unit)}
      @input=${({ target }: InputEvent) => {
        this.#pick(value(Number((target as HTMLInputElement).value) / positions));
      }}
    />`;
  }

  #typed({ target }: Event): void {
    this.#typing = false;
    this.#text = (target as HTMLInputElement).value;
    const result = parse(this.parameter, this.#text);
    if ("problem" in result) this.problem = result.problem;
    else this.#pick(result.value as number);
  }

  #pick(value: number): void {
    this.problem = "";
    this.dispatchEvent(new PickEvent(value));
  }
}

/** Readable by `parse`, and short enough for the field. */
function fieldText(value: number): string {
  const exact = String(value);
  const text = exact.length <= 7 ? exact : String(Number(value.toPrecision(5)));
  return text.replace("-", "−");
}

const sentence = (words: string): string => (words === "" ? "" : `${words.replace(/\.$/, "")}.`);
