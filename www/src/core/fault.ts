/** Errors of the core as data, for the page. */
import type { Fault } from "./messages.ts";

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, field = "", position, mend } = error as Error & Fault;
  // The message is shown at the field: it need not begin with its path.
  const words = message.startsWith(field) ? message.slice(field.length) : message;
  const first = words.search(/[^:,\s]/);
  return {
    name,
    message: words.charAt(first).toUpperCase() + words.slice(first + 1),
    ...(field === "" ? {} : { field }),
    ...(position === undefined ? {} : { position }),
    ...(mend === undefined ? {} : { mend }),
  };
}
