// A run as a film: recorded in Chromium, played in each engine, its pictures those of the run.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { engines } from "./engines.mjs";
import { browserTest } from "./harness.mjs";
import { until } from "./figures.mjs";

const options = {
  viewport: { width: 1100, height: 900 },
  reducedMotion: "reduce",
  acceptDownloads: true,
  minutes: 3,
};

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "film-"))));
after(() => rm(folder, { recursive: true }));

/** Opens the film's part of the dialog, and chooses. */
async function ask(page, { kind, to, speed, size = "960" }) {
  await page.getByRole("button", { name: "Share …" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Film of the run" }).click();
  const fill = async (label, value) => {
    await dialog.getByLabel(label).fill(value);
    await dialog.getByLabel(label).blur();
  };
  await fill("to step", to);
  await fill("Steps a second", speed);
  await dialog.getByLabel("Size").selectOption(size);
  await dialog.locator("sgd-filming select").last().selectOption(kind);
  return dialog;
}

async function make(page, dialog) {
  // Three hundred pictures take their time where others compute as well.
  const coming = page.waitForEvent("download", { timeout: 90_000 });
  await dialog.getByRole("button", { name: "Make the film" }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** A page that plays the film, and tells what it was. */
const player = `<!doctype html><video muted src="pit.webm"></video><script type="module">
  const film = document.querySelector("video");
  const heard = (name) => new Promise((done) => film.addEventListener(name, done, { once: true }));
  try {
    if (film.readyState < 2) await heard("loadeddata");
    await film.play();
    while (film.currentTime < 0.2) await heard("timeupdate");
    window.told = { duration: film.duration, at: film.currentTime, width: film.videoWidth };
  } catch (error) {
    window.told = { error: String(error) };
  }
</script>`;

browserTest(
  "ten seconds of the pit are under 3 MB, play, and show the run's own pictures",
  options,
  async ({ page, open, address }) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await open("lab.html#v=1");
    assert.ok(!asked.some((url) => url.includes("video")), "nothing of it is fetched before");
    const dialog = await ask(page, { kind: "webm", to: "200", speed: "20" });
    await dialog.getByText("It lasts 10 s.").waitFor();
    const { name, bytes } = await make(page, dialog);
    assert.equal(name, "sgd-current-evolve.webm");
    assert.ok(bytes.length < 3e6, `${bytes.length} bytes`);
    assert.ok(bytes.includes("lab.html#v=1"), "it carries its link");
    await writeFile(join(folder, "pit.webm"), bytes);
    await dialog.getByRole("button", { name: "Close" }).click();

    // Picture by picture: the film's at 5 s against the figure's own after 100 steps.
    await page.goto("about:blank");
    await open("lab.html#v=1&t=100");
    await page.getByRole("button", { name: "Share …" }).first().click();
    const coming = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Picture (PNG)" }).click();
    const picture = await readFile(await (await coming).path());
    const away = (seconds) =>
      page.evaluate(
        async ([film, picture, seconds]) => {
          const url = (bytes, type) =>
            URL.createObjectURL(
              new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], { type }),
            );
          const video = document.createElement("video");
          video.src = url(film, "video/webm");
          await new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
          video.currentTime = seconds;
          await new Promise((done) => video.addEventListener("seeked", done, { once: true }));
          const image = new Image();
          image.src = url(picture, "image/png");
          await image.decode();
          // Smaller, since letters are set otherwise at another scale.
          const [width, height] = [240, Math.round((240 * video.videoHeight) / video.videoWidth)];
          const pixels = (source) => {
            const canvas = new OffscreenCanvas(width, height);
            const context = canvas.getContext("2d");
            context.drawImage(source, 0, 0, width, height);
            return context.getImageData(0, 0, width, height).data;
          };
          const [a, b] = [pixels(video), pixels(image)];
          // The link below is another one: it is left out.
          const end = Math.floor(0.9 * height) * width * 4;
          let far = 0;
          const light = (of, k) => 0.3 * of[k] + 0.59 * of[k + 1] + 0.11 * of[k + 2];
          for (let k = 0; k < end; k += 4) if (Math.abs(light(a, k) - light(b, k)) > 30) far++;
          return (4 * far) / end;
        },
        [bytes.toString("base64"), picture.toString("base64"), seconds],
      );
    const [same, other] = [await away(5.01), await away(1)];
    if (process.env.PICTURES) console.log({ same, other });
    assert.ok(same < 0.03, `${same} of the pixels differ`);
    assert.ok(other > 2 * same, `${other} of another step's pixels differ`);
    assert.ok(address);
  },
);

browserTest("a film is cancelled, and a GIF is made", options, async ({ page, open }) => {
  await open("lab.html#v=1&t=3");
  const long = await ask(page, { kind: "webm", to: "2000", speed: "20" });
  await long.getByRole("button", { name: "Make the film" }).click();
  await long.getByRole("progressbar").waitFor();
  await long.getByRole("button", { name: "Cancel" }).click();
  await long.getByText("Cancelled.").waitFor();
  await long.getByRole("button", { name: "Close" }).click();
  await until(async () => (await page.locator(".time").first().textContent()).includes("t = 3"));
  const dialog = await ask(page, { kind: "gif", to: "12", speed: "6", size: "640" });
  const { name, bytes } = await make(page, dialog);
  assert.equal(name, "sgd-current-evolve.gif");
  assert.equal(bytes.toString("latin1", 0, 6), "GIF89a");
  assert.ok(bytes.length < 1e6, `${bytes.length} bytes`);
});

for (const [name, { missing, start }] of Object.entries(engines))
  test(`${name} plays the film`, { skip: missing, timeout: 120_000 }, async () => {
    const bytes = await readFile(join(folder, "pit.webm"));
    const server = createServer((request, response) => {
      const film = request.url === "/pit.webm";
      response.setHeader("content-type", film ? "video/webm" : "text/html");
      response.end(film ? bytes : player);
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    const engine = await start();
    try {
      await engine.goto(`http://127.0.0.1:${server.address().port}/`);
      let told;
      await until(
        async () => (told = await engine.run(() => window.told ?? null)) !== null,
        "played",
      );
      assert.equal(told.error, undefined);
      assert.ok(Math.abs(told.duration - 10) < 0.2, JSON.stringify(told));
      assert.equal(told.width, 960);
      assert.ok(told.at > 0, "it moves");
    } finally {
      await engine.close();
      server.close();
    }
  });
