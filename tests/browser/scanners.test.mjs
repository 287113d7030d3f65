// Links through programs that look for links in text, and what others did to them on the way.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import Autolinker from "autolinker";
import { linkifyit } from "linkify-it";
import * as linkifyjs from "linkifyjs";
import { marked } from "marked";
import { loadSource } from "./source.mjs";

const { escaped, entriesOf } = await loadSource("scene/entries");

const twitter = createRequire(import.meta.url)("twitter-text");
const scanners = {
  "twitter-text": (text) => twitter.extractUrls(text)[0],
  linkifyjs: (text) => linkifyjs.find(text)[0]?.href,
  autolinker: (text) => Autolinker.parse(text, { urls: true })[0]?.getUrl(),
  "linkify-it": (text) => linkifyit().match(text)?.[0].url,
  marked: (text) =>
    /href="([^"]*)"/
      .exec(marked.parse(text))?.[1]
      .replaceAll("&amp;", "&")
      .replaceAll("&#39;", "'"),
};

const formulas = [
  "(W-1)^2+W^4/10",
  "exp(-(W-2)^2)",
  "|W|",
  "a*W^4 - b*W^2",
  "max(0, 1-W)",
  "2.",
  "W!",
  "(W)",
  "W--1",
  "f(W) = 'W'",
  "λW² + ½",
  "W\\,",
  "~W~",
  "{[W]}",
  "W;",
  "1---W",
];

for (const [name, find] of Object.entries(scanners))
  test(`${name} finds all of a link`, () => {
    for (const formula of formulas) {
      const link = `https://example.org/lab.html#v=1&T=0.05&l0=${escaped(formula)}`;
      for (const text of [link, `See ${link} for more.`, `(${link})`, `Look: ${link}.`])
        assert.equal(find(text), link, `${formula} in ${text}`);
    }
  });

test("links come back from what happened to them", () => {
  const link = `v=1&T=0.05&l0=${escaped("(W-1)^2+W^4/10")}&l1=W`;
  const whole = entriesOf(link);
  for (const [what, hash] of [
    ["as it is", `#${link}`],
    ["encoded again", `#${link.replaceAll("%", "%25")}`],
    ["encoded twice again", `#${link.replaceAll("%", "%2525")}`],
    ["encoded whole", `#${encodeURIComponent(link)}`],
    ["in HTML", `#${link.replaceAll("&", "&amp;")}`],
    ["quoted-printable", `#${link.replaceAll("=", "=3D").replace("l0", "=\r\nl0")}`],
    ["with a stop", `#${link}.`],
    ["in parentheses", `#${link})`],
    ["in both", `#${link}).`],
  ]) {
    const notices = [];
    assert.deepEqual([...entriesOf(hash, notices)], [...whole], what);
    assert.deepEqual(notices, [], what);
  }
  for (const foreign of ["#top", "#google_vignette", "#", "#:~:text=SGD"]) {
    const notices = [];
    entriesOf(foreign, notices);
    if (!foreign.includes("=")) assert.deepEqual(notices, [], foreign);
  }
});
