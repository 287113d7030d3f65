import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import { said } from "../core/scripts.ts";
import { number } from "../plot/format.ts";
import { toNumber } from "../scene/parameter.ts";
import type { FilmKind, Span } from "./film.ts";
import { film, kindsFor, lasts } from "./film.ts";
import { save } from "./save.ts";
import type { Sharable } from "./sharable.ts";

/** Seconds of a film that nobody has chosen anything for, and the longest. */
const usual = 10;
const longest = 120;

const widths: [pixels: number, name: string][] = [
  [640, "small, 640 pixels wide"],
  [960, "medium, 960 pixels wide"],
  [1280, "large, 1280 pixels wide"],
];

const names: Record<FilmKind, string> = {
  mp4: "Video (MP4)",
  webm: "Video (WebM)",
  gif: "Moving picture (GIF)",
};

/** A run as a film: which steps, how fast, how large; and how far it has come. */
@customElement("sgd-filming")
export class Filming extends LitElement {
  static override styles = [
    controlStyles,
    css`
      .rows {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.5rem 0.75rem;
        margin-bottom: 0.5rem;
      }
      button {
        border-color: var(--hair);
      }
      label {
        display: block;
        min-width: 0;
      }
      input {
        width: 6rem;
      }
      p {
        margin: 0.25rem 0;
      }
    `,
  ];

  @property({ attribute: false }) figure!: Sharable;
  @state() private span: Span | undefined;
  @state() private kinds: FilmKind[] = [];
  @state() private kind: FilmKind = "gif";
  @state() private problem = "";
  /** The part that is done of the film under way. */
  @state() private done: number | undefined;
  @state() private said = "";
  #stop = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  override render() {
    const { span } = this;
    if (!span)
      return html`<button @click=${this.#open}>Film of the run …</button> ${this.#fault()}`;
    const field = (label: string, key: "from" | "to" | "speed") =>
      html`<label
        >${label}
        <input
          inputmode="numeric"
          .value=${String(span[key])}
          @change=${({ target }: Event) => {
            const value = toNumber((target as HTMLInputElement).value);
            this.span = { ...span, [key]: value };
          }}
      /></label>`;
    const wrong = wrongIn(span);
    return html`<div class="rows">
        ${field("From step", "from")} ${field("to step", "to")} ${field("Steps a second", "speed")}
        <label
          >Size
          <select
            @change=${({ target }: Event) => {
              this.span = { ...span, width: Number((target as HTMLSelectElement).value) };
            }}
          >
            ${widths.map(
              ([pixels, name]) =>
                html`<option value=${pixels} .selected=${pixels === span.width}>${name}</option>`,
            )}
          </select></label
        >
        <label
          >Kind of film
          <select
            @change=${({ target }: Event) => {
              this.kind = (target as HTMLSelectElement).value as FilmKind;
            }}
          >
            ${this.kinds.map(
              (kind) =>
                html`<option value=${kind} .selected=${kind === this.kind}>${names[kind]}</option>`,
            )}
          </select></label
        >
        ${
          this.done === undefined
            ? html`<button ?disabled=${wrong !== ""} @click=${this.#make}>Make the film</button>`
            : html`<button
                @click=${() => {
                  this.#stop.abort();
                }}
              >
                Cancel
              </button>`
        }
      </div>
      <p role="status">
        ${
          this.done === undefined
            ? wrong || this.said || `It lasts ${number(lasts(span))} s.`
            : html`<progress max="1" .value=${this.done} aria-label="Done"></progress> ${Math.round(
                  100 * this.done,
                )}%`
        }
      </p>
      ${this.#fault()}`;
  }

  #fault() {
    return this.problem === "" ? nothing : html`<p class="fault" role="alert">${this.problem}</p>`;
  }

  #open = async (): Promise<void> => {
    const { clock, scene } = this.figure;
    const speed = clock?.speed ?? 20;
    const end = Math.max(scene?.look.time ?? 0, clock?.end ?? 0);
    const to = end > 0 && end / speed <= longest ? end : usual * speed;
    const span = { from: 0, to, speed, width: 960 };
    try {
      this.kinds = await kindsFor(this.figure, span.width);
      this.kind = this.kinds[0]!;
      this.span = span;
      this.problem = "";
    } catch (error) {
      this.problem = said(error);
    }
  };

  #make = async (): Promise<void> => {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.problem = this.said = "";
    this.done = 0;
    try {
      const progress = (part: number) => (this.done = part);
      const { blob, ending } = await film(this.figure, this.span!, this.kind, progress, signal);
      save(blob, `sgd-current-${this.figure.name}.${ending}`);
      this.said = `Saved: ${number(blob.size / 1e6, 2)} MB.`;
    } catch (error) {
      if (signal.aborted) this.said = "Cancelled.";
      else this.problem = `The film was not made: ${(error as Error).message}`;
    } finally {
      this.done = undefined;
    }
  };
}

/** What is wrong with a span, in words; nothing if it can be filmed. */
function wrongIn(span: Span): string {
  const { from, to, speed } = span;
  const whole = (step: number) => Number.isInteger(step) && step >= 0 && step <= 100_000;
  if (!whole(from) || !whole(to)) return "Steps are whole numbers from 0 to 100,000.";
  if (from >= to) return "The last step comes after the first.";
  if (!(speed > 0 && speed <= 10_000)) return "Steps a second are between 0 and 10,000.";
  if (lasts(span) > longest)
    return `It would last ${number(lasts(span))} s: make it ${longest} s at most, by fewer steps or more of them a second.`;
  return "";
}
