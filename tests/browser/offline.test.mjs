// The site without a network, and with a newer one. (In other engines: behaviour.mjs.)
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { serveSite } from "./server.mjs";

const options = {
  viewport: { width: 1000, height: 800 },
  reducedMotion: "reduce",
  serviceWorkers: "allow",
};
const dist = (name) => readFile(new URL(`../../www/dist/${name}`, import.meta.url), "utf8");

/** Done when a page of the site is kept for later. */
const kept = (page) =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null);

browserTest("the site opened once opens again without a network", options, async ({ page }) => {
  const site = await serveSite();
  await page.goto(`${site.address}lab.html#v=1&t=1`);
  await kept(page);
  site.close();
  for (const [path, figure] of [
    ["", ".opening sgd-plane"],
    ["index.html", ".opening sgd-plane"],
    ["lab.html?from=elsewhere#v=1&T=0.05&t=3", "sgd-evolve"],
    ["docs.html", "table"],
  ]) {
    await page.goto("about:blank");
    await page.goto(site.address + path);
    await page.locator(figure).first().waitFor();
  }
  await page.goto(`${site.address}lab.html#v=1&T=0.05&t=3`);
  await page.locator("sgd-evolve .time", { hasText: "t = 3" }).waitFor();
});

browserTest(
  "a page that goes offline on its first visit has all it needs",
  options,
  async (given) => {
    const { page } = given;
    let gone = false;
    const site = await serveSite({
      broken: (_path, response) => gone && Boolean(response.writeHead(404).end()),
    });
    try {
      await page.goto(`${site.address}lab.html#v=1&t=1`);
      await until(() => page.evaluate(() => navigator.serviceWorker.controller !== null), "kept");
      // As by an outage, or by a newer build in which nothing is called as before.
      gone = true;
      await page.getByRole("button", { name: "Share …" }).first().click();
      await page.getByRole("dialog").waitFor();
      await page.getByRole("button", { name: "Close" }).click();
      // What two parameters need is fetched by those who want them.
      await page.evaluate(() => (location.hash = "#v=1&figure=plane"));
      await page.locator("sgd-plane .time").waitFor();
    } finally {
      site.close();
    }
  },
);

browserTest("a newer site comes whole, when the page is loaded anew", options, async ({ page }) => {
  const [oldLab, worker] = await Promise.all(["lab.html", "sw.js"].map(dist));
  const lab = oldLab.replace(">The lab</h1>", ">The new lab</h1>");
  const hash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const newer = {
    "/lab.html": lab,
    "/sw.js": worker.replace(/"[0-9a-f]{12}"/, '"another"').replace(hash(oldLab), hash(lab)),
  };
  let now = false;
  const site = await serveSite({
    broken(path, response) {
      if (!now || !newer[path]) return false;
      const type = path.endsWith("js") ? "text/javascript" : "text/html";
      response.writeHead(200, { "content-type": type }).end(newer[path]);
      return true;
    },
  });
  try {
    const title = () => page.locator("h1").textContent();
    await page.goto(`${site.address}lab.html`);
    await kept(page);
    now = true;
    await page.goto("about:blank");
    await page.goto(`${site.address}lab.html`);
    assert.equal(await title(), "The lab", "what is kept comes at once");
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await until(
      () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null),
      "the newer one waits",
    );
    await page.reload();
    await until(async () => (await title().catch(() => "")) === "The new lab", "the new page");
    assert.deepEqual(await page.evaluate(() => caches.keys()), ["sgd-current another"]);
  } finally {
    site.close();
  }
});

browserTest(
  "half of a newer site is not taken: its files belong together",
  options,
  async ({ page }) => {
    const worker = await dist("sw.js");
    // A worker of the next build, while the pages are still those of this one.
    const early = worker.replace(/"[0-9a-f]{12}"/, '"early"').replace(/sha256-./g, "sha256-A");
    let now = false;
    const site = await serveSite({
      broken(path, response) {
        if (!now || path !== "/sw.js") return false;
        response.writeHead(200, { "content-type": "text/javascript" }).end(early);
        return true;
      },
    });
    try {
      await page.goto(`${site.address}lab.html`);
      await kept(page);
      now = true;
      const waits = await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
        const { installing } = registration;
        await new Promise((over) => {
          if (!installing) over();
          else installing.addEventListener("statechange", over);
        });
        return registration.waiting !== null;
      });
      assert.equal(waits, false);
    } finally {
      site.close();
    }
  },
);

browserTest("the site can be installed", options, async ({ page, open }) => {
  await open("lab.html");
  const client = await page.context().newCDPSession(page);
  const { errors, data } = await client.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  for (const { src, sizes } of JSON.parse(data).icons) {
    const at = new URL(src, page.url()).href;
    const width = await page.evaluate(async (at) => {
      const image = new Image();
      image.src = at;
      await image.decode();
      return image.naturalWidth;
    }, at);
    if (sizes !== "any") assert.equal(width, parseInt(sizes));
  }
  const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
  assert.deepEqual(
    installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"),
    [],
  );
});
