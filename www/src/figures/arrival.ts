/** What draws a figure comes by itself, after the page: where it does not, that is told in its place. */
import { script } from "../core/scripts.ts";
import type { Trouble as Name } from "../core/troubles.ts";
import { inWords } from "../core/troubles.ts";
import type { Trouble } from "./trouble.ts";

/** Milliseconds after which it is said that it is still on its way. */
const patience = 4000;

/**
 * Does `come` as soon as what `fetch` fetches is there; tells in `trouble` that it is not, and asks
 * for it again as often as the reader does. Done when it is there or told: the rest of a page need
 * not wait.
 */
export function arrival(
  fetch: () => Promise<unknown>,
  trouble: Trouble,
  come: () => unknown,
): Promise<void> {
  return new Promise((done, failed) => {
    let tries = 0;
    const ask = async (): Promise<void> => {
      tries += 1;
      trouble.clear();
      const tell = (name: Name, again?: () => void) => {
        trouble.tell(inWords(name), again);
        done();
      };
      // To ask again for what is under way would only join it.
      const late = setTimeout(tell, patience, "undrawnYet");
      try {
        await script(fetch);
      } catch {
        clearTimeout(late);
        tell(tries > 1 ? "undrawnAgain" : "undrawn", () => void ask());
        return;
      }
      clearTimeout(late);
      trouble.clear();
      Promise.resolve()
        .then(come)
        .then(() => {
          done();
        }, failed);
    };
    void ask();
  });
}
