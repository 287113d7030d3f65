// Links, scene files and what goes out again, from somebody who means no good.
import assert from "node:assert/strict";
import { time, until } from "./figures.mjs";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 1000, height: 800 }, reducedMotion: "reduce" };
const script = '"><img src=x onerror=alert(1)><script>alert(1)</script>';
const works = async (page) => {
  await page.locator("sgd-evolve .time").waitFor();
  assert.equal(await page.evaluate(() => "polluted" in {}), false);
  assert.equal(await page.evaluate(() => document.querySelectorAll("img[src=x]").length), 0);
};

for (const [name, hash] of [
  [
    "markup",
    `v=1&figure=${script}&preset=${script}&view=${script}&l0=${script}&constants=${script}`,
  ],
  [
    "names of objects",
    "v=1&__proto__=1&constructor=1&figure=__proto__&preset=constructor&toString=2",
  ],
  ["names of objects as constants", "v=1&l0=a*W^2&l1=W&constants=__proto__:1,constructor:2,a:3"],
  ["a formula of 100,000 brackets", `v=1&l0=${"(".repeat(1e5)}W${")".repeat(1e5)}&l1=W`],
  ["a formula of 100,000 terms", `v=1&l0=W${"+W".repeat(1e5)}&l1=W`],
  ["100,000 keys", `v=1${Array.from({ length: 1e5 }, (_, i) => `&k${i}=1`).join("")}`],
  ["100,000 datapoints", `v=1&points=${"1,2;".repeat(1e5)}`],
  ["a past that never ends", `v=1&t=9&was=${"1,T:0.02;".repeat(2e4)}`],
  ["broken percent signs", "v=1&T=%&l0=%E0%A4%A&B=%zz"],
  ["numbers beyond numbers", "v=1&T=1e999&B=-1e999&t=NaN&cells=Infinity&seed=1e400&walkers=0x10"],
])
  browserTest(`a link of ${name} is answered in words`, options, async ({ page, open }) => {
    await open("lab.html");
    await page.evaluate((hash) => (location.hash = hash), hash);
    await page.waitForTimeout(200);
    await works(page);
    const told = page.locator("sgd-notices ul");
    if ((await told.count()) > 0) assert.ok((await told.textContent()).length < 5000);
    await page.locator("sgd-evolve .reset").click();
    await page.locator("sgd-evolve .step").click();
    await until(async () => (await time(page)) > 0, "a step");
  });

browserTest("hostile scene files are refused in words", options, async ({ page, open }) => {
  await open("lab.html");
  const before = await page.evaluate(() => document.querySelector("sgd-evolve").scene.whole);
  const scene = (text) => `{"sgdCurrent":1,"scenario":${text}}`;
  const files = [
    scene('{"__proto__":{"polluted":1}}'),
    scene('{"constructor":{"prototype":{"polluted":1}}}'),
    scene(`${'{"landscape":'.repeat(5000)}1${"}".repeat(5000)}`),
    scene(`{"landscape":{"kind":"formula","losses":${"[".repeat(5000)}${"]".repeat(5000)}}}`),
    scene(`{"landscape":{"kind":"formula","losses":["${"(".repeat(1e6)}"]}}`),
    scene('{"cells":1e300}'),
    `${"[".repeat(2e5)}`,
    `{"sgdCurrent":1,"scenario":{},"look":{"time":"x","view":{},"past":[[[]]],"__proto__":{"polluted":1}},"figure":["pit"]}`,
  ];
  for (const text of files) {
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], '<img src=x onerror="alert(1)">.json'));
      for (const type of ["dragover", "drop"])
        document.body.dispatchEvent(
          new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
        );
    }, text);
    await page.waitForTimeout(150);
    await works(page);
  }
  assert.deepEqual(
    await page.evaluate(() => document.querySelector("sgd-evolve").scene.whole),
    before,
    "what was there stays",
  );
});

browserTest("what goes out holds no markup of a link", options, async ({ page, open }) => {
  await open("lab.html");
  await page.evaluate((hash) => (location.hash = hash), `v=1&T=0.05&was=${script}&l0=${script}`);
  await page.evaluate((script) => (document.title = script), script);
  await until(
    async () => (await page.locator("sgd-notices li").count()) > 0,
    "what was left out is said",
  );
  await page.evaluate(() => {
    globalThis.saved = [];
    HTMLAnchorElement.prototype.click = function () {
      globalThis.saved.push(fetch(this.href).then((answer) => answer.text()));
    };
  });
  await page.locator("sgd-evolve").getByRole("button", { name: "Share …" }).click();
  await page.getByRole("button", { name: "Picture that scales (SVG)" }).click();
  await page.getByRole("button", { name: "Everything in one page (HTML)" }).click();
  await until(() => page.evaluate(() => globalThis.saved.length === 2), "both files");
  const found = await page.evaluate(async () => {
    const [svg, html] = await Promise.all(globalThis.saved);
    const read = (text, type) => new DOMParser().parseFromString(text, type);
    const picture = read(svg, "image/svg+xml");
    const { scene } = read(html, "text/html").documentElement.dataset;
    return {
      broken: picture.querySelector("parsererror") !== null,
      scripts: picture.querySelectorAll("script, foreignObject, img, [onerror], [onload]").length,
      scene,
    };
  });
  assert.equal(found.broken, false);
  assert.equal(found.scripts, 0);
  assert.match(found.scene, /T=0\.05/);
  assert.doesNotMatch(found.scene, /[<>"]/);
  for (const label of ["Frame", "Element"]) {
    const text = await page.locator(`sgd-copy[label="${label}"] textarea`).inputValue();
    const risky = await page.evaluate((text) => {
      const body = new DOMParser().parseFromString(text, "text/html");
      return body.querySelectorAll("script:not([src]), img, [onerror], [onload]").length;
    }, text);
    assert.equal(risky, 0, label);
  }
});
