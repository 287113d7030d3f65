// Splits the core in two, so that a page with figures of one parameter alone loads nothing that
// only the plane needs. The line's part is a core by itself, with the tables of both. The plane's
// has no memory and no function of its own that the line's has too: it is given the exports of
// the line's as its imports, and puts what it does into a table there, through which the line's
// part calls it. So both together are the whole, with the same bindings.
//   node build/split.js WHOLE.wasm LINE.wasm PLANE.wasm
import { readFile, writeFile } from "node:fs/promises";
import binaryen from "binaryen";

const isOfPlane = ({ name }) =>
  /^(__wbg_)?planesimulation_|^plane(Normalize|Stationary|LinearEnd)$/.test(name);

const { Features, SideEffects } = binaryen;
/** Those that build.sh has wasm-opt use, with what they imply. */
const features =
  Features.SIMD128 |
  Features.SignExt |
  Features.NontrappingFPToInt |
  Features.MutableGlobals |
  Features.Multivalue |
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.ReferenceTypes |
  Features.CallIndirectOverlong;

const all = (count, at, describe) => Array.from({ length: count }, (_, i) => describe(at(i)));
const exportsOf = (part) =>
  all(part.getNumExports(), part.getExportByIndex, binaryen.getExportInfo);
const functionsOf = (part) =>
  all(part.getNumFunctions(), part.getFunctionByIndex, binaryen.getFunctionInfo);
const globalsOf = (part) =>
  all(part.getNumGlobals(), part.getGlobalByIndex, binaryen.getGlobalInfo);
const tablesOf = (part) => all(part.getNumTables(), part.getTableByIndex, binaryen.getTableInfo);
const segmentsOf = (part) =>
  all(part.getNumElementSegments(), part.getElementSegmentByIndex, binaryen.getElementSegmentInfo);

const dropUnused = (part) => {
  part.runPasses(["remove-unused-module-elements"]);
};

const acts = SideEffects.Calls | SideEffects.WritesMemory | SideEffects.WritesGlobal;
/** Whether a function of a part computes a value and does nothing else, all by itself. */
const isFormula = (part, { body }) =>
  body !== 0 && (binaryen.getSideEffects(body, part) & acts) === 0;

const read = (bytes) => {
  const part = binaryen.readBinary(bytes);
  part.setFeatures(features);
  return part;
};

const [whole, linePath, planePath] = process.argv.slice(2);
const bytes = await readFile(whole);
const line = read(bytes);
const plane = read(bytes);
const entries = exportsOf(line).filter(isOfPlane);
const known = new Map(functionsOf(plane).map((one) => [one.name, one]));

// The line's part is what is reached without the plane's exports.
for (const { name } of entries) line.removeExport(name);
dropUnused(line);

// The plane's is what its exports reach, and imports what the line's has: but calls from one part
// to the other take longer, so a root or a minimum it computes for itself.
for (const { name } of exportsOf(plane)) plane.removeExport(name);
for (const { name, params, results } of functionsOf(line)) {
  if (isFormula(plane, known.get(name))) continue;
  plane.removeFunction(name);
  plane.addFunctionImport(name, "line", name, params, results);
}
for (const { name, type, mutable } of globalsOf(plane))
  plane.addGlobalImport(name, "line", name, type, mutable);
for (const { name } of segmentsOf(plane)) plane.removeElementSegment(name);
for (const { name } of tablesOf(plane)) plane.addTableImport(name, "line", name);
plane.setMemory(1, -1, null, []);
plane.addMemoryImport("0", "line", "memory");

// The table through which the line's part calls it.
for (const part of [line, plane]) part.addTable("plane", entries.length, entries.length);
line.addTableExport("plane", "plane");
plane.addTableImport("plane", "line", "plane");
const doers = entries.map(({ value }) => value);
plane.addActiveElementSegment("plane", "plane", doers, plane.i32.const(0));
entries.forEach(({ name, value }, place) => {
  const { params, results } = known.get(value);
  const given = binaryen.expandType(params).map((type, i) => line.local.get(i, type));
  const call = line.call_indirect("plane", line.i32.const(place), given, params, results);
  line.addFunction(name, params, results, [], call);
  line.addFunctionExport(name, name);
});

dropUnused(plane);
const imported = ({ module }) => module === "line";
for (const { name } of functionsOf(plane).filter(imported)) line.addFunctionExport(name, name);
for (const { name } of globalsOf(plane).filter(imported)) line.addGlobalExport(name, name);
for (const { name } of tablesOf(plane).filter(imported))
  if (name !== "plane") line.addTableExport(name, name);

for (const part of [line, plane]) if (!part.validate()) process.exit(1);
await writeFile(linePath, line.emitBinary());
await writeFile(planePath, plane.emitBinary());
