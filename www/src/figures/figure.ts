import type { PropertyValues, TemplateResult } from "lit";
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { FollowScene } from "../controls/follow.ts";
import { concerns } from "../controls/panel.ts";
import { controlStyles } from "../controls/parts.css.ts";
import { Latest } from "../core/latest.ts";
import type { Fault } from "../core/messages.ts";
import { CoreError } from "../core/post.ts";
import type { Column, Sharable } from "../export/sharable.ts";
import type { Scene } from "../scene/scene.ts";
import type { Player } from "../time/player.ts";
import { figureStyles } from "./figure.css.ts";
import { dataTable, tableStyles } from "./table.ts";
import { pageAt, target } from "../scene/home.ts";
import type { Look } from "../scene/look.ts";
import { encode } from "../scene/link.ts";
import { ofTheLab } from "../scene/standards.ts";
import { isNumber } from "../scene/parameter.ts";
import { read } from "../scene/scenario.ts";
import "../export/copy.ts";
import "../export/share.ts";

/** Milliseconds after which a change that is not shown yet is said to be computed. */
const patience = 400;

/** What figures have in common: a scene, a place for faults, a way to the lab. */
export abstract class Figure extends LitElement implements Sharable {
  static override styles = [controlStyles, tableStyles, figureStyles];

  @property({ attribute: false }) scene: Scene | undefined;
  /** Keys of the parameters that have a control in the figure. */
  @property({ converter: (text) => text?.split(" ") ?? [] }) controls: string[] = [];
  /** Whether the figure is in the lab already. */
  @property({ type: Boolean }) lab = false;
  /** Whether the text around says what to try first. */
  @property({ type: Boolean, reflect: true }) worded = false;
  /** Whether the picture is all there is, with nothing to press. */
  @property({ type: Boolean, reflect: true }) bare = false;
  /** Whether what only some want to see is folded. */
  @property({ type: Boolean, reflect: true }) brief = false;
  /** Why the picture shows an earlier state, if it does. */
  @state() protected fault: Fault | undefined;
  /** What has happened that the reader need do nothing about, in words. */
  @state() protected note = "";

  /** Whether nothing is computed before it comes near the window: for a page of many figures. */
  @property({ type: Boolean }) lazy = false;
  #near = false;
  #approach = new IntersectionObserver(
    (entries) => {
      // If there are several entries, the last one is the newest.
      if (!entries.at(-1)!.isIntersecting || this.#near) return;
      this.#near = true;
      this.sceneChanged();
    },
    { rootMargin: "500px" },
  );

  constructor() {
    super();
    new FollowScene(this, () => {
      if (this.#near || !this.lazy) this.sceneChanged();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.lazy) this.#approach.observe(this);
    else if (this.scene) this.sceneChanged();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#approach.disconnect();
    this.#near = false;
    this.computing(false);
  }

  /** Called when the scene, or something in it, is new. */
  protected abstract sceneChanged(): void;

  /** The timer of the word that it computes; 0 if nothing waits for its picture. */
  #late = 0;
  #questions = new Latest();

  /** Whether a change waits for its picture, or has been said to. */
  protected get expecting(): boolean {
    return this.#late > 0;
  }

  /** A change waits for its picture: after a moment says that it computes, if it does by then. */
  protected expect(computes: () => boolean): void {
    clearTimeout(this.#late);
    this.#late = setTimeout(() => {
      this.computing(computes());
    }, patience);
  }

  /** Says that it computes, or that it does not any more. */
  protected computing(busy: boolean): void {
    clearTimeout(this.#late);
    if (!busy) this.#late = 0;
    this.toggleAttribute("busy", busy);
    this.renderRoot.querySelector("figure")?.setAttribute("aria-busy", String(busy));
  }

  /** Tells in the place of the picture what the core has refused. Any other error is a fault of the page. */
  protected refused(error: unknown): void {
    if (!(error instanceof CoreError)) throw error;
    this.fault = error.fault;
  }

  /**
   * Asks the core for what is shown: of the questions that come meanwhile only the last.
   */
  protected solve(question: () => Promise<void>): void {
    const late = () => true;
    if (!this.expecting) this.expect(late);
    this.#questions.run(async () => {
      try {
        await question();
        this.fault = undefined;
      } catch (error) {
        this.refused(error);
      }
      this.computing(false);
      if (this.#questions.waiting) this.expect(late);
    });
  }

  /** Its name in links. */
  @property({ attribute: false }) name = this.localName.replace(/^sgd-/, "");
  /** What it answers. */
  @property({ attribute: false }) question = "";
  /** What to try first, in a sentence. */
  @property({ attribute: false }) advice = "";

  /** What plays and stops it, if it moves in time. */
  get clock(): Player | undefined {
    return undefined;
  }

  /** Numbers that the text around may quote, by name. */
  told: Record<string, string> = {};

  protected tell(numbers: Record<string, string>): void {
    this.told = numbers;
    this.dispatchEvent(new Event("tell", { bubbles: true, composed: true }));
  }

  /** How it is looked at, for a link to a page on which another way is usual. */
  protected get seen(): Partial<Look> {
    return {};
  }

  /** Whether the landscape can be typed in the figure. Then faults of it are shown there. */
  protected typed(): boolean {
    return false;
  }

  /** The numbers of its course so far, against time. */
  series(): Column[] {
    return [];
  }

  /** The numbers behind the picture, for a file of them. */
  columns(): Column[] {
    return [];
  }

  /** Tells the page around: it is ready when its first figure has been drawn. */
  protected drawn(): void {
    this.dispatchEvent(new Event("drawn", { bubbles: true, composed: true }));
  }

  override updated(): void {
    this.toggleAttribute("faulted", this.fault !== undefined);
    // A fault takes the place of the picture.
    if (this.fault) this.drawn();
  }

  override shouldUpdate(changed: PropertyValues<this>): boolean {
    // Before it has a scene a figure keeps the height that its style gives it.
    return this.scene !== undefined || changed.has("scene");
  }

  /** Whether the numbers are wanted, and those that are shown. */
  @state() private tabled = false;
  #columns: Column[] = [];

  #table() {
    // While it plays the table waits: nobody reads numbers that run.
    if (this.tabled && !this.clock?.playing) this.#columns = this.columns();
    return html`<details
      @toggle=${({ target }: Event) => {
        this.tabled = (target as HTMLDetailsElement).open;
      }}
    >
      <summary>Table of numbers</summary>
      ${this.tabled ? guard([this.#columns], () => dataTable(this.#columns)) : nothing}
    </details>`;
  }

  /** The controls that the figure is given, and those that tell how a link has changed what it shows. */
  protected panel() {
    return this.controls.length === 0
      ? nothing
      : html`<sgd-panel
          class="controls"
          terse
          .scene=${this.scene}
          .keys=${[...this.controls, ...this.#unusual()]}
        ></sgd-panel>`;
  }

  /** Choices beside the controls that have been unlike their default since the scene was loaded. */
  #set = { loads: -1, keys: new Set<string>() };
  #unusual(): string[] {
    const { scene } = this;
    if (!scene || !this.worded) return [];
    if (scene.loads !== this.#set.loads) this.#set = { loads: scene.loads, keys: new Set() };
    for (const choice of scene.table.parameters)
      if (
        !isNumber(choice) &&
        !choice.key.startsWith("landscape.") &&
        !this.controls.includes(choice.key) &&
        read(scene.whole, choice.key) !== choice.default
      )
        this.#set.keys.add(choice.key);
    return [...this.#set.keys];
  }

  /**
   * What to try first, above everything: nobody looks for it below. In somebody's page its title
   * stands there too, and leads to where more is said.
   */
  protected head(advice: TemplateResult | string = this.advice) {
    const page = pageAt(ofTheLab.includes(this.name) ? "lab.html" : "./");
    const title =
      this.worded || this.question === ""
        ? nothing
        : html`<a
            class="question"
            href=${page ? `${page}#v=1&figure=${this.name}` : nothing}
            target=${target ?? nothing}
            >${this.question}</a
          >`;
    return html`<figcaption class="advice">${title}${advice}</figcaption>`;
  }

  /** What stands there until there is a picture, or in its place. */
  protected waiting(words: string) {
    return html`<p class="advice">${words}</p>
      ${this.foot()}`;
  }

  protected foot(unsure?: TemplateResult | typeof nothing) {
    const lab = this.lab || !this.scene ? undefined : pageAt("lab.html");
    const hash =
      this.scene &&
      encode(this.scene.scenario, this.scene.table, { ...this.scene.look, ...this.seen });
    const { fault: refused } = this.scene ?? {};
    const atControl =
      refused &&
      (this.controls.some((key) => concerns(refused, key)) ||
        (this.typed() && refused.field?.startsWith("landscape.")));
    const fault = this.fault ?? (atControl ? undefined : refused);
    return html`
      <p class="fault" role="alert" ?hidden=${!fault}>${fault?.message} ${fault?.todo}</p>
      ${
        fault?.report
          ? html`<sgd-copy
              label="Report"
              rows="4"
              .text=${`${fault.report}\n${hash ?? ""}`}
            ></sgd-copy>`
          : nothing
      }
      <p class="help" role="status" ?hidden=${this.note === ""}>${this.note}</p>
      <div class="foot">
        ${this.#table()} ${unsure}
        <span class="ways">
          ${
            lab
              ? html`<a href="${lab}#${hash}" target=${target ?? nothing}>Open in the lab</a>`
              : ""
          }
          <sgd-share .figure=${this}></sgd-share>
        </span>
      </div>
    `;
  }
}
