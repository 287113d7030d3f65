// The article, an embed and the one file in engines other than Chromium.
import { after, describe, test } from "node:test";
import { engines } from "./engines.mjs";
import { until } from "./figures.mjs";
import { hostPage, serveSite } from "./server.mjs";

const file = new URL("../../www/dist/sgd-current.html", import.meta.url);

// These run in the page, as text.
const ready = () => document.documentElement.dataset.ready === "true";
const shownTime = () => {
  const within = (root) => [
    ...root.querySelectorAll("*"),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
      shadowRoot ? within(shadowRoot) : [],
    ),
  ];
  const times = within(document).filter(({ className }) => className === "time");
  return Math.max(-1, ...times.map(({ textContent }) => parseInt(textContent.replace("t = ", ""))));
};
const play = () => {
  const figures = [...document.querySelectorAll("sgd-evolve, sgd-paths")];
  const pit = figures.find(({ name }) => name === "pit");
  pit.scrollIntoView();
  // WebKit's driver cannot ask for less motion: there it plays by itself.
  if (!pit.clock.playing) pit.shadowRoot.querySelector(".play").click();
};
const frameHeight = () => document.querySelector("iframe").getBoundingClientRect().height;

for (const { name, missing, start } of engines)
  describe(name, { skip: missing, timeout: 120_000 }, () => {
    let started;
    const engine = () => (started ??= start());
    after(async () => (await started)?.close());

    const opens = async (url, time) => {
      const { goto, run } = await engine();
      await goto("about:blank");
      await goto(url);
      await until(async () => (await run(ready)) === true, "the page is ready");
      await until(async () => (await run(shownTime)) >= time, `the figure at step ${time}`);
    };

    test(`${name} draws the article`, async () => {
      const site = await serveSite();
      await opens(`${site.address}#v=1&figure=pit&T=0.05&t=5`, 5);
      site.close();
    });

    test(`${name} draws an embed, and its frame fits`, async () => {
      const site = await serveSite();
      await opens(`${site.address}embed.html#v=1&T=0.05&t=5`, 5);
      const host = await hostPage(`<!doctype html><body>
        <iframe src="${site.address}embed.html#v=1" style="width:100%;height:99px"></iframe>
        <script type="module" src="${site.address}sgd-host.js"></script>`);
      const { goto, run } = await engine();
      await goto(host.address);
      await until(async () => (await run(frameHeight)) > 300, "the frame has grown");
      host.close();
      site.close();
    });

    test(`${name} opens the one file from a disk, and plays`, async () => {
      await opens(`${file.href}#v=1&figure=pit&T=0.05&t=5`, 5);
      const { run } = await engine();
      await run(play);
      await until(async () => (await run(shownTime)) > 20, "playing");
    });
  });
