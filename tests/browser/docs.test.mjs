// The documentation: its tables are the core's, its frame answers.
import assert from "node:assert/strict";
import test from "node:test";
import { readFile } from "node:fs/promises";
import { linkKeys } from "../../www/build/docs.js";
import { figures, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { loadSource } from "./source.mjs";

test("links of figures that the article does not show lead to the lab", async () => {
  const { ofTheLab } = await loadSource("scene/standards");
  const article = await readFile(new URL("../../www/index.html", import.meta.url), "utf8");
  const shown = Array.from(article.matchAll(/ data-figure="(\w+)"/g), ([, name]) => name);
  assert.deepEqual(
    figures.filter((name) => !shown.includes(name)).sort(),
    ofTheLab.sort(),
    "name it in www/src/scene/standards.ts",
  );
});

const options = { viewport: { width: 1000, height: 800 }, reducedMotion: "reduce" };

for (const [width, colorScheme] of [
  [1280, "light"],
  [360, "dark"],
])
  browserTest(
    `the keys of a link are the core's, ${width} pixels wide`,
    { viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" },
    async ({ page, address, picture }) => {
      await page.goto(`${address}docs.html`);
      const table = page.locator('tbody[data-made="link-keys"] th[scope="row"]');
      assert.deepEqual(
        await table.allTextContents(),
        linkKeys.map(({ key }) => key),
      );
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      assert.equal(scroll, client, "nothing is wider than the screen");
      await page.locator("iframe").scrollIntoViewIfNeeded();
      await page.frameLocator("iframe").locator("sgd-current .root.drawn").waitFor();
      await picture(`docs-${width}`);
    },
  );

browserTest(
  "on a phone the keys of a link scroll, by the keyboard too, and show that they do",
  { viewport: { width: 360, height: 740 }, reducedMotion: "reduce" },
  async ({ page, address }) => {
    await page.goto(`${address}docs.html`);
    const table = page.getByRole("region", { name: "Keys of a link" });
    const hidden = () =>
      table.evaluate(
        ({ scrollWidth, clientWidth, scrollLeft }) => scrollWidth - clientWidth - scrollLeft,
      );
    // The corner at the right of the last row, whose cells leave it empty.
    const edge = async () => {
      await table.evaluate((element) => element.scrollIntoView({ block: "end" }));
      const { x, y, width, height } = await table.boundingBox();
      const clip = { x: x + width - 1, y: y + height - 6, width: 1, height: 1 };
      return (await page.screenshot({ clip })).toString("base64");
    };
    assert.ok((await hidden()) > 0);
    const shaded = await edge();
    await table.focus();
    await page.keyboard.press("ArrowRight");
    await until(async () => {
      await page.keyboard.press("ArrowRight");
      return (await hidden()) < 1;
    }, "the end of the table");
    assert.notEqual(await edge(), shaded);
    const key = await table.locator('tbody th[scope="row"]').first().boundingBox();
    assert.equal(key.x, (await table.boundingBox()).x, "the keys stay in sight");
    for (const name of ["Presets", "Messages"])
      assert.ok(
        await page
          .getByRole("region", { name, exact: true })
          .evaluate(({ scrollWidth, clientWidth }) => scrollWidth === clientWidth),
        `${name} fit`,
      );
  },
);

browserTest(
  "snippets have this site's address, and the contents lead on",
  options,
  async (given) => {
    const { page, address } = given;
    await page.goto(`${address}docs.html`);
    const snippet = page.locator(".snippet").first();
    await until(
      async () => (await snippet.textContent()).includes(`${address}embed.html#`),
      address,
    );
    assert.equal(await page.locator("code", { hasText: /\bHOST\b/ }).count(), 0);
    await page.getByRole("button", { name: "Copy" }).first().click();
    await page.getByRole("button", { name: /Copied|Selected/ }).waitFor();
    const links = page.getByRole("navigation", { name: "Contents" }).getByRole("link");
    assert.ok((await links.count()) >= 10);
    for (const hash of await links.evaluateAll((links) => links.map(({ hash }) => hash)))
      assert.equal(await page.locator(hash).count(), 1, hash);
  },
);

browserTest(
  "the frame of the documentation hears its buttons",
  options,
  async ({ page, address }) => {
    await page.goto(`${address}docs.html`);
    await page.locator("iframe").scrollIntoViewIfNeeded();
    const said = page.locator(".said");
    await until(async () => /"type"/.test(await said.textContent()), "the first message");
    await page.frameLocator("iframe").locator(".root.drawn").waitFor();
    await page.getByRole("button", { name: "set T = 0.05" }).click();
    await until(async () => /T=0\.05/.test(await said.textContent()), "the state");
    await page.getByRole("button", { name: "play", exact: true }).click();
    await until(async () => /"playing": true/.test(await said.textContent()), "playing");
  },
);

test("README's link keys are the core's", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const rows = linkKeys.map(({ key, label, allowed }) => `| \`${key}\` | ${label} | ${allowed} |`);
  for (const row of rows) assert.ok(readme.includes(row), `README lacks the line\n${row}`);
  const [, table] = /\| key \| what it is \| allowed \|\n\|[-|]+\n((?:\|.*\n)+)/.exec(readme);
  assert.deepEqual(table.trimEnd().split("\n"), rows);
});
