// What programs that unfold links find on the pages.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const file = (name) => readFile(new URL(`../../www/dist/${name}`, import.meta.url));

for (const page of ["index.html", "lab.html", "docs.html", "computed.html"])
  test(`${page} says what a link to it shows`, async () => {
    const html = String(await file(page));
    const said = (property) =>
      new RegExp(`<meta property="og:${property}" content="([^"]+)"`).exec(html)?.[1];
    const [, title] = /<title>([^<]*)/.exec(html);
    assert.equal(said("title"), title);
    assert.ok(said("image").endsWith("preview.png"));
    assert.deepEqual([said("image:width"), said("image:height")], ["1200", "630"]);
    assert.match(html, /name="twitter:card" content="summary_large_image"/);
  });

test("the picture of a preview is one of that size", async () => {
  const png = await file("preview.png");
  assert.equal(png.toString("latin1", 1, 4), "PNG");
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630]);
  assert.ok(png.length < 300_000, `${png.length} bytes`);
});

test("with SITE all addresses are whole, and there are a map and oEmbed", async () => {
  process.env.SITE = "https://example.org/sgd";
  const { previews } = await import("../../www/build/preview.js");
  const plugin = previews();
  const page = "<head><title>The lab</title></head>";
  const html = plugin.transformIndexHtml.handler(page, { filename: "/x/lab.html" });
  assert.match(html, /rel="canonical" href="https:\/\/example\.org\/sgd\/lab\.html"/);
  assert.match(html, /og:image" content="https:\/\/example\.org\/sgd\/preview\.png"/);
  assert.match(html, /application\/json\+oembed" href="https:\/\/example\.org\/sgd\/oembed\.json"/);
  const files = new Map();
  await plugin.generateBundle.call({
    emitFile: ({ fileName, source }) => files.set(fileName, source),
  });
  const { type, html: frame } = JSON.parse(files.get("oembed.json"));
  assert.equal(type, "rich");
  assert.match(frame, /^<iframe src="https:\/\/example\.org\/sgd\/embed\.html#/);
  assert.match(files.get("sitemap.xml"), /<loc>https:\/\/example\.org\/sgd\/lab\.html<\/loc>/);
});
