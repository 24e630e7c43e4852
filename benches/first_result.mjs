// Measures how long a search takes in Chromium, from Enter to the first result with a mark in it.
//
//     benches/search.py write 10000 /tmp/library && kaozheng -C /tmp/library build
//     npm install --prefix /tmp/tools playwright-core
//     (serve /tmp/library/public at some address, as with nginx)
//     NODE_PATH=/tmp/tools/node_modules node benches/first_result.mjs /tmp/library http://127.0.0.1:8811/
//
// Queries are 15 stretches of two to six Han characters out of the texts, the same each time. Each is asked in a new
// context, so that nothing but the head of the search is there already, which comes when the box has the focus.

import {readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';

const {chromium} = createRequire(import.meta.url)('playwright-core');
const [library, address] = process.argv.slice(2);
if (!address) throw new Error('usage: first_result.mjs LIBRARY ADDRESS');

// A number from 0 to 1, the same row of them in each run (Numerical Recipes, section 7.1).
let seed = 7;
const random = () => (seed = (seed * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;

const folders = readdirSync(library + '/content/articles').sort();
const queries = [];
while (queries.length < 15) {
  const length = 2 + Math.floor(queries.length / 3);
  const folder = folders[Math.floor(random() * folders.length)];
  const text = readFileSync(`${library}/content/articles/${folder}/index.md`, 'utf8').split('---\n').slice(2).join('');
  const start = Math.floor(random() * (text.length - length));
  const query = text.slice(start, start + length);
  if (/^[\u3400-\u9fff]+$/.test(query)) queries.push(query);
}

const browser = await chromium.launch({executablePath: process.env.CHROME || '/usr/bin/chromium', args: ['--no-sandbox']});
const times = [];
for (const query of queries) {
  const context = await browser.newContext(), page = await context.newPage();
  await page.goto(address + 'search/');
  await page.click('#kz-q');
  await page.waitForLoadState('networkidle');
  times.push(await page.evaluate(query => new Promise(found => {
    const form = document.querySelector('#kz-search form');
    form.elements.q.value = query;
    const start = performance.now();
    new MutationObserver(() => {
      if (document.querySelector('.found li mark.hit')) found(performance.now() - start);
    }).observe(document.querySelector('.found'), {subtree: true, childList: true});
    form.requestSubmit();
  }), query));
  await context.close();
}
await browser.close();
times.sort((a, b) => a - b);
console.log(`${times.length} queries: median ${times[7].toFixed(0)} ms, ${times[0].toFixed(0)} to ${times[14].toFixed(0)} ms`);
