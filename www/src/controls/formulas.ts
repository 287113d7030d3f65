import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { NumberParameter, WholePlaneScenario } from "../core/types.ts";
import type { Scene } from "../scene/scene.ts";
import { typedLandscape } from "../scene/scenario.ts";
import { planeOf } from "../scene/space.ts";
import { FollowScene } from "./follow.ts";
import { Extra } from "./missing.ts";
import { controlStyles } from "./parts.css.ts";
import type { PickEvent } from "./pick.ts";
import "./points.ts";
import "./slider.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-formulas": Formulas;
  }
}

type PlaneMoments = Extract<WholePlaneScenario["landscape"], { kind: "moments" }>;

/** The next of 5, 10, 20, 50, … that a value lies below. */
function wide(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 1)));
  return [1, 2, 5, 10].map((k) => k * power).find((most) => most >= Math.abs(value))!;
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
      input[type="text"] {
        width: 100%;
        min-height: 44px;
        padding: 0.4rem 0.6rem;
        font-family: ui-monospace, "Liberation Mono", monospace;
      }
      .mend {
        margin-top: 0.4rem;
      }
      .means {
        margin-top: 0.2rem;
        overflow-wrap: anywhere;
      }
      .column {
        margin: 0;
        padding-left: calc(0.6rem + 1px);
        overflow: hidden;
        color: var(--alert);
        font-family: ui-monospace, "Liberation Mono", monospace;
        white-space: pre;
      }
    `,
  ];

  @property({ attribute: false }) scene: Scene | undefined;
  /** Losses that everybody knows. */
  #known = new Extra(this, "What knows losses", () => import("../scene/named-losses.ts"));
  /** How far the slider of each constant has had to reach. */
  readonly #reaches = new Map<string, number>();
  /** The line typed last: it stays as it is while it is under the fingers, and while it is refused. */
  #typed = { field: "", text: "", under: false };

  constructor() {
    super();
    new FollowScene(this);
  }

  override render() {
    const { scene } = this;
    if (typeof scene?.whole.landscape !== "object") return nothing;
    const landscape = typedLandscape(scene.scenario, scene.whole) as typeof scene.whole.landscape;
    const plane = planeOf(scene.whole);
    switch (landscape.kind) {
      case "formula":
        return [this.#named(), this.#losses(landscape.losses), this.#constants()];
      case "moments":
        if (plane)
          return [this.#planeMoments(landscape as unknown as PlaneMoments), this.#constants()];
        return [
          this.#row(
            { field: "landscape.gradient", label: "G(W)", text: landscape.gradient },
            (gradient) => ({ gradient }),
          ),
          this.#row(
            { field: "landscape.variance", label: "S²(W)", text: landscape.variance },
            (variance) => ({ variance }),
          ),
          this.#constants(),
        ];
      default:
        return "points" in landscape ? html`<sgd-points .scene=${scene}></sgd-points>` : nothing;
    }
  }

  /** A slider for each name that the formulas use. */
  #constants() {
    const { scene } = this;
    const { constants = {} } = scene!.whole.landscape as { constants?: Record<string, number> };
    return Object.entries(constants).map(([name, value]) => {
      const key = `landscape.constants.${name}`;
      // Wide enough for what there has been: it does not shrink under the hand.
      const most = Math.max(this.#reaches.get(name) ?? 5, wide(value));
      this.#reaches.set(name, most);
      const parameter: NumberParameter = {
        ...{ key, link: "constants", label: name, unit: "", default: 1, appliesTo: [] },
        ...{ min: -1e6, max: 1e6, scale: "linear", integer: false, help: "" },
      };
      return html`<sgd-slider
        data-key=${key}
        .parameter=${parameter}
        .value=${value}
        .reach=${[-most, most]}
        .fault=${scene!.fault?.field === key ? scene!.fault.message : ""}
        terse
        @pick=${({ value }: PickEvent<number>) => {
          const before = (scene!.draft as { constants?: Record<string, number> }).constants;
          scene!.setLandscape({ constants: { ...before, [name]: value } });
        }}
      ></sgd-slider>`;
    });
  }

  /** G and C of two parameters: two formulas and three. */
  #planeMoments(landscape: PlaneMoments) {
    const rows = (name: "gradient" | "covariance", labels: string[]) =>
      labels.map((label, k) =>
        this.#row(
          { field: `landscape.${name}.${k}`, label: `${label}(W₁, W₂)`, text: landscape[name][k]! },
          (formula) => ({ [name]: landscape[name].map((other, i) => (i === k ? formula : other)) }),
        ),
      );
    return [rows("gradient", ["G₁", "G₂"]), rows("covariance", ["C₁₁", "C₁₂", "C₂₂"])];
  }

  /** Known losses to start from. */
  #named() {
    const { space = "line" } = this.scene!.table;
    if (!this.#known.script) return this.#known.missing();
    const { namedLosses, startFrom } = this.#known.script;
    return html`<div class="row">
      <label for="named">Start from …</label>
      <select
        id="named"
        .value=${live("")}
        @change=${({ target }: Event) => {
          const { value } = target as HTMLSelectElement;
          const chosen = namedLosses[space].find(({ name }) => name === value);
          if (chosen) this.scene?.change((scenario) => startFrom(chosen, scenario));
        }}
      >
        <option value="" disabled selected>a known loss</option>
        ${namedLosses[space].map(({ name }) => html`<option>${name}</option>`)}
      </select>
    </div>`;
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
    const typed = this.#typed;
    const shown = typed.field === field && (bad || typed.under) ? typed.text : text;
    const { mend } = bad ? fault : {};
    const means = this.#means(field);
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
        @input=${({ target }: Event) => {
          this.#types(field, target, true);
        }}
        @change=${({ target }: Event) => {
          this.scene?.setLandscape(change(this.#types(field, target, false)));
        }}
      />
      ${
        bad && fault.position !== undefined
          ? html`<p class="column" aria-hidden="true">${" ".repeat(fault.position)}↑</p>`
          : nothing
      }
      <p id="${field}-fault" class="fault" ?hidden=${!bad}>${bad ? fault.message : ""}</p>
      ${
        mend === undefined || mend.trim() === ""
          ? nothing
          : html`<button
              class="mend"
              @click=${() => {
                this.scene?.setLandscape(change(mend));
              }}
            >
              Use <code>${mend}</code>
            </button>`
      }
      ${
        bad || means === undefined || means === text
          ? nothing
          : html`<p class="help means">Read as <code>${means}</code></p>`
      }
    </div>`;
  }

  /** A formula in the core's spelling. */
  #means(field: string): string | undefined {
    let at: unknown = this.scene!.whole;
    for (const name of field.split(".")) at = (at as Record<string, unknown> | undefined)?.[name];
    return typeof at === "string" ? at : undefined;
  }

  /** Notes what is typed in a field, and whether more is to come; answers with it. */
  #types(field: string, target: EventTarget | null, under: boolean): string {
    const text = (target as HTMLInputElement).value;
    this.#typed = { field, text, under };
    return text;
  }
}
