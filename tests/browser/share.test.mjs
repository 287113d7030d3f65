// Taking a scene elsewhere: links and their history, files, print.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { rest, setting, time, type, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";
import { hostPage } from "./server.mjs";

const options = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
  acceptDownloads: true,
};
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

const share = (page, figure = "sgd-evolve") =>
  page.locator(figure).first().getByRole("button", { name: "Share …" }).click();

/** Drags a handle to the right, in so many moves, and waits until it is there. */
async function drag(page, handle, pixels, moves, pause) {
  const { x, y, width, height } = await handle.boundingBox();
  const end = await handle.evaluate(
    ({ track, value }, pixels) => Number(track.invert(track(value) + pixels).toPrecision(4)),
    pixels,
  );
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  for (let i = 1; i <= moves; i++) {
    await page.mouse.move(x + width / 2 + (pixels * i) / moves, y + height / 2);
    await page.waitForTimeout(pause);
  }
  await page.mouse.up();
  await until(
    async () => Number(await handle.getAttribute("aria-valuenow")) === end,
    `the end of the drag at ${end}`,
  );
}

/** Presses a button of the dialog and reads what is saved. */
async function saved(page, label) {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: label, exact: true }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

browserTest("a link opens at its time and view", options, async ({ page, open }) => {
  await open("lab.html#v=1&view=log&t=25");
  await until(async () => (await time(page)) === 25, "step 25");
  assert.ok(await page.locator("sgd-evolve .log").isChecked());
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await until(async () => /&view=log&t=26$/.test(await hash(page)), "the time in the address");
});

browserTest(
  "one deed is one entry of the history; back and forward restore it",
  options,
  async ({ page, open }) => {
    await open("lab.html#v=1&T=0.05");
    const length = () => page.evaluate(() => history.length);
    const before = await length();
    const handle = page.getByRole("slider", { name: "Mean of the start" });
    await drag(page, handle, 100, 10, 120);
    const dragged = await setting(page, "initial.mean");
    await until(
      async () => (await hash(page)).includes(`mean=${dragged}`),
      "the end of the drag in the address",
    );
    assert.equal(await length(), before + 1);
    await page.waitForTimeout(1000);
    await type(page, "learningRate", "0.07");
    await until(async () => /T=0\.07/.test(await hash(page)));
    assert.equal(await length(), before + 2);

    await page.goBack();
    await until(async () => (await setting(page, "learningRate")) === "0.05", "one back");
    assert.equal(await setting(page, "initial.mean"), dragged);
    await page.goBack();
    await until(async () => (await setting(page, "initial.mean")) === "0.5", "two back");
    await page.goForward();
    await until(async () => (await setting(page, "initial.mean")) === dragged, "forward");
  },
);

browserTest(
  "deeds that follow each other at once are undone one by one",
  options,
  async ({ page, open }) => {
    await open("lab.html#v=1");
    const length = () => page.evaluate(() => history.length);
    const before = await length();
    await type(page, "learningRate", "0.05");
    await until(async () => /T=0\.05/.test(await hash(page)));
    await type(page, "learningRate", "0.06");
    await until(async () => /T=0\.06/.test(await hash(page)));
    await type(page, "batchSize", "2");
    await until(async () => /B=2/.test(await hash(page)));
    const handle = page.getByRole("slider", { name: "Mean of the start" });
    for (let drags = 0; drags < 2; drags++) await drag(page, handle, 40, 8, 30);
    assert.equal(await length(), before + 5);
    const end = await setting(page, "initial.mean");
    await page.goBack();
    await until(async () => (await setting(page, "initial.mean")) !== end, "the first drag");
    const between = Number(await setting(page, "initial.mean"));
    assert.ok(Math.abs(between - (0.5 + Number(end)) / 2) < 0.02, "the end of the first drag");
    for (const [key, value] of [
      ["initial.mean", "0.5"],
      ["batchSize", "1"],
      ["learningRate", "0.05"],
      ["learningRate", "0.02"],
    ]) {
      await page.goBack();
      await until(async () => (await setting(page, key)) === value, `${key} ${value}`);
    }
  },
);

browserTest(
  "pictures, numbers and scenes are saved, each with its link",
  options,
  async ({ page, open, picture }) => {
    await open("lab.html#v=1&T=0.05&t=12");
    await until(async () => (await time(page)) === 12);
    await share(page);
    await picture("share");
    const link = await page.getByLabel("Link").inputValue();
    assert.match(link, /lab\.html#v=1&figure=\w+&T=0\.05&t=12$/);

    const png = await saved(page, "Picture (PNG)");
    const sharp = await saved(page, "Picture, twice as sharp (PNG)");
    assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
    assert.equal(sharp.bytes.readUInt32BE(16), 2 * png.bytes.readUInt32BE(16), "twice as wide");

    const svg = (await saved(page, "Picture that scales (SVG)")).bytes.toString();
    const drawn = await page.evaluate((svg) => {
      const root = new DOMParser().parseFromString(svg, "image/svg+xml");
      const texts = [...root.querySelectorAll("text")].map((text) => text.textContent);
      return {
        broken: root.querySelector("parsererror") !== null,
        paths: root.querySelectorAll("path").length,
        texts,
        desc: root.querySelector("desc").textContent,
        paper: root.querySelector("rect").getAttribute("fill"),
      };
    }, svg);
    assert.equal(drawn.broken, false);
    assert.ok(drawn.paths > 10 && !/NaN|undefined/.test(svg));
    assert.ok(drawn.texts.includes("probability density (1/W)"));
    assert.ok(drawn.texts.join("").includes(link), "the link is in the picture");
    assert.equal(drawn.desc, link);
    assert.equal(drawn.paper, "#fffefb");

    const csv = (await saved(page, "Numbers (CSV)")).bytes.toString();
    const [stamp, names, first, ...rest] = csv.trimEnd().split("\n");
    assert.equal(stamp, `\ufeff# ${link}`);
    assert.match(names, /^W \(W\),P Fokker–Planck \(1\/W\).*,G \(L\/W\),S² \(L²\/W²\)$/);
    assert.equal(first.split(",").length, names.split(",").length);
    assert.equal(rest.length + 1, 2048);

    const json = JSON.parse((await saved(page, "Scene (JSON)")).bytes.toString());
    assert.equal(json.sgdCurrent, 1);
    assert.equal(json.link, link);
    assert.equal(json.scenario.learningRate, 0.05);
    for (const key of ["landscape", "domain", "cells", "initial", "convention", "seed"])
      assert.notEqual(json.scenario[key], undefined, `${key} is written out, though it is usual`);
    assert.deepEqual(json.look, { time: 12 });

    const whole = await saved(page, "Everything in one page (HTML)");
    assert.equal(whole.name, "sgd-current.html");
    assert.match(whole.bytes.subarray(0, 400).toString(), /data-scene="v=1&amp;figure=/);
  },
);

/** Drops a text as a file on the page. */
const drop = (page, text) =>
  page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "scene.json", { type: "application/json" }));
    for (const kind of ["dragover", "drop"])
      document.body.dispatchEvent(
        new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }),
      );
  }, text);

browserTest(
  "a scene too long for a link is saved as a file, which opens when dropped",
  options,
  async ({ page, open }) => {
    const points = Array.from({ length: 300 }, (_, i) => `${(i / 100).toFixed(2)},${i % 7}`);
    await open(`lab.html#v=1&points=${points.join(";")}&from=-3&to=3`);
    await share(page);
    assert.match(await page.locator("sgd-share-dialog .long").textContent(), /characters/);
    const { bytes } = await saved(page, "Scene (JSON)");
    await page.getByRole("button", { name: "Close" }).click();

    await page.goto("about:blank");
    await open("lab.html");
    await drop(page, bytes.toString());
    const box = page.locator("sgd-formulas textarea");
    await until(async () => (await box.count()) > 0, "the points");
    assert.equal((await box.inputValue()).trim().split("\n").length, 300);

    for (const [bad, words] of [
      ["{", /not JSON/],
      ["[1]", /no scene/],
      ['{"sgdCurrent":1,"scenario":{"learningRate":-1}}', /^learningRate: .*default/],
      ['{"sgdCurrent":1,"scenario":{"colour":1}}', /^colour: .*no field/],
    ]) {
      await drop(page, bad);
      const notice = page.locator("sgd-notices li").first();
      await until(async () => words.test((await notice.textContent()) ?? ""), String(words));
      await page.getByRole("button", { name: "Dismiss" }).click();
    }
    assert.equal(await setting(page, "learningRate"), "0.02");
    await drop(page, '{"sgdCurrent":1,"scenario":{},"look":{"time":2e5,"view":7}}');
    await until(async () => (await time(page)) > 0, "as far as a link may ask for");
  },
);

browserTest(
  "what is shared while it plays is what was to be seen",
  options,
  async ({ page, open }) => {
    await open("lab.html#v=1&T=0.05");
    const figure = page.locator("sgd-evolve");
    await figure.getByRole("button", { name: "Play" }).click();
    await until(async () => (await time(page)) > 5, "playing");
    // While it plays, the way to the lab and an address written meanwhile tell its time.
    await type(page, "batchSize", "2");
    await until(async () => /&t=([5-9]|\d\d)/.test(await hash(page)), "the time in the address");
    await share(page);
    await page.getByRole("dialog").waitFor();
    await rest(page);
    const at = await time(page);
    const told = async () => [
      (await page.getByLabel("Link").inputValue()).match(/t=(\d+)$/)?.[1],
      (await page.getByLabel("Frame").inputValue()).match(/t=(\d+)/)?.[1],
      (await page.getByLabel("Element").inputValue()).match(/time="(\d+)"/)?.[1],
    ];
    await until(async () => (await told()).every((t) => t === String(at)), `t=${at} everywhere`);
    const csv = (await saved(page, "Numbers (CSV)")).bytes.toString();
    assert.match(csv, new RegExp(`^\ufeff# .*&t=${at}\n`));
    const json = JSON.parse((await saved(page, "Scene (JSON)")).bytes.toString());
    assert.equal(json.look.time, at);
  },
);

browserTest("however often it is pressed, “Share …” opens one dialog", options, async (test) => {
  await test.open("lab.html");
  const figure = test.page.locator("sgd-evolve");
  await figure.getByRole("button", { name: "Share …" }).dblclick();
  await test.page.getByRole("dialog").waitFor();
  await test.page.waitForTimeout(300);
  assert.equal(await test.page.locator("sgd-share-dialog").count(), 1);
  await test.page.keyboard.press("Escape");
  await until(async () => (await test.page.locator("sgd-share-dialog").count()) === 0, "closed");
});

browserTest("a link is copied", options, async ({ page, open }) => {
  await open("lab.html#v=1&B=4");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await share(page);
  await page.locator('sgd-copy[label="Link"]').getByRole("button", { name: "Copy" }).click();
  await page.getByText("Copied.").first().waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /B=4/);
});

browserTest(
  "a figure by itself is shared with the lab, and leads there in another tab",
  options,
  async ({ page, address }) => {
    await page.goto(`${address}embed.html#v=1&T=0.05`);
    await page.locator(".root.drawn").waitFor();
    const way = page.getByRole("link", { name: "Open in the lab" });
    assert.equal(await way.getAttribute("target"), "_blank");
    await share(page);
    const link = await page.getByLabel("Link").inputValue();
    assert.ok(link.startsWith(`${address}lab.html#`), link);
    await page.goto(link);
    await until(async () => (await setting(page, "learningRate")) === "0.05", "the same scene");
    assert.equal(await page.getByText("Open in the lab").count(), 0);
  },
);

// Chromium on Linux knows of no sharing.
browserTest(
  "the snippets work as they stand",
  { ...options, expected: /web-share/ },
  async ({ page, open }) => {
    await open("lab.html#v=1&T=0.05&t=3");
    await until(async () => (await time(page)) === 3);
    await share(page);
    const text = (label) => page.locator(`sgd-copy[label="${label}"] textarea`).inputValue();
    const [frame, element] = [await text("Frame"), await text("Element")];
    await page.getByText("Show it in a page of your own").click();
    await page.getByText("Preview").click();
    const preview = page.frameLocator('iframe[title="Preview"]');
    await page.locator('iframe[title="Preview"]').evaluate((frame) => frame.scrollIntoView());
    await preview.locator(".time", { hasText: "t = 3" }).waitFor();
    const host = await hostPage(`<!doctype html><body>${element}${frame}</body>`);
    try {
      await page.goto(host.address);
      await page.locator("sgd-current .time", { hasText: "t = 3" }).waitFor();
      await page.locator("iframe").scrollIntoViewIfNeeded();
      await page.frameLocator("iframe").locator(".time", { hasText: "t = 3" }).waitFor();
    } finally {
      host.close();
    }
  },
);

browserTest("the element's snippet keeps a formula as it is", options, async ({ page, open }) => {
  await open("lab.html#v=1&l0=(W-1)^2&l1=(W+1)^2&from=-3&to=3&mean=0");
  await share(page);
  const text = await page.locator('sgd-copy[label="Element"] textarea').inputValue();
  assert.match(text, / l0="\(W-1\)\^2" l1="\(W\+1\)\^2"/);
});

browserTest("print shows the figures, without their controls", options, async ({ page, open }) => {
  await open("lab.html");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("sgd-evolve .playbar").isVisible(), false);
  assert.ok(await page.locator("sgd-evolve sgd-plot").first().isVisible());
});
