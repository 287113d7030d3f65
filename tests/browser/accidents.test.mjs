// Accidents of other kinds than files that do not come: what a browser refuses, takes away or changes
// while the page runs. Nothing is lost, and what cannot be helped is told in words.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { chromiumFlags, openReady } from "./browser.mjs";
import { findChromium } from "./chromium.mjs";
import { after, breaker, starvingAfter, ways, wasm, worker } from "./faults.mjs";
import { rest, time, type, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { hostPage, serveSite } from "./server.mjs";

const viewport = { width: 900, height: 900 };
const options = { viewport, reducedMotion: "reduce" };
const moving = { viewport, reducedMotion: "no-preference" };
const embed = "embed.html#v=1&figure=pit";
const alert = (page) => page.locator("[role=alert]").first();
const notices = (page) => page.locator("sgd-notices").first().textContent();

browserTest("no storage, no history: the page works without", options, async ({ page, open }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("It is refused.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "caches", "indexedDB"])
      Object.defineProperty(window, name, { get: refuse });
    Object.defineProperty(Navigator.prototype, "serviceWorker", { get: refuse });
    History.prototype.pushState = History.prototype.replaceState = refuse;
  });
  for (const [path, figure, controls] of [
    ["lab.html", "sgd-evolve", "sgd-bench"],
    ["#v=1&figure=pit", "#pit", "#pit"],
  ]) {
    await open(path);
    // In the lab they are in a drawer here.
    if (controls === "sgd-bench")
      await page.getByText("Parameters", { exact: true }).last().click();
    await type(page, "learningRate", "0.07", controls);
    await page.locator(figure).getByRole("button", { name: "Step", exact: true }).click();
    await until(async () => (await time(page, figure)) === 1, "a step");
    assert.doesNotMatch(await notices(page), /\w/);
    await page.goto("about:blank");
  }
});

browserTest("a canvas that throws, and one that is not given", options, async ({ page, open }) => {
  const site = await serveSite();
  try {
    const other = await page.context().newPage();
    await other.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => {
        throw new DOMException("It is off.", "InvalidStateError");
      };
    });
    await other.goto(site.address + embed);
    await other.getByText("This browser lacks a canvas").waitFor();
    await other.close();
  } finally {
    site.close();
  }
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (...given) {
      return this.isConnected && !window.given ? null : getContext.apply(this, given);
    };
  });
  await open(embed);
  await page.getByText("gives this picture no canvas").first().waitFor();
  await page.evaluate(() => (window.given = true));
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await until(async () => (await page.locator(".density [role=alert]").count()) === 0, "a picture");
});

browserTest(
  "a second worker that does not come, and memory that ends in a change",
  { ...options, expected: /Failed to load/ },
  async ({ page }) => {
    let loads = 0;
    let mended = false;
    const site = await serveSite({
      broken(path, response, read) {
        if (!worker.test(path)) return false;
        if (++loads > 1 && !mended) ways.missing(response);
        else after("")(response, read);
        return true;
      },
    });
    try {
      await page.goto(`${site.address}${embed}&controls=full`);
      await page.locator("sgd-evolve sgd-plot").first().waitFor();
      await type(page, "cells", "8192");
      await alert(page).getByText("did not start").waitFor();
      mended = true;
      await page.getByRole("button", { name: "Try again" }).click();
      await until(
        async () =>
          /cells=8192/.test(await page.locator("sgd-current").evaluate(({ link }) => link)),
        "the change",
      );
      await until(async () => (await page.locator("[role=alert]:visible").count()) === 0, "well");
    } finally {
      site.close();
    }
    const { broken } = breaker(wasm, starvingAfter(400));
    const poor = await serveSite({ broken });
    try {
      await page.goto(`${poor.address}${embed}&controls=full&t=5`);
      await until(async () => (await time(page)) === 5, "step 5");
      await type(page, "walkers", "4000000");
      await page.getByText("The computation broke off twice.").first().waitFor();
      assert.equal(await time(page), 5, "the last picture stays");
      await type(page, "walkers", "100");
      await page.getByRole("button", { name: "Step", exact: true }).click();
      await until(async () => (await time(page)) === 6, "it goes on");
    } finally {
      poor.close();
    }
  },
);

browserTest("the one file where WebAssembly is forbidden", options, async ({ page }) => {
  const file = await readFile(new URL("../../www/dist/sgd-current.html", import.meta.url), "utf8");
  const policy = "script-src 'unsafe-inline'; worker-src blob:";
  const host = await hostPage(file, { "content-security-policy": policy });
  try {
    await page.goto(host.address);
    await alert(page).getByText("forbids WebAssembly").waitFor();
    // Nobody takes the worker that will never answer for one that is lost.
    await page.waitForTimeout(2000);
    assert.doesNotMatch(await notices(page), /broke off/);
    assert.match(await alert(page).textContent(), /forbids WebAssembly/);
  } finally {
    host.close();
  }
});

browserTest("little motion asked for in its midst", moving, async ({ page, open }) => {
  await open("");
  await until(async () => (await time(page, "#points")) > 1, "it plays by itself");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.locator("#points").getByRole("button", { name: "Play" }).waitFor();
  await page.emulateMedia({ reducedMotion: "no-preference" });
  // What the reader has set going goes on.
  await page.locator("#points").getByRole("button", { name: "Play" }).click();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const before = await time(page, "#points");
  await until(async () => (await time(page, "#points")) > before + 1, "it plays");
});

browserTest("another screen, other pixels: plots are drawn anew", options, async (given) => {
  const { page, open } = given;
  await page.addInitScript(() => {
    const { matchMedia } = window;
    window.matchMedia = (query) => {
      const list = matchMedia.call(window, query);
      if (query.includes("resolution")) window.screens = list;
      return list;
    };
  });
  await open(embed);
  const sharp = () =>
    page
      .locator("sgd-evolve canvas")
      .evaluateAll((all) =>
        all.map((canvas) => Math.round(canvas.width / canvas.getBoundingClientRect().width)),
      );
  assert.deepEqual(new Set(await sharp()), new Set([1]));
  await page.evaluate(() => {
    Object.defineProperty(window, "devicePixelRatio", { value: 3 });
    window.screens.dispatchEvent(new Event("change"));
  });
  await until(async () => (await sharp()).every((ratio) => ratio === 3), "three pixels for one");
});

browserTest(
  "a fault of the page itself is told, and so is what its styles would hide",
  { ...options, expected: /It broke|Failed to load/ },
  async ({ page }) => {
    const { broken } = breaker(/\.css$/, ways.missing);
    const site = await serveSite({ broken });
    try {
      await page.goto(`${site.address}lab.html`);
      await page.locator("sgd-evolve sgd-plot").first().waitFor();
      assert.ok(!(await page.locator(".late").first().isVisible()));
      await page.evaluate(() => {
        CanvasRenderingContext2D.prototype.clearRect = () => {
          throw new TypeError("It broke.");
        };
      });
      await page.getByRole("button", { name: "Step", exact: true }).click();
      await page.getByText("This page met a fault of its own").waitFor();
    } finally {
      site.close();
    }
  },
);

browserTest("left and come back to, hidden and shown, printed", moving, async ({ page, open }) => {
  await page.addInitScript(() => {
    const { requestAnimationFrame } = window;
    const waiting = [];
    const hidden = () => !window.shown && !sessionStorage.shown;
    // A page behind another one is given no frames.
    window.requestAnimationFrame = (frame) =>
      hidden() ? waiting.push(frame) : requestAnimationFrame(frame);
    window.show = () => {
      window.shown = sessionStorage.shown = true;
      waiting.forEach((frame) => requestAnimationFrame(frame));
    };
  });
  const opening = open("lab.html#v=1&T=0.05&t=1");
  await page.locator("sgd-evolve .play").waitFor({ state: "attached" });
  await page.evaluate(() => window.show());
  await opening;
  await page.locator("sgd-evolve .play").click();
  await until(async () => (await time(page)) > 3, "it plays");
  await page.goto(new URL("docs.html", page.url()).href);
  await page.goBack();
  await page.locator("sgd-evolve .play").waitFor();
  assert.match(page.url(), /T=0\.05/);
  await page.pdf();
  await page.getByRole("button", { name: "Play" }).click();
  const before = await time(page);
  await until(async () => (await time(page)) > before + 2, "it plays on");
  await page.getByRole("button", { name: "Pause" }).click();
  await rest(page);
});

for (const [name, pixels] of [
  ["that throws", "throw new DOMException('It is off.', 'SecurityError')"],
  [
    "that answers with noise",
    "return { data: crypto.getRandomValues(new Uint8ClampedArray(4 * w * h)) }",
  ],
])
  browserTest(`a canvas ${name} when it is read`, options, async ({ page, open }) => {
    await page.addInitScript(`
      CanvasRenderingContext2D.prototype.readable = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = (x, y, w, h) => { ${pixels} };
      HTMLCanvasElement.prototype.toBlob = () => { throw new DOMException("It is off."); };`);
    await open("embed.html#v=1&figure=plane&T=0.1");
    // The start's shade in the midst of the map is the current's blue, and no noise.
    const [r, g, b, a] = await page.locator("sgd-plot.map canvas").evaluate((canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").readable(0, 0, width, height);
      const pixels = Array.from({ length: width * height }, (_, k) => data.slice(4 * k, 4 * k + 4));
      return [
        ...pixels
          .filter(([, , , alpha]) => alpha === 255)
          .reduce((most, pixel) => (pixel[2] - pixel[0] > most[2] - most[0] ? pixel : most)),
      ];
    });
    assert.ok(a === 255 && r < 60 && g > 50 && g < 150 && b > 100, `${[r, g, b, a]}`);
    await page.getByRole("button", { name: "Share …" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Picture (PNG)" }).click();
    await dialog.getByText("does not let a page read its own pictures").waitFor();
    const coming = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Picture that scales" }).click();
    await coming;
  });

browserTest("without Intl the same numbers stand in the same words", options, async (given) => {
  const { page, open } = given;
  const words = async (figure) => {
    await open(`embed.html#v=1&figure=${figure}&controls=full&t=7&walkers=12345`);
    await page.locator("sgd-bench").waitFor();
    await until(async () => (await time(page)) === 7, "step 7");
    const all = await page
      .locator(".numbers, .readout")
      .evaluateAll((all) => all.map((one) => one.innerText));
    await page.goto("about:blank");
    return all.join();
  };
  const usual = await words("pit");
  assert.match(usual, /%/);
  await page.addInitScript(() => delete globalThis.Intl);
  assert.equal(await words("pit"), usual);
});

browserTest("a clock that is put back does not stop a run", moving, async ({ page, open }) => {
  await page.addInitScript(() => {
    const { requestAnimationFrame } = window;
    const now = performance.now.bind(performance);
    let put = 0;
    window.putBack = (milliseconds) => (put += milliseconds);
    performance.now = () => now() - put;
    window.requestAnimationFrame = (frame) => requestAnimationFrame((at) => frame(at - put));
  });
  await open(`${embed}&T=0.05&autoplay=0`);
  await page.getByRole("button", { name: "Play" }).click();
  await until(async () => (await time(page)) > 3, "it plays");
  await page.evaluate(() => window.putBack(600_000));
  const before = await time(page);
  await until(async () => (await time(page)) > before + 10, "it plays on");
  // Nor does one that leaps make it catch up.
  const then = await time(page);
  await page.evaluate(() => window.putBack(-3_600_000));
  await page.waitForTimeout(300);
  assert.ok((await time(page)) < then + 100);
});

test("kept by the browser while one is elsewhere, a page goes on with its own core", async () => {
  const site = await serveSite();
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: chromiumFlags,
    // Playwright forbids it.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    const page = await browser.newPage({ viewport, serviceWorkers: "block" });
    await page.addInitScript(() => {
      const { Worker } = window;
      window.workers = 0;
      window.Worker = class extends Worker {
        constructor(...given) {
          super(...given);
          window.workers++;
        }
      };
    });
    await openReady(page, site.address, "lab.html#v=1&T=0.05&t=1");
    await page.evaluate(() => (window.mark = "the same page"));
    await page.locator("sgd-evolve .play").click();
    await until(async () => (await time(page)) > 5, "it plays");
    const [before, workers] = [await time(page), await page.evaluate(() => window.workers)];
    await page.goto(new URL("docs.html", page.url()).href);
    // Long enough that a core which does not answer would be missed.
    await page.waitForTimeout(3000);
    await page.evaluate(() => history.back());
    // Who asks a page that is on its way back is answered by none.
    await page.waitForTimeout(1500);
    await until(
      () => page.evaluate(() => window.mark === "the same page").catch(() => false),
      "back",
    );
    await until(async () => (await time(page)) > before + 20, "it goes on");
    assert.equal(await page.evaluate(() => window.workers), workers);
    assert.doesNotMatch(await notices(page), /\w/);
  } finally {
    await browser.close();
    site.close();
  }
});
