// Finds labels that overlap or are cut: the texts of the canvases as they are drawn, and the texts
// of the elements around them.

/** Notes, in the page, the box of every text on a canvas, in CSS pixels, until the canvas is cleared. */
export function noteTexts() {
  const { prototype } = CanvasRenderingContext2D;
  const { clearRect, fillText } = prototype;
  window.drawnAt = 0;
  prototype.clearRect = function (...box) {
    this.canvas.texts = [];
    return clearRect.apply(this, box);
  };
  prototype.fillText = function (words, x, y, ...rest) {
    window.drawnAt = performance.now();
    const {
      width,
      actualBoundingBoxAscent: up,
      actualBoundingBoxDescent: down,
    } = this.measureText(words);
    const left = x - { left: 0, center: width / 2, right: width }[this.textAlign];
    (this.canvas.texts ??= []).push({
      words,
      left,
      right: left + width,
      top: y - up,
      bottom: y + down,
    });
    return fillText.call(this, words, x, y, ...rest);
  };
}

/** What is wrong with the labels of the page now, in words. */
export function labelFaults() {
  const faults = [];
  /** Pixels that two boxes may share: letters have room around them. */
  const slack = { across: 1, down: 2 };
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack.across &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack.down;
  const pairs = (boxes, where) =>
    boxes.forEach((one, i) => {
      for (const other of boxes.slice(i + 1))
        if (meet(one, other)) faults.push(`${where}: “${one.words}” over “${other.words}”`);
    });
  const texts = [];
  const visit = (node) => {
    if (node instanceof Text) {
      const words = node.data.trim();
      const parent = node.parentElement ?? node.getRootNode().host;
      if (words === "" || !parent.checkVisibility({ visibilityProperty: true })) return;
      // Read out, not seen; formulas set themselves.
      if (parent.closest("math, style, option, textarea")) return;
      if (getComputedStyle(parent).clipPath !== "none") return;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom } of range.getClientRects())
        texts.push({ words: words.slice(0, 40), left, right, top: top + 3, bottom: bottom - 3 });
      return;
    }
    if (node instanceof HTMLCanvasElement && node.checkVisibility()) {
      const { width, height } = node.getBoundingClientRect();
      const drawn = node.texts ?? [];
      const host = node.getRootNode().host;
      const where = host?.className || host?.localName || "canvas";
      for (const { words, left, right, top, bottom } of drawn)
        if (left < -1 || right > width + 1 || top < -1 || bottom > height + 1)
          faults.push(
            `${where}: “${words}” is cut: ${[left, right, top, bottom].map(Math.round)} of ${Math.round(width)} × ${Math.round(height)}`,
          );
      pairs(drawn, where);
      return;
    }
    for (const child of node.shadowRoot?.childNodes ?? []) visit(child);
    for (const child of node.localName === "slot" ? [] : node.childNodes) visit(child);
  };
  visit(document.body);
  for (const { words, left, right } of texts)
    if (left < -1 || right > document.documentElement.clientWidth + 1)
      faults.push(`“${words}” leaves the window: ${Math.round(left)} to ${Math.round(right)}`);
  pairs(texts, "text");
  return faults;
}
