// Scripts that come after the page: where one does not, that is told in the figure that needs it or
// where somebody asked for it, all else lives, and it is fetched again as often as one asks.
import { breaker, ways } from "./faults.mjs";
import { until, visit } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { serveSite } from "./server.mjs";

const options = {
  viewport: { width: 900, height: 900 },
  reducedMotion: "reduce",
  // The browser notes what it did not get.
  expected: /Failed to load|MIME type|Failed to fetch/,
};

const host = `<!doctype html><body><sgd-current></sgd-current>
  <script type="module" src="sgd-current.js"></script></body>`;

/** The script that draws a figure, of the pages or of the element. */
const drawing = (name) => new RegExp(`/(assets/|sgd-current-)${name}[-.][^/]*js$`);

for (const [place, path, element, box, other] of [
  ["article", "", "momentum", "#momentum", "#pit"],
  ["article's first figure", "", "plane", "#points", "#pit"],
  ["lab", "lab.html", "energy", "main.lab", "sgd-evolve"],
  ["embed", "embed.html#v=1&figure=widths", "widths", "sgd-current"],
  ["element", "host.html", "evolve", "sgd-current"],
])
  browserTest(`${place}: what draws a figure does not come`, options, async ({ page }) => {
    for (const [way, words] of [
      ["missing", /draws this figure did not come\./],
      ["another page", /draws this figure did not come\./],
      ["never coming", /draws this figure is still on its way\./],
    ]) {
      const { broken, mend } = breaker(drawing(element), ways[way]);
      const site = await serveSite({ broken, extra: { "host.html": host } });
      try {
        await page.goto(site.address + path);
        const told = page.locator(`${box} sgd-trouble [role=alert]`);
        const tells = (words) =>
          until(async () => words.test((await told.allTextContents()).join()), `${words}`);
        await tells(words);
        if (other === "#pit") await visit(page, "pit");
        if (other) await page.locator(`${other} sgd-plot`).first().waitFor();
        const press = (name) => told.getByRole("button", { name }).click();
        if (way === "missing") {
          await press("Try again");
          await tells(/did not come again/);
        }
        mend();
        if (way === "never coming")
          await Promise.all([page.waitForEvent("load"), press("Load the page again")]);
        else await press("Try again");
        const drawn = page.locator(`${box} sgd-${element} sgd-plot`).first();
        // A page that is loaded again goes by itself to where it was.
        await until(async () => {
          await page.locator(box).scrollIntoViewIfNeeded();
          return drawn.isVisible();
        }, "the figure");
        await until(async () => (await told.count()) === 0, "nothing is wrong any more");
        await page.goto("about:blank");
      } finally {
        site.close();
      }
    }
  });

browserTest("a script that a button asks for is missed beside it", options, async ({ page }) => {
  const asked = /(compare|present|key-list|dialog|named-losses)-[^/]*\.js$/;
  const { broken, mend } = breaker(asked, ways.missing);
  const site = await serveSite({ broken });
  try {
    // Where the lab's parameters stand beside its figures.
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${site.address}lab.html#v=1&l0=W%5E2`);
    await page.locator("sgd-evolve sgd-plot").first().waitFor();
    const losses = page.locator("sgd-formulas").filter({ hasText: "knows losses did not come" });
    await losses.waitFor();
    const head = "sgd-notices";
    const presses = [
      ["Compare", head, "compares two scenes", ".shown.two"],
      ["Present", head, "fills the screen", ".presented"],
      ["Keys", head, "list of keys", "dialog.keys"],
      ["Share …", "sgd-evolve sgd-share", "shares figures", "sgd-share-dialog dialog"],
    ];
    const press = (name) => page.getByRole("button", { name }).first().click();
    for (const [name, place, what] of presses) {
      await press(name);
      await page.locator(place).getByText(`${what} did not come. See whether`).waitFor();
    }
    mend();
    await losses.getByRole("button", { name: "Try again" }).click();
    await page.getByLabel("Start from").waitFor();
    for (const [name, , , seen] of presses) {
      await press(name);
      await page.locator(seen).first().waitFor();
      await page.keyboard.press("Escape");
    }
  } finally {
    site.close();
  }
});

browserTest("a table, a film, a page whose scripts are missing", options, async ({ page }) => {
  const asked = /\/sgd-current(-points|-named-tables|-filming)?\.(js|html)$|video\.js$/;
  const { broken, mend } = breaker(asked, ways.missing);
  const site = await serveSite({
    broken: (path, ...rest) => !path.endsWith("sgd-current.js") && broken(path, ...rest),
  });
  try {
    await page.goto(`${site.address}embed.html#v=1&figure=own&controls=full&points=1,2;2,4`);
    const points = page.locator("sgd-points").first();
    await points.getByText("knows tables did not come").waitFor();
    const field = points.locator("#points");
    await field.fill("1 2\n2 4\n3 7");
    await field.blur();
    await points.getByText("reads tables did not come").waitFor();
    const share = page.getByRole("button", { name: "Share …" }).first();
    await share.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("makes films did not come").waitFor();
    await dialog.getByRole("button", { name: "Everything in one page" }).click();
    await dialog.getByText("The page did not come").waitFor();
    mend();
    await dialog.getByRole("button", { name: "Close" }).click();
    await share.click();
    await dialog.getByRole("button", { name: "Film of the run" }).click();
    await dialog.getByLabel("Kind of film").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await until(async () => (await field.inputValue()) === "1 2\n2 4\n3 7", "what was typed stays");
    await field.fill("1 2\n2 4\n3 8");
    await field.blur();
    await points.getByText(/3 (points|rows)/).waitFor();
  } finally {
    site.close();
  }
});

browserTest("another figure that does not come leaves the one that is", options, async (given) => {
  const { page } = given;
  const { broken, mend } = breaker(drawing("widths"), ways.missing);
  const site = await serveSite({ broken, extra: { "host.html": host } });
  try {
    await page.goto(`${site.address}host.html`);
    await page.locator("sgd-evolve sgd-plot").first().waitFor();
    const set = (link) =>
      page.locator("sgd-current").evaluate((element, link) => (element.link = link), link);
    await set("v=1&figure=widths");
    await page.locator("sgd-notices").getByText("“widths” did not come").waitFor();
    await page.locator("sgd-evolve sgd-plot").first().waitFor();
    mend();
    await set("v=1&figure=widths&T=0.03");
    await page.locator("sgd-widths sgd-plot").first().waitFor();
  } finally {
    site.close();
  }
});
