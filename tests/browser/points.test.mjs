// Points as people have them: pasted from spreadsheets, saved by programs, typed.
import assert from "node:assert/strict";
import test from "node:test";
import { loadSource } from "./source.mjs";

const { readTable } = await loadSource("scene/points");

for (const [what, text, points] of [
  ["tabs, as a spreadsheet copies them", "1\t2\n3\t4\n", "1,2;3,4"],
  ["commas, as CSV has them", "1,2\r\n3,4\r\n", "1,2;3,4"],
  ["spaces", " 1 2\n 3   4 ", "1,2;3,4"],
  ["a separator of its own on each line", "1,2\n2;4.1\n3\t6", "1,2;2,4.1;3,6"],
  ["commas with spaces", "1, 2\n3 ,4", "1,2;3,4"],
  ["names above the columns", "x,y\n1,2", "1,2"],
  ["names with spaces and units", "Size (m)\tprice\n1\t2", "1,2"],
  ["decimal commas between tabs", "1,5\t2,25\n-1\t-0,5", "1.5,2.25;-1,-0.5"],
  ["decimal commas between semicolons", "x;y\n1,5;2,25", "1.5,2.25"],
  ["decimal commas between spaces", "1,5 2,25", "1.5,2.25"],
  ["quotes", '"1.5","2.25"\n"3","4"', "1.5,2.25;3,4"],
  ["decimal commas in quotes", '"x","y"\n"1,5","2,25"', "1.5,2.25"],
  ["a true minus sign", "−1\t2", "-1,2"],
  ["powers of ten", "1e-3 2E5", "0.001,200000"],
  ["a mark at the start of the file", "\ufeff1\t2", "1,2"],
  ["comments and empty lines", "# made by hand\n\n1 2\n\n", "1,2"],
  ["a separator at the end of a line", "1,2,\n3,4,", "1,2;3,4"],
  ["a third column, which is not asked for", "1,2,3", "1,2"],
  ["a column of words in front", "a\t1\t2", "1,2"],
  ["a cell left empty", "1\t\n2\t3", "2,3"],
])
  test(`points with ${what}`, () => {
    const read = readTable(text, 300);
    assert.equal(read.problem, undefined);
    assert.deepEqual(
      read.points,
      points.split(";").map((pair) => pair.split(",").map(Number)),
    );
  });

for (const [what, text, problem] of [
  ["a word among numbers", "1 2\nthree 4", /“three 4” is not a pair/],
  ["a word in the first line", "one 2\n3 4", /“one 2”/],
  ["one column", "1\n2", /“1” is not/],
  ["infinity", "1 Infinity", /Infinity/],
  ["only names", "x,y", /“x,y”/],
  ["nothing", " \n", /no points/],
])
  test(`${what} is no point, and is said`, () => {
    assert.match(readTable(text, 300).problem, problem);
  });
