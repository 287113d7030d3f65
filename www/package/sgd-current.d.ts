/**
 * `<sgd-current>`: one figure in a page. Attributes are keys of a link, with
 * `t` for the learning rate and `time` for the time; `link` may hold a whole
 * link. Beside them `controls="full|few|none"`, `theme="auto|light|dark"` and
 * `autoplay="0|1"`. Fires `ready` once it is drawn and `state` on every change.
 */
export class SgdCurrent extends HTMLElement {
  /** The scene as a link's hash. */
  readonly link: string;
  readonly playing: boolean;
  play(): void;
  pause(): void;
  reset(): void;
  /** Changes some keys of the link. */
  set(keys: Record<string, string>): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "sgd-current": SgdCurrent;
  }
}
