/** Small tables that everybody knows, to start from. */

interface Measured {
  name: string;
  columns: [x: string, y: string];
  /** Who measured it, and where it is printed. */
  source: string;
  /** Pairs x y, one after the other. */
  values: string;
}

/** A table as a text, and where it is from. */
export interface NamedTable {
  name: string;
  source: string;
  text: string;
}

const measured: Measured[] = [
  {
    name: "Hubble: how fast galaxies recede (1929)",
    columns: ["distance (Mpc)", "velocity (km/s)"],
    source:
      "E. Hubble, A relation between distance and radial velocity among extra-galactic nebulae, PNAS 15, 168 (1929), table 1",
    values:
      "0.032 170 0.034 290 0.214 -130 0.263 -70 0.275 -185 0.275 -220 0.45 200 0.5 290 0.5 270 0.63 200 0.8 300 0.9 -30 0.9 650 0.9 150 0.9 500 1 920 1.1 450 1.1 500 1.4 500 1.7 960 2 500 2 850 2 800 2 1090",
  },
  {
    name: "Cars: how far they go before they stop (1930)",
    columns: ["speed (mph)", "distance (ft)"],
    source: "M. Ezekiel, Methods of Correlation Analysis, Wiley (1930); “cars” in R",
    values:
      "4 2 4 10 7 4 7 22 8 16 9 10 10 18 10 26 10 34 11 17 11 28 12 14 12 20 12 24 12 28 13 26 13 34 13 34 13 46 14 26 14 36 14 60 14 80 15 20 15 26 15 54 16 32 16 40 17 32 17 40 17 50 18 42 18 56 18 76 18 84 19 36 19 46 19 68 20 32 20 48 20 52 20 56 20 64 22 66 23 54 24 70 24 92 24 93 24 120 25 85",
  },
  {
    name: "Heights and weights (1975)",
    columns: ["height (in)", "weight (lb)"],
    source: "The World Almanac and Book of Facts (1975); “women” in R",
    values:
      "58 115 59 117 60 120 61 123 62 126 63 129 64 132 65 135 66 139 67 142 68 146 69 150 70 154 71 159 72 164",
  },
  {
    name: "Motor Trend: horsepower and mileage (1974)",
    columns: ["power (hp)", "mileage (mpg)"],
    source:
      "Motor Trend (1974), in H. Henderson and P. Velleman, Biometrics 37, 391 (1981); “mtcars” in R",
    values:
      "110 21 110 21 93 22.8 110 21.4 175 18.7 105 18.1 245 14.3 62 24.4 95 22.8 123 19.2 123 17.8 180 16.4 180 17.3 180 15.2 205 10.4 215 10.4 230 14.7 66 32.4 52 30.4 65 33.9 97 21.5 150 15.5 150 15.2 245 13.3 175 19.2 66 27.3 91 26 113 30.4 264 15.8 175 19.7 335 15 109 21.4",
  },
  {
    name: "Anscombe’s first set (1973)",
    columns: ["x", "y"],
    source: "F. Anscombe, Graphs in statistical analysis, The American Statistician 27, 17 (1973)",
    values: "10 8.04 8 6.95 13 7.58 9 8.81 11 8.33 14 9.96 6 7.24 4 4.26 12 10.84 7 4.82 5 5.68",
  },
  {
    name: "Challenger: did a ring fail, by temperature (1989; logistic)",
    columns: ["temperature (°F)", "distress"],
    source:
      "S. Dalal, E. Fowlkes and B. Hoadley, Risk analysis of the space shuttle, JASA 84, 945 (1989)",
    values:
      "66 0 70 1 69 0 68 0 67 0 72 0 73 0 70 0 57 1 63 1 70 1 78 0 67 0 53 1 67 0 75 0 70 0 81 0 76 0 79 0 75 1 76 0 58 1",
  },
];

/** Tables that everybody knows, each as a spreadsheet copies it. */
export const namedTables: NamedTable[] = measured.map(({ name, columns, source, values }) => {
  const numbers = values.split(" ");
  const rows = numbers.flatMap((x, i) => (i % 2 === 0 ? [`${x}\t${numbers[i + 1]!}`] : []));
  return { name, source, text: [columns.join("\t"), ...rows].join("\n") };
});
