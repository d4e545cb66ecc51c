// Judges GeoJSON files by @mapbox/geojsonhint: structure, winding, closed rings, bbox, precision, and no `crs`.
//
//     npm ci && node validate.mjs FILE...
//
// Prints one JSON object, { file: [problem, …] }; exit status 1 when there is any problem.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import geojsonhint from '@mapbox/geojsonhint';

/** @param {string} path */
function problems(path) {
  const text = readFileSync(path, 'utf8');
  const found = geojsonhint.hint(text, { precisionWarning: true, noDuplicateMembers: true });
  // geojsonhint lets a coordinate system pass; RFC 7946 section 4 does not know one.
  const crs = JSON.parse(text).crs === undefined ? [] : [{ message: 'a crs member' }];
  return [...found, ...crs].map((problem) => (problem.line ? `line ${problem.line}: ` : '') + problem.message);
}

const paths = process.argv.slice(2);
const judged = Object.fromEntries(paths.map((path) => [basename(path), problems(path)]));
console.log(JSON.stringify(judged, null, 1));
process.exitCode = Object.values(judged).some((list) => list.length > 0) ? 1 : 0;
