// Links as mail, chats, editors and networks hand them on: each means what it meant, without a word.
import assert from "node:assert/strict";
import test from "node:test";
import { linkTable } from "./link-table.mjs";
import { loadSource } from "./source.mjs";

const { decode, encode } = await loadSource("scene/link");

const links = [
  "v=1&T=0.05&l0=(W-1)%5E2%2B1&l1=%28W%2B1%29%5E2&cells=512",
  "v=1&preset=balance&T=0.5",
  encode(
    {
      landscape: {
        kind: "formula",
        losses: ["exp(-(W-1)^2/2)", "a*W^4 - b*W^2"],
        constants: { a: 2, b: 3 },
      },
      learningRate: 0.03,
      domain: [-2, 2],
    },
    linkTable,
  ),
];

const within = (text, at, sign) => text.slice(0, at) + sign + text.slice(at);
const capital = (key) => key.replace(/[a-z]/, (first) => first.toUpperCase());
const ways = {
  "two hashes": (link) => `##${link}`,
  "its hash encoded": (link) => `%23${link}`,
  "a hashbang": (link) => `#!${link}`,
  "a question mark": (link) => `#?${link}`,
  "angle brackets": (link) => `<${link}>`,
  "encoded whole": encodeURIComponent,
  "encoded whole twice": (link) => encodeURIComponent(encodeURIComponent(link)),
  "encoded four times": (link) => link.replaceAll("%", "%252525"),
  "HTML in HTML": (link) => link.replaceAll("&", "&amp;amp;"),
  "a numbered entity": (link) => link.replaceAll("&", "&#38;"),
  "the same in base sixteen": (link) => link.replaceAll("&", "&#x26;"),
  "entities for =": (link) => link.replaceAll("=", "&#61;"),
  "JSON's escapes": (link) => link.replaceAll("&", "\\u0026").replaceAll("=", "\\u003d"),
  "quoted-printable in small letters": (link) => link.replaceAll("=", "=3d"),
  "LaTeX's escapes": (link) => link.replace(/[%&_#]/g, "\\$&"),
  "Markdown's escapes": (link) => link.replace(/[*_()]/g, "\\$&"),
  "a broken line": (link) => within(link, 20, "\r\n  "),
  "a broken line, encoded": (link) => within(link, 17, "%0A"),
  "a space without width": (link) => within(link, 10, "\u200b"),
  "a hyphen nobody sees": (link) => within(link, 10, "\u00ad"),
  "a byte order mark": (link) => `\ufeff${link}`,
  "wide signs": (link) => link.replaceAll("=", "＝").replaceAll("&", "＆"),
  semicolons: (link) => link.replaceAll("&", ";"),
  "spaces around &": (link) => link.replaceAll("&", " & "),
  "spaces around =": (link) => link.replaceAll("=", " = "),
  capitals: (link) => link.replace(/(^|&)[a-z0-9]+=/g, (key) => key.toUpperCase()),
  "itself twice": (link) => `${link}&${link}`,
  "a network's number": (link) => `${link}&fbclid=IwAR0abc&gclid=1&msclkid=2&igshid=3`,
  "a campaign": (link) => `${link}&utm_source=x&utm_medium=social&mc_cid=1&_hsenc=2`,
  "a campaign that asks": (link) => `${link}?utm_source=x`,
  "a highlighted text": (link) => `${link}:~:text=hello%20world`,
  "an advertisement": (link) => `${link}#google_vignette`,
  "half an escape": (link) => `${link}%2`,
  "entities for what formulas have": (link) =>
    link.replace(/[-().,:%]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  "entities by name": (link) => link.replaceAll(".", "&period;").replaceAll("(", "&lpar;"),
  "the escapes of JSON for all": (link) => link.replaceAll("%", "\\u0025").replaceAll("/", "\\/"),
  "its & encoded alone": (link) => link.replaceAll("&", "%26"),
  "its & as HTML, encoded": (link) => link.replaceAll("&", "%26amp;"),
  "half an entity": (link) => link.replaceAll("&", "&amp"),
  "an entity that lost its &": (link) => link.replaceAll("&", "amp;"),
  "escapes in small letters": (link) => link.replace(/%[0-9A-F]{2}/g, (e) => e.toLowerCase()),
  "wide signs for escapes": (link) => link.replaceAll("%", "％"),
  "signs that turn its direction": (link) => `\u2068${within(link, 10, "\u200e")}\u2069`,
  "a space without width, encoded": (link) => within(link, 10, "%E2%80%8B"),
  "a hyphen nobody sees, as HTML": (link) => within(link, 10, "&shy;"),
  "a place to break it": (link) => within(link, 20, "<wbr>"),
  "lines of a letter that is answered": (link) => within(link, 20, "\r\n> "),
  "quoted-printable spaces at the ends": (link) => within(link.replaceAll("=", "=3D"), 33, "=20\n"),
  "the address before it": (link) => `https://example.org/lab.html#${link}`,
  "Slack's text": (link) => `${link}|see here>`,
  "Discord's bars": (link) => `||${link}||`,
  "Markdown's title": (link) => `${link} "title")`,
  "Markdown's number": (link) => `${link}][1]`,
  "Org's text": (link) => `${link}][here]]`,
  "a forum's end": (link) => `${link}[/url]`,
  "LaTeX's text": (link) => `${link}}{here}`,
  "an end of HTML as it is": (link) => `${link}">here</a>`,
  "an end of HTML, encoded": (link) => `${link}%22%3E`,
  "dots, encoded": (link) => `${link}%E2%80%A6`,
  "the sentence after it": (link) => `${link}, which`,
  "what was cut": (link) => `${link}… (more)`,
  "somebody's": (link) => `${link}’s`,
  "a colon": (link) => `${link}:`,
  "a slash": (link) => `${link}/`,
  ...Object.fromEntries(
    ["“”", "„“", "«»", "‘’", "``"].map(([a, b]) => [`${a} around it`, (link) => a + link + b]),
  ),
  "the address before it, encoded": (link) => encodeURIComponent(`https://example.org/#${link}`),
  "all but its first entry encoded": (link) => `v=1${encodeURIComponent(link.slice(3))}`,
  "entities without an end": (link) => link.replaceAll("&", "&#38"),
  "an escape of JSON that lost its sign": (link) => link.replaceAll("&", "u0026"),
  "a script's escapes": (link) => link.replaceAll("&", "\\x26"),
  "commas between": (link) => link.replaceAll("&", ", "),
  "bars between": (link) => link.replaceAll("&", "|"),
  "spaces between, encoded": (link) => link.replaceAll("&", "%20"),
  "a question mark for its first &": (link) => link.replace("&", "?"),
  "a space without width, as HTML": (link) => within(link, 10, "&#8203;"),
  "a highlighted text, encoded": (link) => `${link}%3A~%3Atext%3Dhello`,
  "what ends it before what a network counts": (link) => `${link}).&utm-source=x&_kx=1&li_fat_id=2`,
  "names in capitals": (link) => link.replace(/=([a-z]+)(?=&|$)/g, (name) => name.toUpperCase()),
  "keys as names begin": (link) => link.replace(/(^|&)[a-z]{2,}/g, (key) => capital(key)),
  ...Object.fromEntries(
    ["[", "{", "%22", "%3F", ";", "—", "%%", "&num;", "ï»¿", "\\url{"].map((sign) => [
      `${sign} before it`,
      (link) => sign + link,
    ]),
  ),
  "an entity behind it": (link) => `${link}&rdquo;`,
  "Outlook's safety": (link) =>
    `${encodeURIComponent(link)}&data=05%7C01%7Ca&sdata=b%3D&reserved=0`,
  "a document's way out": (link) => `${link}&sa=D&source=docs&ust=17&usg=AOv`,
  "an ending of HTML": (link) => `${link}&quot;>here</a>`,
  ...Object.fromEntries(
    [..."*_`}\\…。）”»~—，】！؟।@$"].map((sign) => [`${sign} behind it`, (link) => link + sign]),
  ),
};

for (const [name, way] of Object.entries(ways))
  test(`a link with ${name}`, () => {
    for (const link of links) {
      // Only letters keep a small t and a capital T apart.
      if (name === "capitals" && /&t=/.test(link)) continue;
      const read = (text) => {
        const { scenario, table, look, figure, notices } = decode(text, linkTable);
        return [encode(scenario, table, look, figure), notices];
      };
      const [meant] = read(link);
      assert.deepEqual(read(way(link)), [meant, []], way(link));
    }
  });

test("plus signs are spaces where one of them had to be encoded, else they are what they are", () => {
  const losses = (text) => decode(text, linkTable).scenario.landscape.losses;
  assert.deepEqual(losses("v=1&l0=2+W%2B1&l1=W"), ["2 W+1", "W"]);
  assert.deepEqual(losses("v=1&l0=2+W&l1=W"), ["2+W", "W"]);
});

test("a formula keeps the bracket at its end, and what nobody knows is named", () => {
  const { scenario, notices } = decode("v=1&l0=(W-1)*exp(-W%29&wonder=2", linkTable);
  assert.deepEqual(scenario.landscape.losses, ["(W-1)*exp(-W)"]);
  assert.match(notices.join(" "), /wonder/);
});

test("what ends a sentence behind a name, a choice or a formula is no part of it", () => {
  const read = (text) => {
    const { scenario, table, look, figure, notices } = decode(text, linkTable);
    return [encode(scenario, table, look, figure), notices];
  };
  for (const link of ["v=1&figure=widths", "v=1&T=0.05&convention=stratonovich"])
    for (const end of ['"', "%22", ")", "%29.", "%2C", " (see there)", "%E2%80%9D", "</a>", "👍"])
      assert.deepEqual(read(link + end), read(link), link + end);
  const formula = "v=1&l0=%28W-1%29%5E2";
  for (const end of [")", ").", ")&fbclid=1", '"', "~"])
    assert.deepEqual(read(formula + end), read(formula), end);
  assert.deepEqual(decode("v=1&l0=|W|", linkTable).scenario.landscape.losses, ["|W|"]);
});

test("what goes on with a number, another entry, or a cut are not dropped without a word", () => {
  for (const value of ["1/2", "0.5*2", "5%25", "10 000", "10'000", "2^3", "0.5 + 1"])
    assert.match(decode(`v=1&mean=${value}`, linkTable).notices.join(), /^mean = /, value);
  assert.equal(
    decode("v=1&mean=5%20%C2%B7%2010%E2%81%BB%C2%B2", linkTable).scenario.initial.mean,
    0.05,
  );
  assert.equal(decode("v=1&T=0.05 B=4", linkTable).scenario.batchSize, 4);
  assert.match(decode("v=1&l0=(W-1)%5", linkTable).notices.join(), /cut: the end of l0/);
  for (const text of ["v:1&T:0.05", "v-3D1-26T-3D0.05", '{"T":0.05,"B":4}'])
    assert.match(decode(text, linkTable).notices.join(), /Nothing could be read/, text);
  for (const place of ["#top", "#google_vignette", "#:~:text=a,b"])
    assert.deepEqual(decode(place, linkTable).notices, []);
});

test("however often a sign stands in a link, it is read at once", () => {
  const signs = [
    " ",
    "%20",
    "\n",
    "%25",
    "&amp;",
    "\\",
    ";",
    "#",
    "?",
    ".",
    "+",
    ")",
    "a",
    "W",
    "é",
    "·",
    " 1",
  ];
  for (const before of ["", "v=1", "v=1&mean=1", "v=1&l0=W"])
    for (const sign of signs) {
      const start = performance.now();
      decode(`${before}${sign.repeat(90_000 / sign.length)}x`, linkTable);
      assert.ok(performance.now() - start < 2000, JSON.stringify([before, sign]));
    }
});
