// The element in pages that are not made for it: decks, other sizes of text, other directions.
import assert from "node:assert/strict";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { hostPage } from "./server.mjs";

const options = { viewport: { width: 1000, height: 800 }, reducedMotion: "reduce" };

/** Opens a page of another origin around the element. */
async function host(page, address, { head = "", attributes = "", around = "", figure = "pit" }) {
  const made = await hostPage(`<!doctype html><html ${attributes}><head>${head}</head><body>
    <div ${around}><sgd-current figure="${figure}" controls="full"></sgd-current></div>
    <script type="module" src="${address}sgd-current.js"></script></body></html>`);
  await page.goto(made.address);
  await page.locator("sgd-current .time").first().waitFor();
  return made;
}

browserTest("keys meant for a figure do not turn the slide", options, async ({ page, address }) => {
  const made = await host(page, address, { figure: "own" });
  await page.evaluate(() => {
    window.heard = [];
    document.addEventListener("keydown", ({ key }) => window.heard.push(key));
  });
  const field = page.locator("sgd-current input[type=text]").first();
  await field.focus();
  await page.keyboard.type("0.b5");
  await page.locator("sgd-current sgd-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await page.evaluate(() => window.heard), []);
  await page.locator("body").click({ position: { x: 2, y: 2 } });
  await page.keyboard.press("b");
  assert.deepEqual(await page.evaluate(() => window.heard), ["b"], "the deck has its own");
  made.close();
});

browserTest(
  "text keeps its size where a rem is 10 pixels, and its direction in a page from right to left",
  options,
  async ({ page, address }) => {
    const made = await host(page, address, {
      head: "<style>html { font-size: 62.5% }</style>",
      attributes: 'dir="rtl"',
    });
    const seen = await page
      .locator("sgd-current .readout, sgd-current .time")
      .first()
      .evaluate((at) => {
        const { fontSize, direction } = getComputedStyle(at);
        return { size: parseFloat(fontSize), direction };
      });
    assert.ok(seen.size >= 13, `${seen.size} px`);
    assert.equal(seen.direction, "ltr");
    made.close();
  },
);

browserTest(
  "a handle follows the pointer on a slide that is shown smaller",
  options,
  async ({ page, address }) => {
    const made = await host(page, address, {
      around: 'style="width: 960px; transform: scale(0.6); transform-origin: 0 0"',
    });
    const handle = page.locator("sgd-current .density sgd-handle").first();
    const middle = async () => {
      const { x, width, y, height } = await handle.boundingBox();
      return [x + width / 2, y + height / 2];
    };
    const [x, y] = await middle();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 5 });
    await page.mouse.up();
    // The last move may be drawn a frame later.
    await until(async () => Math.abs((await middle())[0] - x - 60) < 4, "it moved 60 pixels");
    made.close();
  },
);

browserTest(
  "the element starts in frames that a page writes itself, which have no address of their own",
  options,
  async ({ page, address }) => {
    const inside = `<sgd-current figure="pit"></sgd-current>
      <script type="module" src="${address}sgd-current.js"></script>`;
    const made = await hostPage(
      "<!doctype html><iframe></iframe><iframe></iframe><iframe></iframe>",
    );
    await page.goto(made.address);
    await page.evaluate((inside) => {
      const [sourced, blob, written] = document.querySelectorAll("iframe");
      sourced.srcdoc = inside;
      blob.src = URL.createObjectURL(new Blob([inside], { type: "text/html" }));
      written.contentDocument.open();
      written.contentDocument.write(inside);
      written.contentDocument.close();
    }, inside);
    for (const which of [0, 1, 2])
      await page.frameLocator("iframe").nth(which).locator("sgd-current .time").first().waitFor();
    made.close();
  },
);

browserTest(
  "under style sheets that unset everything, shown late, cloned and moved it is what it is",
  options,
  async ({ page, address }) => {
    const made = await hostPage(`<!doctype html><style>*, *::before, *::after { all: unset }
      body { font-size: 7px; letter-spacing: 1em }</style>
      <body><div style="display: none"><sgd-current figure="pit"></sgd-current></div>
      <script type="module" src="${address}sgd-current.js"></script></body>`);
    await page.goto(made.address);
    await page.locator("sgd-current .time").first().waitFor({ state: "attached" });
    await page.evaluate(() => {
      const element = document.querySelector("sgd-current");
      document.body.append(element.cloneNode(true), element);
    });
    await page.locator("sgd-current .time").nth(1).waitFor();
    const seen = await page.locator("sgd-current .root").evaluateAll((roots) =>
      roots.map((root) => {
        const { fontSize, letterSpacing } = getComputedStyle(root);
        return [parseFloat(fontSize) >= 13, letterSpacing];
      }),
    );
    const own = [true, "normal"];
    assert.deepEqual(seen, [own, own]);
    made.close();
  },
);

browserTest(
  "it is as wide as its host wants, in rows, centred columns and cells, and hidden where that hides it",
  options,
  async ({ page, address }) => {
    const figure = (style = "") =>
      `<sgd-current figure="pit" controls="none" style="${style}"></sgd-current>`;
    const places = [
      ["width: 700px", "width: 500px", [500, 500]],
      ["width: 700px; display: flex", "", [600, 700]],
      ["width: 700px; display: flex", "flex: 1", [700, 700]],
      ["width: 700px; display: flex; flex-direction: column; align-items: center", "", [600, 700]],
      ["width: 320px; display: flex; flex-direction: column; align-items: center", "", [320, 320]],
      ["width: 700px; display: grid; place-items: center", "", [600, 700]],
      ["width: 700px; display: grid; grid-template-columns: auto 200px", "", [500, 500]],
      ["float: left", "", [600, 700]],
      ["display: inline-block", "", [600, 700]],
      ["width: 300px; display: table", "", [300, 300]],
      ["width: 700px; transform: scale(0.5)", "", [350, 350]],
      ["width: 650px; display: none", "", [650, 650]],
      ["width: 700px", "display: none", [0, 0]],
    ];
    const html = places.map(([around, own]) => `<div style="${around}">${figure(own)}</div>`);
    const made = await hostPage(`<!doctype html><body>${html.join('<p style="clear: both">')}
      <script type="module" src="${address}sgd-current.js"></script></body>`);
    await page.goto(made.address);
    await page.locator("sgd-current .root.drawn").first().waitFor();
    await page
      .locator('div[style$="display: none"]')
      .evaluate((place) => (place.style.display = ""));
    const widths = () =>
      page
        .locator("sgd-current")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
    const fits = (all) =>
      all.map((width, i) => [places[i][2][0] <= width, width <= places[i][2][1]]);
    await until(
      async () =>
        fits(await widths())
          .flat()
          .every(Boolean),
      "all have their widths",
    ).catch(async () =>
      assert.deepEqual(
        await widths(),
        places.map(([, , width]) => width),
      ),
    );
    made.close();
  },
);
