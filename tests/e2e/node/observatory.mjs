// How the Mozilla HTTP Observatory scores a site: `node observatory.mjs PORT` prints its grade, its score and
// what cost points. The public service asks only port 443 of public hosts; these are its own tests and its own sums.
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const port = process.argv[2];
const site = await retrieve("localhost", { httpPort: port, httpsPort: port });
const modifiers = ALL_TESTS.map((test) => test(site).result)
  .filter(Boolean)
  .map((result) => [result, getScoreModifier(result)]);
const total = (wanted) => modifiers.map(([, points]) => points).filter(wanted).reduce((a, b) => a + b, 100);
const strict = total((points) => points < 0);
const { score, grade } = getGradeForScore(
  strict >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? total(() => true) : strict,
);
console.log(JSON.stringify({ score, grade, modifiers: Object.fromEntries(modifiers.filter(([, points]) => points)) }));
