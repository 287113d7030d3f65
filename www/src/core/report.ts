/** What whoever mends a failure wants to know, as text. */
import type { Request } from "./messages.ts";

/** Letters of a question that are enough to see what it was. */
const enough = 600;

/** What went wrong and at which question; the page and its browser. */
export const reportOf = (cause: unknown, asked?: Request): string =>
  [
    String(cause),
    ...(asked ? [JSON.stringify(asked).slice(0, enough)] : []),
    location.href,
    navigator.userAgent,
  ].join("\n");
