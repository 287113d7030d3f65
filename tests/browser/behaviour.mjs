// What every engine does with the site: the same tests, in one browser each and, for what its
// reader may have asked of the system, a second one.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines } from "./engines.mjs";
import { breaker, ways } from "./faults.mjs";
import { until } from "./figures.mjs";
import { hostPage, serveSite } from "./server.mjs";

const file = new URL("../../www/dist/sgd-current.html", import.meta.url);

// These run in the page, as text.
const ready = () => document.documentElement.dataset.ready === "true";
const time = (tools, selector) => tools.time(selector);
const link = ({ one }) => one("sgd-current").link;
/** The middle of something, in pixels of the window, and its width, once it stays where it is. */
const middle = async ({ one }, selector, words) => {
  const found = one(selector, words);
  for (let before; ;) {
    found.scrollIntoView({ block: "center", behavior: "instant" });
    await new Promise((moved) => setTimeout(moved, 50));
    const { x, y, width, height } = found.getBoundingClientRect();
    if (before === y) return [x + width / 2, y + height / 2, width];
    before = y;
  }
};
const said = ({ one }, selector) => one(selector).getAttribute("aria-valuetext");
const text = ({ one }, selector, words) => one(selector, words)?.textContent;
const shown = ({ one }, selector) => {
  const box = one(selector)?.getBoundingClientRect();
  return box !== undefined && box.height > 0;
};
const enter = ({ one }, selector, text) => {
  const field = one(selector);
  field.value = text;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
};
const focus = ({ one }, selector) => one(selector).focus();

/** The whole suite for an engine. */
export function behave(name) {
  const { missing, start } = engines[name];
  describe(name, { skip: missing, timeout: 180_000 }, () => {
    let site;
    let engine;
    before(async () => {
      [site, engine] = await Promise.all([serveSite(), start(false)]);
    });
    after(async () => {
      await engine?.close();
      site?.close();
    });

    const ask = (...asked) => engine.run(...asked);
    const happens = (asked, ...given) =>
      until(async () => (await ask(asked, ...given)) === true, `${asked} ${given.join(" ")}`);
    const opens = async (address, { run, goto } = engine) => {
      await goto("about:blank");
      await goto(new URL(address, site.address).href);
      await until(async () => (await run(ready)) === true, `${address} is ready`);
    };
    const tap = async (selector, words) => {
      const at = await ask(middle, selector, words);
      await engine.drag(at, at);
    };
    const reaches = (step, selector) =>
      until(async () => (await ask(time, selector)) >= step, `step ${step}`);
    /** A step that was under way when it was paused may still come; then no other does. */
    const stands = async () => {
      let at;
      await until(async () => {
        at = await ask(time);
        await new Promise((later) => setTimeout(later, 300));
        return (await ask(time)) === at;
      }, "it stands still");
      return at;
    };

    test(`${name}: the article's first figure, of the plane, is drawn and plays`, async () => {
      await opens("");
      await happens(shown, "#points >> .map");
      await reaches(2, "#points >> .time");
    });

    test(`${name}: a figure plays, pauses, steps, looks back and starts anew`, async () => {
      await opens("embed.html#v=1&figure=pit&controls=few&autoplay=0");
      await tap(".play");
      await reaches(5);
      await tap(".play");
      const end = await stands();
      await tap(".step");
      await reaches(end + 1);
      const [x, y, width] = await ask(middle, ".scrub");
      await engine.drag([x, y], [x - width / 2 + 2, y]);
      await until(async () => (await ask(time)) === 0, "the start, looked back at");
      await tap(".reset");
      await happens(({ one }) => one(".scrub").disabled);
    });

    test(`${name}: a start is dragged by pointer and by keys`, async () => {
      await opens("embed.html#v=1&figure=pit&controls=few&autoplay=0");
      const handle = ".density sgd-handle";
      const [x, y] = await ask(middle, handle);
      await engine.drag([x, y], [x + 60, y]);
      const away = async () => (await ask(middle, handle))[0] - x;
      await until(async () => Math.abs((await away()) - 60) < 4, "the drag by 60 pixels");
      const dragged = await ask(said, handle);
      await ask(focus, handle);
      await engine.press("ArrowLeft");
      await until(async () => (await ask(said, handle)) !== dragged, "the arrow key");
      assert.match(await ask(link), /mean=/);
    });

    test(`${name}: a datapoint of the plane is dragged by pointer and by keys`, async () => {
      await opens("embed.html#v=1&figure=points&controls=few&cells1=64&cells2=64");
      const [x, y] = await ask(middle, "sgd-spot.point");
      const before = await ask(said, "sgd-spot.point");
      await engine.drag([x, y], [x + 30, y + 20]);
      await until(async () => (await ask(said, "sgd-spot.point")) !== before, "the drag");
      const dragged = await ask(said, "sgd-spot.point");
      await ask(focus, "sgd-spot.point");
      await engine.press("ArrowLeft");
      await until(async () => (await ask(said, "sgd-spot.point")) !== dragged, "the arrow key");
      assert.match(await ask(link), /points=/);
    });

    test(`${name}: a link is a scene, and a scene is a link, back and forward`, async () => {
      await opens("lab.html#v=1&T=0.05&t=5&l9=W&speed=3");
      await reaches(5);
      const field = '[data-key="learningRate"] >> input[type=text]';
      const set = ({ one }, selector) => one(selector).value;
      const notices = await ask(text, "sgd-notices >> ul");
      assert.match(notices, /speed/, "what was left out is said");
      assert.equal(await ask(set, field), "0.05");
      await ask(enter, field, "0.07");
      const hash = () => location.hash;
      await until(async () => /T=0\.07&t=5/.test(await ask(hash)), "the address");
      await ask(() => history.back());
      await until(async () => (await ask(set, field)) === "0.05", "one back");
    });

    test(`${name}: a frame fits, tells its state and does what its host says`, async () => {
      const host = await hostPage(`<!doctype html><body><script>
          globalThis.heard = [];
          addEventListener("message", ({ data }) => heard.push(data));
        </script>
        <iframe src="${site.address}embed.html#v=1" style="width:100%;height:99px"></iframe>
        <script type="module" src="${site.address}sgd-host.js"></script>`);
      await engine.goto(host.address);
      await happens(() => document.querySelector("iframe").getBoundingClientRect().height > 300);
      const tell = (_, message) =>
        document.querySelector("iframe").contentWindow.postMessage(message, "*");
      const state = () => globalThis.heard.findLast(({ type }) => type === "state") ?? {};
      await ask(tell, { sgdCurrent: 1, type: "set", keys: { T: 0.05 } });
      await until(async () => /T=0\.05/.test((await ask(state)).link), "what was set");
      await ask(tell, { sgdCurrent: 1, type: "play" });
      await until(async () => (await ask(state)).playing, "playing");
      host.close();
    });

    test(`${name}: the element stands in a page of another origin, and follows`, async () => {
      const host = await hostPage(`<!doctype html><body>
        <sgd-current figure="pit" t="0.05" time="4"></sgd-current>
        <script type="module" src="${site.address}sgd-current.js"></script>`);
      await engine.goto(host.address);
      await reaches(4);
      await ask(({ one }) => one("sgd-current").setAttribute("b", "2"));
      await until(async () => /T=0\.05&B=2/.test(await ask(link)), "its attribute");
      await ask(({ one }) => one("sgd-current").play());
      await reaches(8);
      host.close();
    });

    test(`${name}: “Share …” copies, and saves pictures, numbers, scene and page`, async () => {
      await opens("lab.html#v=1&T=0.05&t=3");
      await reaches(3);
      // What is saved is kept instead; a browser would ask where to put it.
      await ask(() => {
        globalThis.saved = [];
        HTMLAnchorElement.prototype.click = function () {
          globalThis.saved.push(fetch(this.href).then((answer) => answer.blob()));
        };
      });
      // While it is busy, WebKit loses a press now and then: who sees nothing presses again.
      let looks = 0;
      await until(async () => {
        if (looks++ % 50 === 0) await tap("sgd-evolve >> button", "Share …");
        return ask(shown, "sgd-share-dialog >> dialog");
      }, "the dialog");
      await tap("sgd-share-dialog >> sgd-copy >> button", "Copy");
      await until(
        async () =>
          /^(Copied\.|Selected: copy it)/.test(
            await ask(text, "sgd-share-dialog >> sgd-copy >> [role=status]"),
          ),
        "words about the copy",
      );
      const labels = await ask(({ all }) =>
        all("sgd-share-dialog >> .files > button").map((button) =>
          button.getAttribute("aria-label"),
        ),
      );
      const save = async ({ one }, label) => {
        const before = globalThis.saved.length;
        one(`sgd-share-dialog >> .files > [aria-label="${label}"]`).click();
        for (let tries = 0; globalThis.saved.length === before && tries < 200; tries++)
          await new Promise((later) => setTimeout(later, 25));
        const blob = await globalThis.saved.at(-1);
        const problem = one("sgd-share-dialog >> .fault").textContent;
        return {
          problem,
          type: blob?.type,
          size: blob?.size,
          start: await blob?.slice(0, 300).text(),
        };
      };
      const starts = {
        "Picture (PNG)": /^.PNG/,
        "Picture, twice as sharp (PNG)": /^.PNG/,
        "Picture that scales (SVG)": /^<svg/,
        "Numbers (CSV)": /^\ufeff?# http.*T=0\.05&t=3\nW/,
        "Numbers against time (CSV)": /^\ufeff?# http.*T=0\.05&t=3\n/,
        "Scene (JSON)": /^\{\s*"sgdCurrent": 1/,
        "Everything in one page (HTML)": /data-scene="v=1&amp;figure=/,
      };
      for (const label of Object.keys(starts)) assert.ok(labels.includes(label), label);
      for (const [label, start] of Object.entries(starts)) {
        const file = await ask(save, label);
        assert.equal(file.problem, "", label);
        assert.ok(file.size > 300, `${label}: ${file.size} bytes`);
        assert.match(file.start, start, label);
      }
    });

    test(`${name}: points are typed and dropped`, async () => {
      await opens("embed.html#v=1&figure=own&controls=full");
      await ask(enter, "#points", "1 2\n2 4\n3 7");
      await until(async () => /points=1,2;2,4;3,7/.test(await ask(link)), "the points");
      await ask(({ one }) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x;y\r\n1;2,5\r\n2;5\r\n"], "a.csv"));
        for (const type of ["dragover", "drop"])
          one("#points").dispatchEvent(
            new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }),
          );
      });
      await until(async () => /points=1,2\.5;2,5(&|$)/.test(await ask(link)), "the file");
    });

    test(`${name}: a wrong formula is pointed at, and the picture stays`, async () => {
      await opens("lab.html#v=1&l0=W%5E2&l1=(W-1)%5E2&from=-2&to=3");
      const row = '[id="landscape.losses.1"]';
      await ask(enter, row, "(W-1)^2 + foo(W)");
      await happens(({ one }) => /foo/.test(one('[id="landscape.losses.1-fault"]').textContent));
      assert.equal((await ask(text, "sgd-formulas >> .column")).indexOf("↑"), 10);
      assert.equal(await ask(({ one }, row) => one(row).value, row), "(W-1)^2 + foo(W)");
      assert.ok(await ask(shown, "sgd-evolve >> canvas"));
    });

    test(`${name}: the one file opens from a disk, and plays`, async () => {
      await opens(`${file.href}#v=1&figure=pit&T=0.05&t=5`);
      await reaches(5, "#pit >> .time");
      await ask(({ one }) => {
        const figure = one("#pit sgd-evolve");
        figure.scrollIntoView();
        if (!figure.clock.playing) figure.clock.play();
      });
      await reaches(20, "#pit >> .time");
    });

    test(`${name}: what was opened once opens again without a server`, async (running) => {
      const own = await serveSite();
      await opens(`${own.address}lab.html#v=1&t=1`);
      const keeps = await ask(async () => {
        if (!("serviceWorker" in navigator)) return false;
        return (await navigator.serviceWorker.ready).active !== null;
      });
      own.close();
      if (!keeps) return running.skip("this browser has no service workers here");
      await opens(`${own.address}lab.html#v=1&T=0.05&t=2`);
      await reaches(2);
    });

    test(`${name}: a figure whose script does not come says so, and comes after all`, async () => {
      const { broken, mend } = breaker(/momentum-[^/]*\.js$/, ways.missing);
      const own = await serveSite({ broken });
      await opens(own.address);
      const words = ({ one }) => one("#momentum sgd-trouble >> [role=alert]")?.textContent ?? "";
      await until(async () => /did not come\./.test(await ask(words)), "words");
      mend();
      const press = ({ one }, label) =>
        one("#momentum sgd-trouble >> button", label)?.click() ?? true;
      await ask(press, "Try again");
      // Firefox asks for a script only once.
      const come = () => document.querySelector("#momentum sgd-momentum") !== null;
      await until(async () => (await ask(come)) || /again/.test(await ask(words)), "an answer");
      if (!(await ask(come))) await ask(press, "Load the page again");
      await happens(come);
      own.close();
    });

    test(`${name}: who asks for dark pages and little motion has them`, async () => {
      const calm = await start(true);
      try {
        await opens("embed.html#v=1&figure=pit&autoplay=1", calm);
        await until(async () => (await calm.run(time)) === 0, "the start");
        await new Promise((later) => setTimeout(later, 400));
        assert.equal(await calm.run(time), 0, "nothing moves by itself");
        const [paper, ink] = await calm.run(({ one }) => {
          const canvas = one(".density >> canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let most = 0;
          // Its brightest mark that is as good as opaque.
          for (let at = 0; at < data.length; at += 4)
            if (data[at + 3] > 250)
              most = Math.max(most, Math.min(data[at], data[at + 1], data[at + 2]));
          return [getComputedStyle(one(".root")).backgroundColor, most];
        });
        assert.equal(paper, "rgb(22, 23, 26)");
        assert.ok(ink > 130, `the brightest mark has ${ink} of 255`);
        await calm.run(({ one }) => one("sgd-current").setAttribute("theme", "light"));
        const light = ({ one }) => getComputedStyle(one(".root")).backgroundColor;
        await until(async () => (await calm.run(light)) === "rgb(255, 254, 251)", "light again");
      } finally {
        await calm.close();
      }
    });
  });
}
