/**
 * The page's colours as a canvas needs them. What darkens pages from outside changes their styles,
 * and no picture that is painted: where the text around has turned light, painted ink does too.
 */
import { darkTokens } from "../styles/tokens.ts";

type Lights = [r: number, g: number, b: number];

/** The three lights of a colour, from 0 to 255, as `rgb(…)`, or as `#rrggbb`. */
function lightsOf(colour: string): Lights {
  const hex = /^#(..)(..)(..)/.exec(colour);
  const numbers = hex
    ? hex.slice(1).map((pair) => parseInt(pair, 16))
    : (colour.match(/[\d.]+/g) ?? []).map(Number);
  const [r = 0, g = 0, b = 0] = numbers;
  return [r, g, b];
}

/** How light a colour is, from 0 to 1. */
function lightness(colour: string): number {
  const [r, g, b] = lightsOf(colour);
  return (0.3 * r + 0.59 * g + 0.11 * b) / 255;
}

/** The colour that lies at a part of the way from one to another. */
export function mixed(from: string, to: string | Lights, part: number): Lights {
  const end = typeof to === "string" ? lightsOf(to) : to;
  return lightsOf(from).map((light, i) => light + part * (end[i]! - light)) as Lights;
}

/** The value of a token where an element is: its own or, where the page has been darkened, the dark one. */
export function colourIn(element: Element, token: string): string {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const turned = lightness(value("ink")) < 0.4 && lightness(style.color) > 0.6;
  return (turned ? darkTokens.get(token) : undefined) ?? value(token);
}
