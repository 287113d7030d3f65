import { core } from "./client.ts";
import type { Table } from "./messages.ts";

/** Asks the core what there is. The tables of both spaces know each other, as no message may. */
export async function askTable(): Promise<Table> {
  const table = await core.ask("describe", {});
  if (table.plane) table.plane.line = table;
  return table;
}
