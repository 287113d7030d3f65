// Paths of as few points as look the same.

/** Farthest that a point left out may lie from the line, in CSS pixels. */
const tolerance = 0.16;

const run = /M[^A-Z]+(?:L[^A-Z]+)+/g;

/** @param {string} svg */
export const simplified = (svg) =>
  svg.replace(/ d="([^"]+)"/g, (_, path) => ` d="${path.replace(run, thinned)}"`);

/** @param {string} path M and L commands only */
function thinned(path) {
  const points = path
    .slice(1)
    .split("L")
    .map((point) => point.split(",").map(Number));
  return `M${kept(points)
    .map(([x, y]) => `${round(x)},${round(y)}`)
    .join("L")}`;
}

const round = (value) => Math.round(value * 10) / 10;

/** Ramer, Douglas and Peucker's: the farthest point, while it is far, and both sides again. */
function kept(points) {
  const keep = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [far, at] = [tolerance, -1];
    for (let i = from + 1; i < to; i++) {
      const away = distance(points[i], points[from], points[to]);
      if (away > far) [far, at] = [away, i];
    }
    if (at < 0) continue;
    keep.add(at);
    spans.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keep.has(i));
}

function distance([x, y], [x1, y1], [x2, y2]) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length === 0) return Math.hypot(x - x1, y - y1);
  return Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length;
}
