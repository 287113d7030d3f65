/** Scripts that are fetched when somebody asks for what they do. */

/** Milliseconds after which whoever asked is told that it has not come. */
const patience = 4000;

/**
 * A script, or an error in our own words: browsers have theirs, and each browser others. Some ask
 * for a script only once while a page is open.
 */
export async function fetched<T>(what: string, script: Promise<T>, most = patience): Promise<T> {
  let late = 0;
  const slow = new Promise<never>((_, failed) => {
    late = setTimeout(() => {
      failed(new Error(`${what} is still on its way: try again in a while.`));
    }, most);
  });
  try {
    return await Promise.race([slow, script.catch(missing(what))]);
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
