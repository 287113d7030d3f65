import type { PropertyValues, TemplateResult } from "lit";
import { css, html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import { FollowScene } from "../controls/follow.ts";
import { concerns } from "../controls/panel.ts";
import { controlStyles } from "../controls/parts.css.ts";
import type { Fault } from "../core/messages.ts";
import type { Scene } from "../scene.ts";
import { encode } from "../link.ts";

/** What figures have in common: a scene, a place for faults, a way to the lab. */
export abstract class Figure extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        margin: 2rem 0 2.5rem;
      }
      figure {
        margin: 0;
      }
      .controls {
        margin-top: 1rem;
      }
      .readout {
        contain: content;
        margin: 0.25rem 0 0.75rem;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .readout b {
        color: var(--ink);
        font-weight: 600;
      }
      .foot {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
        margin: 0.75rem 0 0;
        color: var(--muted);
      }
      .foot a {
        color: var(--accent);
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) scene: Scene | undefined;
  /** Keys of the parameters that have a control in the figure. */
  @property({ converter: (text) => text?.split(" ") ?? [] }) controls: string[] = [];
  /** Whether the figure is in the lab already. */
  @property({ type: Boolean }) lab = false;
  /** Why the picture shows an earlier state, if it does. */
  @state() protected fault: Fault | undefined;

  constructor() {
    super();
    new FollowScene(this, () => {
      this.sceneChanged();
    });
  }

  /** The scene is new, or something in it. */
  protected abstract sceneChanged(): void;

  /** The page is ready when its first figure has been drawn. */
  protected drawn(): void {
    document.documentElement.dataset.ready = "true";
  }

  override shouldUpdate(changed: PropertyValues<this>): boolean {
    // Before it has a scene a figure keeps the height that its style gives it.
    return this.scene !== undefined || changed.has("scene");
  }

  protected foot(advice: TemplateResult) {
    const hash = this.scene ? encode(this.scene.scenario, this.scene.table) : "";
    const { fault: refused } = this.scene ?? {};
    const atControl = refused && this.controls.some((key) => concerns(refused, key));
    const fault = this.fault ?? (atControl ? undefined : refused);
    return html`
      <p class="fault" role="alert" ?hidden=${!fault}>${fault?.message}</p>
      <figcaption class="foot">
        <span>${advice}</span>
        ${this.lab ? "" : html`<a href="lab.html#${hash}">Open in the lab</a>`}
      </figcaption>
    `;
  }
}
