/** Scripts that are fetched when somebody asks for what they do. */

/** Milliseconds after which a reader is told that a script has not come. */
const patience = 4000;

/** Whether a script has not come before: a browser may remember it as missing. */
let missed = false;

/** Asks the server past every cache for what was preloaded: WebKit takes that for missing as long as it can. */
const refresh = (): Promise<unknown> =>
  Promise.all(
    Array.from(
      document.querySelectorAll<HTMLLinkElement>("link[rel=modulepreload]"),
      async ({ href }) => {
        const signal = AbortSignal.timeout(patience);
        await fetch(href, { cache: "reload", signal }).catch(() => undefined);
      },
    ),
  );

/** A script; after one that did not come the next is asked for anew. */
export async function script<T>(fetch: () => Promise<T>): Promise<T> {
  if (missed) await refresh();
  missed = false;
  try {
    return await fetch();
  } catch (error) {
    missed = true;
    throw error;
  }
}

/**
 * A script, or an error in our own words: browsers have theirs, and each browser others. Some ask
 * for a script only once while a page is open.
 */
export async function fetched<T>(
  what: string,
  fetch: () => Promise<T>,
  most = patience,
): Promise<T> {
  let late = 0;
  const slow = new Promise<never>((_, failed) => {
    late = setTimeout(() => {
      failed(new Error(`${what} is still on its way: try again in a while.`));
    }, most);
  });
  try {
    return await Promise.race([slow, script(fetch).catch(missing(what))]);
  } finally {
    clearTimeout(late);
  }
}

const missing = (what: string) => (cause: unknown) => {
  const todo = "See whether you are online and try again; if it stays so, load the page again.";
  throw new Error(`${what} did not come. ${todo}`, { cause });
};

/** What an error says, where all of them are in our own words. */
export const said = (error: unknown): string => (error as Error).message;
