import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { controlStyles } from "../controls/parts.css.ts";
import { CoreError } from "../core/post.ts";
import type { Scene } from "../scene/scene.ts";
import { tableStyles } from "./table.ts";

/**
 * Points that take the core a moment each: they come one by one, can be stopped, and what has
 * come stays until it is of another question.
 */
export abstract class Sweeping<Point> extends LitElement {
  static override styles = [
    controlStyles,
    tableStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 1rem;
        min-height: 44px;
      }
      progress {
        flex: 1 1 3rem;
        min-width: 0;
        accent-color: var(--accent);
      }
    `,
  ];

  /** The scene that the sweep starts from. */
  @property({ attribute: false }) scene: Scene | undefined;
  @state() protected points: Point[] = [];
  @state() private fault = "";
  /** The sweep under way. */
  @state() private running: symbol | undefined;
  /** How many points it is to have. */
  #wanted = 0;
  /** The question that the present points are answers to. */
  #asked = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  /** Forgets points that are answers to another question than `asked`. */
  protected forgetUnless(asked: string): void {
    if ((this.points.length === 0 && !this.running) || asked === this.#asked) return;
    this.cancel();
    this.points = [];
  }

  /** Asks for each value in turn; `asked` names the question, so that its points can be forgotten. */
  protected async sweep(
    asked: string,
    values: number[],
    ask: (value: number) => Promise<Point>,
  ): Promise<void> {
    this.cancel();
    const sweep = Symbol(asked);
    this.#asked = asked;
    this.#wanted = values.length;
    [this.points, this.fault, this.running] = [[], "", sweep];
    document.addEventListener("keydown", this.#escape);
    try {
      for (const value of values) {
        const point = await ask(value);
        // Cancelled meanwhile: the answer comes too late.
        if (this.running !== sweep) return;
        this.points = [...this.points, point];
      }
    } catch (error) {
      if (!(error instanceof CoreError)) throw error;
      if (this.running === sweep) this.fault = error.fault.message;
    }
    if (this.running === sweep) this.cancel();
  }

  protected cancel = (): void => {
    this.running = undefined;
    document.removeEventListener("keydown", this.#escape);
  };

  #escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.cancel();
  };

  /** How far it has come, in words. */
  protected get told(): string {
    return `${this.points.length} of ${this.#wanted}`;
  }

  /** The buttons that start it or, while it runs, how far it has come. */
  protected bar(name: string, offers: unknown) {
    const { length } = this.points;
    return html`<div class="bar">
        ${
          this.running
            ? html`<progress
                  max=${this.#wanted}
                  .value=${length}
                  aria-label="Sweep of ${name}"
                ></progress>
                <span class="count">${this.told}</span>
                <button class="cancel" @click=${this.cancel}>Cancel</button>`
            : html`${offers}
              ${
                length > 0 && length < this.#wanted
                  ? html`<span class="count">stopped after ${this.told}</span>`
                  : nothing
              }`
        }
      </div>
      <p class="fault" role="alert" ?hidden=${this.fault === ""}>${this.fault}</p>`;
  }
}
