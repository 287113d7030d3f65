import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Point } from "../scene/points.ts";
import type { WholePlaneScenario } from "../core/types.ts";
import type { Scene } from "../scene/scene.ts";
import { acceptFile } from "../scene/file.ts";
import { readPoints } from "../scene/points.ts";
import { sample } from "../scene/scenario.ts";
import { planeOf } from "../scene/space.ts";
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
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-top: 0.6rem;
      }
      .ways label {
        margin: 0;
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
  /** Points that cannot be read, as typed. */
  @state() private unread: { text: string; problem: string } | undefined;
  @query("textarea") private points: HTMLTextAreaElement | null | undefined;
  /** The line typed last: it stays as it is while it is under the fingers, and while it is refused. */
  #typed = { field: "", text: "", under: false };

  constructor() {
    super();
    new FollowScene(this);
  }

  override render() {
    const landscape = this.scene?.whole.landscape;
    if (typeof landscape !== "object") return nothing;
    const plane = planeOf(this.scene!.whole);
    switch (landscape.kind) {
      case "formula":
        return this.#losses(landscape.losses);
      case "moments":
        if (plane?.landscape.kind === "moments") return this.#planeMoments(plane.landscape);
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
      default:
        return "points" in landscape ? this.#points(landscape.points) : nothing;
    }
  }

  /** G and C of two parameters: two formulas and three. */
  #planeMoments(landscape: Extract<WholePlaneScenario["landscape"], { kind: "moments" }>) {
    const rows = (name: "gradient" | "covariance", labels: string[]) =>
      labels.map((label, k) =>
        this.#row(
          { field: `landscape.${name}.${k}`, label: `${label}(W₁, W₂)`, text: landscape[name][k]! },
          (formula) => ({ [name]: landscape[name].map((other, i) => (i === k ? formula : other)) }),
        ),
      );
    return [rows("gradient", ["G₁", "G₂"]), rows("covariance", ["C₁₁", "C₁₂", "C₂₂"])];
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
    </div>`;
  }

  /** Notes what is typed in a field, and whether more is to come; answers with it. */
  #types(field: string, target: EventTarget | null, under: boolean): string {
    const text = (target as HTMLInputElement | HTMLTextAreaElement).value;
    this.#typed = { field, text, under };
    return text;
  }

  #points(points: Point[]) {
    const known = points.map(([x, y]) => `${x}\t${y}`).join("\n");
    const under = this.#typed.field === "points" && this.#typed.under;
    const text = under ? this.#typed.text : (this.unread?.text ?? known);
    return html`<div class="row">
      <label for="points">Points, one “x y” a line</label>
      <textarea
        id="points"
        rows="6"
        spellcheck="false"
        .value=${live(text)}
        aria-invalid=${this.unread !== undefined}
        aria-describedby="points-fault points-help"
        @input=${({ target }: Event) => {
          this.#types("points", target, true);
        }}
        @change=${({ target }: Event) => {
          this.#pasted(this.#types("points", target, false));
        }}
        @drop=${this.#dropped}
      ></textarea>
      <p id="points-fault" class="fault" ?hidden=${!this.unread}>${this.unread?.problem}</p>
      <p id="points-help" class="help">
        Paste two columns from a spreadsheet, or drop a file of them (CSV, or with tabs).
      </p>
      <div class="ways">
        <label class="file">
          Open a file …
          <input
            class="unseen"
            type="file"
            accept=".csv,.tsv,.txt,text/*"
            @change=${({ target }: Event) => {
              const { files } = target as HTMLInputElement;
              if (files?.[0]) void this.#opened(files[0]);
            }}
          />
        </label>
        <button
          @click=${() => {
            this.#pasted(sample.map((pair) => pair.join(" ")).join("\n"));
          }}
        >
          Back to the example
        </button>
      </div>
    </div>`;
  }

  #pasted(text: string): void {
    const read = readPoints(text);
    this.unread = "problem" in read ? { text, problem: read.problem } : undefined;
    if ("points" in read) this.scene?.setPoints(read.points);
  }

  #dropped = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#opened(file);
  };

  async #opened(file: File): Promise<void> {
    const [problem] = await acceptFile(file, () => this.scene!);
    const { value = "" } = this.points ?? {};
    this.unread = problem === undefined ? undefined : { text: value, problem };
  }
}
