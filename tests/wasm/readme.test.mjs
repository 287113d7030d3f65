// What README shows of the package is run as it stands there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertClose } from "./numbers.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [, snippet] = readFileSync(`${root}/README.md`, "utf8").match(/```js\n(.*?)```/s);

test("the package's snippet in README prints the numbers beside it", () => {
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", snippet], {
    cwd: root,
    encoding: "utf8",
  });
  const found = printed.trim().split("\n").map(Number);
  const promised = [...snippet.matchAll(/\/\/ ([\d.]+)$/gm)].map(([, number]) => number);
  assert.ok(promised.length > 0);
  assert.equal(found.length, promised.length, printed);
  promised.forEach((number, i) => {
    const lastDigit = 10 ** -number.split(".")[1].length;
    assertClose(found[i], Number(number), lastDigit, `line ${i + 1}`);
  });
});
