// What Lighthouse says about one page: `node lighthouse.mjs URL [COOKIE]` prints scores, vitals and what cost points.
// CHROME_PATH is the browser.
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const [url, cookie] = process.argv.slice(2);
const chrome = await chromeLauncher.launch({
  chromeFlags: ["--headless=new", "--no-sandbox", "--ignore-certificate-errors", "--disable-background-networking"],
});
const options = { port: chrome.port, logLevel: "error", extraHeaders: cookie ? { Cookie: cookie } : {} };
const { lhr } = await lighthouse(url, options);
await chrome.kill();

// What Lighthouse could not measure is the worst there is.
const score = (category) => Math.round((lhr.categories[category].score ?? 0) * 100);
const value = (audit) => lhr.audits[audit].numericValue ?? 1e6;
const failed = Object.values(lhr.categories).flatMap(({ id, auditRefs }) =>
  auditRefs
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
    .map((audit) => `${id}: ${lhr.audits[audit.id].title}`),
);
console.log(
  JSON.stringify({
    performance: score("performance"),
    accessibility: score("accessibility"),
    practices: score("best-practices"),
    seo: score("seo"),
    lcp: value("largest-contentful-paint"),
    cls: value("cumulative-layout-shift"),
    tbt: value("total-blocking-time"),
    failed,
  }),
);
