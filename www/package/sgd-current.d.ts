/**
 * `<sgd-current>`: one figure in a page. Attributes are keys of a link, with
 * `t` for the learning rate and `time` for the time; `link` may hold a whole
 * link. Beside them `controls="full|few|none"`, `theme="auto|light|dark"` and
 * `autoplay="0|1"`. Fires `ready` once it is drawn and `state` on every change.
 */
export class SgdCurrent extends HTMLElement {
  /** The scene as a link's hash; set, it opens another. */
  link: string;
  readonly playing: boolean;
  /** What was wrong with what was asked for last, in words. */
  readonly notices: string[];
  play(): void;
  pause(): void;
  reset(): void;
  /** Changes some keys of the link, all at once; answers with what was wrong, in words. */
  set(keys: Record<string, string | number | boolean>): Promise<string[]>;
}

declare global {
  interface HTMLElementTagNameMap {
    "sgd-current": SgdCurrent;
  }
}
