// <sgd-current> in the hands of a page: moved about, set, followed.
import assert from "node:assert/strict";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { serveSite } from "./server.mjs";

const options = { viewport: { width: 900, height: 700 }, reducedMotion: "reduce" };

/** A test with a page of the site that has these elements. */
function elementTest(name, markup, body) {
  browserTest(name, options, async ({ page }) => {
    const script = `<script type="module" src="sgd-current.js"></script>`;
    const html = `<!doctype html><html><body>${markup}${script}</body></html>`;
    const site = await serveSite({ extra: { "host.html": html } });
    try {
      await page.goto(`${site.address}host.html`);
      await body({
        page,
        site,
        element: page.locator("sgd-current"),
        /** What the element's methods and properties say. */
        ask: (expression) =>
          page.evaluate(
            `(async (element) => ${expression})(document.querySelector("sgd-current"))`,
          ),
        link: (pattern) =>
          until(
            async () =>
              pattern.test(await page.evaluate(() => document.querySelector("sgd-current").link)),
            String(pattern),
          ),
        drawn: () => page.locator("sgd-current .root.drawn").waitFor(),
      });
    } finally {
      site.close();
    }
  });
}

const steps = async (page) =>
  Number((await page.locator("sgd-current .time").textContent()).match(/\d+/)[0]);

elementTest(
  "taken out while it plays and put back after any while, it plays on from where it was",
  `<div id="a"><sgd-current></sgd-current></div><div id="b"></div>`,
  async ({ page, ask, drawn }) => {
    await drawn();
    await ask("element.play()");
    let before = 0;
    for (const gap of [0, 1, 2, 5, 10, 20, 50, 100, 300]) {
      await until(async () => (await steps(page)) > before + 3, `playing after ${gap} ms`);
      before = await ask(`(() => {
        const time = parseInt(element.shadowRoot.querySelector("sgd-evolve").told.time);
        element.remove();
        return new Promise((back) => setTimeout(() => {
          document.querySelector(${gap} % 2 ? "#a" : "#b").append(element);
          back(time);
        }, ${gap}));
      })()`);
    }
    await until(async () => (await steps(page)) > before + 3, "playing at last");
    assert.ok(before > 20, "its time was kept");
  },
);

elementTest(
  "taken out and put back before it has opened, in one go or later",
  `<div id="a"></div>`,
  async ({ page }) => {
    await page.evaluate(() => customElements.whenDefined("sgd-current"));
    for (const gap of [0, 1, 3, 10, 30, 100, 300]) {
      await page.evaluate(async (gap) => {
        const [place] = document.querySelectorAll("#a");
        place.innerHTML = "<sgd-current></sgd-current>";
        const element = place.firstChild;
        // As a framework does that mounts everything twice to see whether it can.
        element.remove();
        place.append(element);
        element.remove();
        await new Promise((later) => setTimeout(later, gap));
        place.append(element);
      }, gap);
      await page.locator("sgd-current .root.drawn .time").waitFor();
    }
  },
);

elementTest(
  "attributes that change while it opens are followed",
  `<sgd-current></sgd-current><div></div>`,
  async ({ page, drawn }) => {
    await drawn();
    const links = await page.evaluate(async () => {
      const links = [];
      for (let ticks = 0; ticks < 12; ticks++) {
        const element = document.createElement("sgd-current");
        const ready = new Promise((ready) => element.addEventListener("ready", ready));
        document.querySelector("div").append(element);
        for (let i = 0; i < ticks; i++) await undefined;
        if (ticks > 8) await new Promise((later) => setTimeout(later, ticks - 9));
        element.setAttribute("t", "0.07");
        await ready;
        for (let frame = 0; frame < 200 && !/T=0\.07/.test(element.link); frame++)
          await new Promise(requestAnimationFrame);
        links.push(element.link);
        element.remove();
      }
      return links;
    });
    for (const link of links) assert.match(link, /T=0\.07/);
  },
);

elementTest(
  "`link` can be set, before the script is there and afterwards",
  `<sgd-current></sgd-current>
   <script>document.querySelector("sgd-current").link = "#v=1&T=0.04&t=2";</script>`,
  async ({ ask, link, drawn }) => {
    await drawn();
    await link(/T=0\.04/);
    await ask(`{ element.link = "v=1&figure=widths&ratio=3"; }`);
    await link(/figure=widths.*ratio=3/);
    // A page that keeps it as it is does not start it anew.
    await ask(`(element.addEventListener("state", () => { element.link = element.link; }),
      element.set({ ratio: 2.5 }))`);
    await link(/ratio=2\.5/);
  },
);

elementTest(
  "what is set at once is one change, whatever the order",
  `<sgd-current></sgd-current>`,
  async ({ ask, link, drawn }) => {
    await drawn();
    assert.deepEqual(await ask("element.set({ mean: 5, to: 8 })"), []);
    await link(/mean=5&.*to=8/);
    await ask("element.set({ T: 0.05, second: true, t: 7 })");
    await link(/T=0\.05.*second=true.*t=7$/);
    await ask(`element.set({ controls: "none" })`);
    assert.equal(await ask(`element.getAttribute("controls")`), "none");
  },
);

elementTest(
  "landscapes are set as links set them, and nonsense sets nothing",
  `<sgd-current t="0.03"></sgd-current>`,
  async ({ ask, link, drawn }) => {
    await drawn();
    await ask("element.set({ ratio: 3 })");
    await link(/^v=1&figure=evolve&ratio=3&T=0\.03/);
    await ask(`element.set({ l0: "W^2", l1: "(W+1)^2" })`);
    await link(/^v=1&figure=evolve&l0=W%5E2&l1=%28W\+1%29%5E2&T=0\.03$/);
    await ask(`element.set({ l1: "W" })`);
    await link(/l0=W%5E2&l1=W&T/);
    const before = await ask("element.link");
    for (const [keys, words] of [
      [`{ preset: "nope" }`, /no preset “nope”/],
      [`{ l0: "(((" }`, /^l0: .*expected/],
      [`{ figure: "nope" }`, /no figure “nope”/],
      [`{ colour: "red" }`, /“colour”/],
      [`{ T: -1 }`, /T = “-1”/],
      [`{ points: "1,x" }`, /points/],
    ]) {
      const told = await ask(`element.set(${keys})`);
      assert.match(told.join("\n"), words);
      assert.deepEqual(await ask("element.notices"), told);
      assert.equal(await ask("element.link"), before, keys);
    }
    await ask(`element.set({ points: "1,2;2,4" })`);
    await link(/^v=1&figure=evolve&points=1,2;2,4&T=0\.03$/);
    await ask(`element.set({ preset: "balance", T: 0.5 })`);
    await link(/^v=1&figure=evolve&preset=balance&T=0\.5$/);
    await ask(`element.set({ S2: "1" })`);
    await link(/G=W&S2=1&T=0\.5&.*mean=-2/);
    assert.deepEqual(await ask("element.notices"), []);
  },
);

elementTest(
  "what is asked for before the figure is there is done when it is",
  `<div></div>`,
  async ({ page }) => {
    await page.evaluate(async () => {
      await customElements.whenDefined("sgd-current");
      const element = document.createElement("sgd-current");
      element.set({ T: 0.08 });
      element.play();
      document.querySelector("div").append(element);
    });
    await page.locator("sgd-current .time", { hasText: /t = ([3-9]|\d\d)/ }).waitFor();
    assert.match(await page.evaluate(() => document.querySelector("sgd-current").link), /T=0\.08/);
  },
);

elementTest(
  "the page hears when the reader plays and pauses",
  `<sgd-current></sgd-current>`,
  async ({ page, ask, drawn }) => {
    await drawn();
    await ask(`{ window.heard = []; element.addEventListener("state", () => {
      heard.push([element.playing, element.link]); }); }`);
    const last = () => page.evaluate(() => window.heard.at(-1) ?? []);
    await page.getByRole("button", { name: "Play" }).click();
    await until(async () => (await last())[0] === true, "playing, told");
    await until(async () => (await steps(page)) > 3);
    await page.getByRole("button", { name: "Pause" }).click();
    await until(async () => (await last())[0] === false, "pause, told");
    await until(
      async () => (await last())[1].endsWith(`t=${await steps(page)}`),
      "the time it stopped at",
    );
  },
);

elementTest(
  "settings it does not know are told and left out",
  `<sgd-current controls="many" theme="pink" autoplay="perhaps"></sgd-current>`,
  async ({ ask, drawn, page }) => {
    await drawn();
    const told = (await ask("element.notices")).join("\n");
    for (const word of ["controls = “many”", "theme = “pink”", "autoplay = “perhaps”"])
      assert.ok(told.includes(word), told);
    assert.ok(await page.locator("sgd-current sgd-panel").isVisible(), "a few controls");
    assert.equal(await ask("element.playing"), false);
  },
);

browserTest("it plays once it is told to by an attribute", {}, async ({ page, address }) => {
  await page.goto(`${address}embed.html#v=1`);
  await page.locator(".root.drawn").waitFor();
  await page.waitForTimeout(300);
  assert.equal(await steps(page), 0);
  await page.evaluate(() => {
    document.querySelector("sgd-current").setAttribute("autoplay", "1");
  });
  await until(async () => (await steps(page)) > 2, "playing");
});

elementTest(
  "the script may come from two addresses",
  `<sgd-current></sgd-current><script type="module" src="./sgd-current.js?again"></script>`,
  async ({ drawn, page }) => {
    await drawn();
    await page.evaluate(() => import("./sgd-current.js?once-more"));
  },
);

elementTest(
  "a scene dropped on it opens in it",
  `<sgd-current controls="full"></sgd-current>`,
  async ({ page, drawn, link }) => {
    await drawn();
    const scene = { sgdCurrent: 1, figure: "widths", scenario: { learningRate: 0.07 } };
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "scene.json", { type: "application/json" }));
      const place = document.querySelector("sgd-current").shadowRoot.querySelector("figure, .root");
      for (const kind of ["dragover", "drop"])
        place.dispatchEvent(
          new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }),
        );
    }, JSON.stringify(scene));
    await link(/figure=widths&landscape=pit&T=0\.07/);
    const order = await page
      .locator("sgd-current .root")
      .evaluate((root) => [...root.children].map(({ localName }) => localName));
    assert.deepEqual(order, ["sgd-notices", "sgd-trouble", "sgd-widths", "sgd-bench"]);
  },
);
