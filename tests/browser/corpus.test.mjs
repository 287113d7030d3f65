// What guided fuzzing has gathered of tables and links, given to the same functions again.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import test from "node:test";
import { targets } from "../fuzz/page-targets.mjs";

for (const [name, target] of Object.entries(targets))
  test(`the corpus of ${name} keeps every promise`, async () => {
    const folder = new URL(`../fuzz/corpus/${name}/`, import.meta.url);
    const files = await readdir(folder);
    assert.ok(files.length > 0);
    for (const file of files) {
      const text = await readFile(new URL(file, folder), "utf8");
      try {
        target(text);
      } catch (error) {
        error.message = `${file}: ${error.message}`;
        throw error;
      }
    }
  });
