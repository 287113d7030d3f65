// Failure on purpose: whatever is missing, the figure says so in our own words, over its still
// picture, with what to do; and goes on when it is there again.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, breaker, starving, trapsAt, wasm, ways, worker } from "./faults.mjs";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { serveSite } from "./server.mjs";

const options = {
  viewport: { width: 900, height: 900 },
  reducedMotion: "reduce",
  // The browser notes what it did not get, and what a policy forbade.
  expected: /Failed to load resource|policy|preload|blob:|Failed to fetch/i,
};

const element = `<!doctype html><body><sgd-current></sgd-current>
  <script type="module" src="sgd-current.js"></script></body>`;

/** Each page with a figure: its path, where the picture is that words stand over. */
const places = {
  article: { path: "", still: ".opening img", drawn: "[data-ready] .opening sgd-plane" },
  lab: { path: "lab.html", still: "sgd-trouble img", drawn: "[data-ready] sgd-evolve" },
  embed: { path: "embed.html#v=1", still: "sgd-trouble img", drawn: ".root.drawn" },
  element: { path: "host.html", still: "sgd-trouble img", drawn: ".root.drawn" },
};

/** Waits for the words, and holds them against what is expected; gives the button beside them. */
async function told(page, words, still) {
  const box = page.locator("sgd-trouble [role=alert]").first();
  await box.waitFor();
  await until(async () => words.test(await box.textContent()), `${words}`);
  assert.doesNotMatch(await box.textContent(), /undefined|null|Error|magic/);
  const picture = page.locator(still).first();
  await until(() => picture.evaluate((image) => image.naturalWidth > 0), "the still picture");
  return box.getByRole("button", { name: "Try again" });
}

for (const [place, { path, still, drawn }] of Object.entries(places))
  browserTest(
    `${place}: wasm that does not come is told, and tried again`,
    options,
    async ({ page }) => {
      for (const [name, words] of [
        ["missing", /not on the server/],
        ["cut short", /damaged/],
        ["another page", /damaged/],
        ["never coming", /on its way/],
      ]) {
        const { broken, mend } = breaker(wasm, ways[name]);
        const site = await serveSite({ broken, extra: { "host.html": element } });
        try {
          await page.goto(site.address + path);
          const again = await told(page, words, still);
          mend();
          await again.click();
          await page.locator(drawn).first().waitFor();
          await until(async () => (await page.locator("sgd-trouble [role=alert]").count()) === 0);
          // Its other figures may still be coming.
          await page.goto("about:blank");
        } finally {
          site.close();
        }
      }
    },
  );

for (const [place, { path, still }] of Object.entries(places)) {
  browserTest(`${place}: no worker's script, no policy for wasm`, options, async ({ page }) => {
    const { broken } = breaker(worker, ways.missing);
    const strict = "script-src 'self' 'unsafe-inline'";
    for (const [words, how] of [
      [/did not start/, { broken }],
      [
        /forbids WebAssembly.*'wasm-unsafe-eval'/,
        { headers: { "content-security-policy": strict } },
      ],
    ]) {
      const site = await serveSite({ ...how, extra: { "host.html": element } });
      try {
        await page.goto(site.address + path);
        await told(page, words, still);
      } finally {
        site.close();
      }
    }
  });

  browserTest(
    `${place}: a browser that lacks something is told what`,
    { ...options, expected: /Observer|WebAssembly|Failed to load/ },
    async ({ page }) => {
      const site = await serveSite({ extra: { "host.html": element } });
      try {
        for (const [name, lack] of [
          ["WebAssembly", "delete globalThis.WebAssembly"],
          ["ResizeObserver", "delete globalThis.ResizeObserver"],
          ["IntersectionObserver", "delete globalThis.IntersectionObserver"],
          ["a canvas", "HTMLCanvasElement.prototype.getContext = () => null"],
        ]) {
          const other = await page.context().newPage();
          await other.addInitScript(lack);
          await other.goto(site.address + path);
          await told(other, new RegExp(`lacks ${name}`), still);
          await other.close();
        }
        // Without workers it is the page that computes.
        await page.addInitScript("delete globalThis.Worker");
        await page.goto(site.address + path);
        await page.locator(places[place].drawn).first().waitFor();
      } finally {
        site.close();
      }
    },
  );
}

browserTest("pages whose scripts do not come say so by themselves", options, async ({ page }) => {
  for (const [path, script] of [
    ["", /\/assets\/(index|page|figures)-[^/]*\.js$/],
    ["lab.html", /\/assets\/lab-[^/]*\.js$/],
    ["embed.html#v=1&figure=pit", /\/sgd-current\.js$/],
    ["embed.html#v=1", /\/embed\.js$/],
  ]) {
    const { broken, mend } = breaker(script, ways.missing);
    const site = await serveSite({ broken });
    try {
      await page.goto(site.address + path);
      const late = page.locator(".late").first();
      await until(() => late.evaluate((p) => getComputedStyle(p).visibility === "visible"), path);
      assert.match(await late.textContent(), /did not come/);
      if (!/sgd-current/.test(script.source)) continue;
      await until(() => page.locator("img").evaluate((image) => image.naturalWidth > 0), "picture");
      mend();
      await late.getByRole("button", { name: "Try again" }).click();
      await page.locator(".root.drawn").waitFor();
    } finally {
      site.close();
    }
  }
});

browserTest(
  "one file: cut short, and in a browser that lacks something",
  { ...options, expected: /SyntaxError/ },
  async ({ page }) => {
    const folder = await mkdtemp(join(tmpdir(), "sgd-cut-"));
    try {
      const whole = await readFile(new URL("../../www/dist/sgd-current.html", import.meta.url));
      const cut = join(folder, "cut.html");
      await writeFile(cut, whole.subarray(0, whole.length / 2));
      await page.goto(pathToFileURL(cut).href);
      assert.ok(await page.locator(".opening img").isVisible());
      const late = page.locator(".late").first();
      await until(
        () => late.evaluate((p) => getComputedStyle(p).visibility === "visible"),
        "words",
      );
      await page.addInitScript("delete globalThis.WebAssembly");
      await page.goto(new URL("../../www/dist/sgd-current.html", import.meta.url).href);
      await told(page, /lacks WebAssembly/, ".opening img");
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

const steps = async (page) =>
  Number((await page.locator(".time").first().textContent()).match(/\d+/)[0]);
const embed = "embed.html#v=1&T=0.05";

/** What the figure shows at a step, as numbers. */
const density = (page) =>
  page.locator("sgd-evolve").evaluate(({ player }) => [...player.frame.density.sgd]);

/** Workers whose script comes after another, which the number of the load decides. */
function workersAfter(prefix) {
  let loads = 0;
  return {
    loads: () => loads,
    broken(path, response, read) {
      if (!worker.test(path)) return false;
      after(prefix(++loads))(response, read);
      return true;
    },
  };
}

browserTest(
  "a trap while it plays: another core takes it up, once, and says so",
  options,
  async ({ page }) => {
    const { broken, loads } = workersAfter((load) => (load === 1 ? trapsAt(25) : ""));
    const site = await serveSite({ broken });
    try {
      await page.goto(site.address + embed);
      await page.getByRole("button", { name: "Play" }).click();
      await page.getByText(/broke off; another took it up at step \d+/).waitFor();
      await until(async () => (await steps(page)) > 40, "it plays on");
      assert.equal(loads(), 2);
      await page.getByRole("button", { name: "Pause" }).click();
      await until(() => page.locator("sgd-evolve").evaluate(({ run }) => !run.busy && run.settled));
      const reached = await steps(page);
      const found = await density(page);
      await page.goto("about:blank");
      await page.goto(`${site.address}${embed}&t=${reached}`);
      await until(async () => (await steps(page)) === reached, "the same step");
      assert.deepEqual(await density(page), found, "as if nothing had happened");
    } finally {
      site.close();
    }
  },
);

browserTest(
  "a core that traps again and again: the fault, a report, no endless starts",
  options,
  async ({ page }) => {
    const { broken, loads } = workersAfter(() => trapsAt(12));
    const site = await serveSite({ broken });
    try {
      await page.goto(site.address + embed);
      await page.getByRole("button", { name: "Play" }).click();
      await page.getByText("The computation broke off twice.").waitFor();
      await page.getByRole("button", { name: "Play" }).waitFor();
      const report = await page.getByLabel("Report").inputValue();
      assert.match(report, /RuntimeError: unreachable[^]*advance|open[^]*Chrom[^]*T=0\.05/i);
      assert.ok(loads() <= 4, `${loads()} cores were started`);
      assert.ok(await page.locator("sgd-plot").first().isVisible(), "the last picture stays");
    } finally {
      site.close();
    }
  },
);

browserTest(
  "a worker that is gone is missed, playing or asked",
  options,
  async ({ page, address }) => {
    await page.addInitScript(() => {
      window.workers = [];
      window.Worker = class extends Worker {
        constructor(...given) {
          super(...given);
          window.workers.push(this);
        }
      };
    });
    await page.goto(address + embed);
    await page.getByRole("button", { name: "Play" }).click();
    await until(async () => (await steps(page)) > 5, "playing");
    const before = await steps(page);
    await page.evaluate(() => window.workers.at(-1).terminate());
    await page.getByText(/another took it up/).waitFor();
    await until(async () => (await steps(page)) > before + 5, "it plays on");
    assert.equal(await page.evaluate(() => window.workers.length), 2);
  },
);

// On a slow phone, or where another core computes, a core may need seconds before it answers.
browserTest(
  "a core that starts slowly is not taken for one that is gone",
  options,
  async ({ page }) => {
    const slowly = `const make = WebAssembly.instantiate;
    WebAssembly.instantiate = (...given) =>
      new Promise((go) => setTimeout(go, 3500)).then(() => make(...given));`;
    const { broken, loads } = workersAfter(() => slowly);
    const site = await serveSite({ broken });
    try {
      await page.goto(`${site.address}embed.html#v=1&figure=energy`);
      const sgd = page.locator("sgd-energy [data-time=sgd]");
      await until(async () => /steps/.test((await sgd.textContent()) ?? ""), "SGD's time");
      assert.equal(loads(), 2, "one core for all, one for what is large");
    } finally {
      site.close();
    }
  },
);

browserTest("memory that is not given, at the start or later", options, async ({ page }) => {
  const none = `WebAssembly.instantiate = () => Promise.reject(new RangeError("no memory"));`;
  for (const [pattern, way, words] of [
    [worker, after(none), /gives this figure no memory/],
    [wasm, starving, /broke off twice/],
  ]) {
    const { broken } = breaker(pattern, way);
    const site = await serveSite({ broken });
    try {
      await page.goto(`${site.address}embed.html#v=1&walkers=4000000&cells=32768&t=1`);
      await page.getByText(words).first().waitFor();
    } finally {
      site.close();
    }
  }
});
