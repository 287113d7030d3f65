/** Where the time axis may end: 40, 50, 60, 80, 100, 150, 200, … */
export function horizon(time: number): number {
  const decade = 10 ** Math.floor(Math.log10(Math.max(time, 1)));
  const multiple = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((multiple) => multiple * decade >= time)!;
  return Math.max(40, multiple * decade);
}
