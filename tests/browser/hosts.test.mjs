// Pages of strangers, each with a figure in it: a deck, an MDX page, a notebook's cell, a page from
// right to left. In each one types, drags, plays and shares.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { evaluate } from "@mdx-js/mdx";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import * as runtime from "react/jsx-runtime";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { hostPage } from "./server.mjs";

const options = { viewport: { width: 1000, height: 900 }, reducedMotion: "reduce" };
const file = (name) => readFile(createRequire(import.meta.url).resolve(name), "utf8");

/** Types T, drags the start, plays and shares, in a figure of the pit. */
async function use(figure) {
  const field = figure.locator('[data-key="learningRate"]').first().getByRole("textbox");
  await field.fill("0.05");
  await field.press("Enter");
  const start = figure.locator(".density sgd-handle").first();
  await start.scrollIntoViewIfNeeded();
  const at = () => start.getAttribute("aria-valuenow").then(Number);
  const before = await at();
  const { x, y, width, height } = await start.boundingBox();
  const { mouse } = figure.page();
  await mouse.move(x + width / 2, y + height / 2);
  await mouse.down();
  await mouse.move(x + width / 2 + 60, y + height / 2, { steps: 4 });
  await mouse.up();
  await until(async () => (await at()) > before + 0.1, "the start moved");
  await figure.getByRole("button", { name: "Play" }).first().click();
  await until(async () => {
    const words = await figure.locator(".time").first().textContent();
    return Number(/\d+/.exec(words)) >= 5;
  }, "it plays");
  await figure.getByRole("button", { name: "Share …" }).first().click();
  const dialog = figure.getByRole("dialog");
  await dialog.waitFor();
  const link = dialog.getByLabel("Link", { exact: true });
  if ((await link.count()) > 0) assert.match(await link.inputValue(), /T=0\.05&mean=/);
  else await dialog.getByText("This page is a file").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
}

/** A stranger's page with nothing but the pit in it, once that is drawn. */
async function bare(page, address, { attributes = "", before = "" } = {}) {
  const host = await hostPage(`<!doctype html><html ${attributes}>
    <body>${before}<sgd-current figure="pit"></sgd-current>
    <script type="module" src="${address}sgd-current.js"></script></body></html>`);
  await page.goto(host.address);
  const figure = page.locator("sgd-current");
  await figure.locator(".time").first().waitFor();
  return { host, figure };
}

browserTest("a deck of reveal.js", options, async ({ page, address }) => {
  const [script, styles] = await Promise.all(
    ["reveal.js", "reveal.js/reveal.css"].map((name) => file(name)),
  );
  const host = await hostPage(`<!doctype html><html><head><style>${styles}</style></head><body>
    <div class="reveal"><div class="slides">
      <section><sgd-current figure="pit" style="width: 900px; text-align: left"></sgd-current></section>
      <section><h2>Next</h2></section>
    </div></div>
    <script>${script.replaceAll("</script", "<\\/script")}</script>
    <script>Reveal.initialize({ transition: "none", width: 960, height: 1400 });</script>
    <script type="module" src="${address}sgd-current.js"></script></body></html>`);
  await page.goto(host.address);
  const figure = page.locator("sgd-current");
  await figure.locator(".time").first().waitFor();
  await use(figure);
  assert.equal(await page.evaluate(() => globalThis.Reveal.getIndices().h), 0, "the slide stays");
  assert.equal(await page.evaluate(() => globalThis.Reveal.isPaused()), false);
  host.close();
});

// Not every browser knows of sharing.
const mdx = { ...options, expected: /web-share/ };
browserTest("a page of MDX, by the snippet for a frame", mdx, async ({ page, address }) => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [snippet] = /<iframe src[^]*?<\/iframe>/.exec(readme);
  const here = snippet
    .replace("https://HOST/", address)
    .replace(/figure=widths&ratio=3&controls=few/, "figure=pit&controls=few");
  const made = await evaluate(`# A note\n\nWith *a figure*:\n\n${here}\n`, runtime);
  const html = renderToString(createElement(made.default));
  assert.match(html, /<h1>A note<\/h1>/);
  const host = await hostPage(`<!doctype html><body>${html}
    <script async src="${address}sgd-host.js"></script>`);
  await page.goto(host.address);
  const figure = page.frameLocator("iframe").locator("sgd-current");
  await figure.locator(".time").first().waitFor();
  await use(figure);
  host.close();
});

browserTest("the one file in a notebook's cell (srcdoc)", options, async ({ page }) => {
  const whole = await readFile(new URL("../../www/dist/sgd-current.html", import.meta.url), "utf8");
  const escaped = whole.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const host = await hostPage(`<!doctype html><meta charset="utf-8"><body><p>In [1]:</p>
    <iframe srcdoc="${escaped}" width="960" height="800"></iframe>`);
  await page.goto(host.address);
  const frame = page.frameLocator("iframe");
  await frame.locator("html[data-ready=true]").waitFor();
  const link = frame.locator('nav.contents a[href^="#"]').nth(2);
  await link.evaluate((link) => link.click());
  await page.waitForTimeout(300);
  assert.equal(await frame.locator("h1").first().textContent(), "What does the noise of SGD do?");
  const place = await link.evaluate((link) => link.getAttribute("href").slice(1));
  const top = () =>
    frame.locator(`[id="${place}"]`).evaluate((at) => at.getBoundingClientRect().top);
  await until(async () => Math.abs(await top()) < 400, "the place in sight");
  const pit = frame.locator("#pit");
  await pit.scrollIntoViewIfNeeded();
  await pit.locator(".time").first().waitFor();
  await use(pit);
  host.close();
});

browserTest("a page from right to left, of large type", options, async ({ page, address }) => {
  const { host, figure } = await bare(page, address, {
    attributes: 'dir="rtl" lang="he" style="font-size: 150%"',
    before: "<p>שלום</p>",
  });
  await use(figure);
  await figure.getByRole("button", { name: "Share …" }).first().click();
  const coming = page.waitForEvent("download");
  await figure.getByRole("button", { name: "Picture that scales" }).click();
  const svg = await readFile(await (await coming).path(), "utf8");
  assert.match(svg, /font:400 17px/, "type in the plots is larger too");
  host.close();
});

browserTest("under Dark Reader what is painted is light on dark", options, async (given) => {
  const { page, address } = given;
  const { host, figure } = await bare(page, address);
  /** How light the most opaque pixels above the density are: its title. */
  const title = () =>
    figure.locator("sgd-plot.density canvas").evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width / 2, 22);
      const light = [];
      for (let k = 0; k < data.length; k += 4)
        if (data[k + 3] > 200) light.push((data[k] + data[k + 1] + data[k + 2]) / 3);
      return light.length === 0 ? NaN : light.reduce((a, b) => a + b) / light.length;
    });
  assert.ok((await title()) < 128);
  await page.addScriptTag({ content: await file("darkreader") });
  await page.evaluate(() => globalThis.DarkReader.enable({ brightness: 100, contrast: 100 }));
  await until(async () => (await title()) > 140, "the title is light");
  await page.evaluate(() => globalThis.DarkReader.disable());
  await until(async () => (await title()) < 128, "and dark again");
  host.close();
});

browserTest("a translator that wraps text leaves the numbers alive", options, async (given) => {
  const { page, address } = given;
  const { host, figure } = await bare(page, address);
  await page.evaluate(() => {
    const wrap = (root) => {
      for (const node of [...root.childNodes])
        if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") {
          const font = document.createElement("font");
          font.textContent = node.data;
          node.replaceWith(font);
        } else if (node instanceof Element && !node.matches("[translate=no], style, script")) {
          if (node.shadowRoot) wrap(node.shadowRoot);
          wrap(node);
        }
    };
    wrap(document.body);
  });
  await figure.locator("figure").first().press("ArrowRight");
  const told = async () => figure.locator(".time").first().textContent();
  await until(async () => /t = [12]/.test(await told()), "the time goes on");
  host.close();
});

browserTest("a frame that leads on to another origin gets its height", options, async (given) => {
  const { page, address } = given;
  const moved = createServer((request, response) => {
    response.writeHead(301, { location: new URL("embed.html", address).href }).end();
  });
  await new Promise((listening) => moved.listen(0, "127.0.0.1", listening));
  const old = `http://127.0.0.1:${moved.address().port}/embed.html#v=1`;
  const host = await hostPage(`<!doctype html><body>
    <iframe src="${old}" style="width:100%;height:99px"></iframe>
    <script async src="${address}sgd-host.js"></script>`);
  await page.goto(host.address);
  const height = () => page.locator("iframe").evaluate((frame) => frame.clientHeight);
  await until(async () => (await height()) > 300, "the frame has grown");
  host.close();
  moved.close();
});
