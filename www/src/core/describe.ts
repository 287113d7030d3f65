/** Starts the core while the page is still being read, and asks it what there is. */
import { askTable } from "./table.ts";

export const described = askTable();
