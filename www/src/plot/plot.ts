import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { colourIn } from "./colours.ts";
import type { Pen } from "./pen.ts";

declare global {
  interface HTMLElementTagNameMap {
    "sgd-plot": Plot;
  }
  interface HTMLElementEventMap {
    resize: UIEvent;
  }
}

/** Attributes that an extension which darkens pages sets on them. */
const darkened = ["data-darkreader-mode", "data-darkreader-scheme"];

/** Tells plots that pixels have another size: the window is on another screen. */
const screens = new EventTarget();
const watch = (): void => {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
    "change",
    () => {
      screens.dispatchEvent(new Event("change"));
      watch();
    },
    { once: true },
  );
};
watch();

/** Events of a plot reach the page around. */
const events = { bubbles: true, composed: true };

const darkness = matchMedia("(prefers-color-scheme: dark)");
const paper = matchMedia("print");

/**
 * A canvas that fills its element, sharp at any pixel ratio, and drawn again
 * when its drawing, its size or the page's colours change, at most once a
 * frame. What is slotted in lies on top: handles to drag.
 *
 * @fires resize - the width has changed, before the drawing
 */
@customElement("sgd-plot")
export class Plot extends LitElement {
  static override styles = css`
    :host {
      display: block;
      position: relative;
    }
    canvas {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
    /* Paper has another width, for which nothing is drawn again. */
    @media print {
      canvas {
        object-fit: contain;
        object-position: left top;
      }
    }
  `;

  /** What the picture shows, in words. */
  @property() label = "";
  @property({ attribute: false }) draw: ((pen: Pen) => void) | undefined;
  /** Width of the drawing in CSS pixels; 0 before the first layout. */
  width = 0;

  /** Whether the browser, which gave some canvases, has no more to give. */
  @state() private bare = false;

  @query("canvas") private canvas!: HTMLCanvasElement;
  #height = 0;
  #pointer: number | undefined;
  #request = 0;
  #soon = 0;
  #colours = new Map<string, string>();
  #sizes = new ResizeObserver((entries) => {
    const { width, height } = entries.at(-1)!.contentRect;
    this.width = width;
    this.#height = height;
    this.dispatchEvent(new Event("resize"));
    this.invalidate();
  });

  /** An extension has changed the page's colours, or is about to. */
  #page = new MutationObserver(() => {
    setTimeout(this.recolour, 500);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("pointermove", this.#point);
    this.addEventListener("pointerleave", this.#leave);
    this.#sizes.observe(this);
    darkness.addEventListener("change", this.recolour);
    paper.addEventListener("change", this.#print);
    screens.addEventListener("change", this.#resharpen);
    this.#page.observe(document.documentElement, { attributeFilter: darkened });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    darkness.removeEventListener("change", this.recolour);
    paper.removeEventListener("change", this.#print);
    screens.removeEventListener("change", this.#resharpen);
    this.#page.disconnect();
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    clearTimeout(this.#soon);
    this.#soon = 0;
  }

  override render() {
    return html`<canvas
        role="img"
        aria-label=${this.label}
        @contextrestored=${this.recolour}
      ></canvas
      >${
        this.bare
          ? html`<p role="alert">
              The browser gives this picture no canvas. Close other pages, and load this one again.
            </p>`
          : nothing
      }<slot></slot>`;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("draw")) this.invalidate();
  }

  /** Draws in the next animation frame. */
  invalidate(): void {
    this.#request ||= requestAnimationFrame(() => {
      this.#request = 0;
      this.#paint();
    });
  }

  #resharpen = (): void => {
    this.invalidate();
  };

  /** Draws again soon, in a frame of its own: what glides need not keep the screen's pace. */
  soon(): void {
    this.#soon ||= setTimeout(() => {
      this.invalidate();
    }, 40);
  }

  /** Draws again in other colours: its place has another theme. */
  recolour = (): void => {
    this.#colours.clear();
    this.invalidate();
  };

  /** On paper all is light and finer, and there is no next frame to wait for. */
  #print = (): void => {
    this.#colours.clear();
    this.#paint();
  };

  /** Follows a mouse, and no finger: a finger would hide what it points at. */
  #point = ({ clientX, pointerType }: PointerEvent): void => {
    if (pointerType === "touch") return;
    const { left, width } = this.getBoundingClientRect();
    this.#pointer = ((clientX - left) * this.width) / width;
    this.invalidate();
  };

  #leave = (): void => {
    this.#pointer = undefined;
    this.invalidate();
  };

  #colour = (token: string): string => {
    let value = this.#colours.get(token);
    if (value === undefined) {
      value = colourIn(this, token);
      this.#colours.set(token, value);
    }
    return value;
  };

  #paint(): void {
    clearTimeout(this.#soon);
    this.#soon = 0;
    const [width, height] = [this.width, this.#height];
    if (!this.draw || width === 0 || height === 0) return;
    const ratio = paper.matches ? 3 : devicePixelRatio;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== across) this.canvas.width = across;
    if (this.canvas.height !== down) this.canvas.height = down;
    const context = this.canvas.getContext("2d");
    if (context === null && !this.bare) this.dispatchEvent(new Event("drawn", events));
    this.bare = context === null;
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.draw({ context, width, height, colour: this.#colour, pointer: this.#pointer });
  }
}
