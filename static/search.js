(() => {
const d = document, root = d.getElementById('kz-search');
if (!root) return;
const word = root.dataset, form = root.querySelector('form'), box = form.elements.q, order = root.querySelector('select');
const say = root.querySelector('[role=status]'), found = root.querySelector('.found'), list = found.querySelector('ol');
const side = found.querySelector('.fold'), more = found.querySelector('button'), tips = root.querySelector('.tips');
const fill = (text = '', n) => text.replace('{n}', n.toLocaleString('en'));
const make = (name, text, key) => {
  const node = d.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (key) node.className = key;
  return node;
};

// Every file is a script that calls this function with its name and what it brings.
const files = {}, waiting = {};
window.kaozhengSearch = (name, value) => { if (waiting[name]) waiting[name](value); };
const load = (name, address) => files[name] || (files[name] = new Promise((good, bad) => {
  const script = d.createElement('script'), end = () => {
    script.remove();
    delete waiting[name];
    // When it was good this changes nothing.
    bad(new Error(address));
  };
  waiting[name] = good;
  script.onload = script.onerror = end;
  script.src = address;
  d.head.append(script);
}).catch(error => { delete files[name]; throw error; }));

// Folding and cutting up, as `search::fold` and `search::tokens` do.
const WIDE = /[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\uac00-\ud7a3\u{20000}-\u{3ffff}]/u;
const LETTER = /[\p{Alphabetic}\p{N}]/u;
const PART = /.[\p{M}\u1160-\u11ff\uff9e\uff9f\u{16d67}]*/gsu;
const table = new Map(), folds = new Map();
const fold = part => {
  let to = folds.get(part);
  if (to === undefined) {
    to = [...part.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFKC').toLowerCase()].map(x => table.get(x) || x).join('');
    folds.set(part, to);
  }
  return to;
};
const foldAll = text => text.replace(PART, fold);
const isLetter = c => c !== undefined && LETTER.test(c) && !WIDE.test(c);
const isDigit = c => c >= '0' && c <= '9';
// The keys of a text; a word at its end may go on, which a star says.
const keysOf = text => {
  const c = [...text], keys = new Set();
  let i = 0;
  while (i < c.length) {
    let j = i + 1;
    if (WIDE.test(c[i])) {
      while (j < c.length && WIDE.test(c[j])) j++;
      for (let k = i; k < Math.max(j - 1, i + 1); k++) {
        const key = c[k] + (k + 1 < j ? c[k + 1] : '');
        keys.add(/[^\0-\uffff]/u.test(key) ? '#' + key : key);
      }
    } else if (LETTER.test(c[i])) {
      while (j < c.length && (isLetter(c[j]) || /[.,]/.test(c[j]) && isDigit(c[j - 1]) && isDigit(c[j + 1]))) j++;
      keys.add('#' + c.slice(i, j).join('') + (j === c.length && j > i + 1 ? '*' : ''));
    }
    i = j;
  }
  return [...keys];
};

// Lists of articles, as `search::digits` writes them.
const DIGITS = "%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
const digit = new Map([...DIGITS].map((c, i) => [c, i]));
const numbers = text => {
  const all = [];
  let high = 0;
  for (const c of text) {
    const n = digit.get(c);
    if (n < 64) { all.push(high * 64 + n); high = 0; } else high = high * 25 + n - 64;
  }
  return all;
};
const members = text => {
  const all = [];
  let next = 0;
  if (text[0] === '$') {
    for (let i = 1; i < text.length; i++) for (let bit = 0; bit < 6; bit++)
      if (digit.get(text[i]) >> bit & 1) all.push((i - 1) * 6 + bit);
  } else for (const n of numbers(text)) { all.push(next + n); next += n + 1; }
  return all;
};
const lists = written => written.split('!').map(members);
const listsAt = (shard, from) => {
  let to = from;
  while (to < shard.length && shard[to] > ' ' && shard[to] <= '~' && shard[to] !== '#') to++;
  return lists(shard.slice(from, to));
};
const united = all => [0, 1, 2].map(field => all.length === 1 ? all[0][field] || [] : [...new Set(all.flatMap(three => three[field] || []))]);
// The three lists of a key in a shard, for text, title and notes; of all words it begins when it has a star. The
// list of one character lacks what those of its pairs have.
const lookUp = (shard, key) => {
  if (key[0] === '#') {
    const start = key.endsWith('*') ? key.slice(0, -1) : key + ' ', all = [];
    for (let at = shard.indexOf(start); at >= 0; at = shard.indexOf(start, at + 1)) all.push(listsAt(shard, shard.indexOf(' ', at) + 1));
    return united(all);
  }
  const group = shard.indexOf(' ' + key[0]), next = shard.indexOf(' ', group + 1), end = next < 0 ? shard.length : next;
  if (group < 0) return [];
  if (!key[1]) return united(shard.slice(group + 2, end).split(/[^\0-\x7f]/).map(lists));
  const at = shard.indexOf(key[1], group + 2);
  return at < 0 || at > end ? [] : listsAt(shard, at + 1);
};

let head, years, outlets, verdicts, tags, names;
const open = async (suffix = '') => {
  const next = await load('head', 'head.js' + suffix);
  if (next === head) return;
  head = next;
  const pairs = [...head.fold];
  for (let i = 0; i < pairs.length; i += 2) table.set(pairs[i], pairs[i + 1]);
  folds.clear();
  years = head.years.flatMap(([year, count]) => Array(count).fill(year));
  outlets = numbers(head.outlet);
  verdicts = numbers(head.verdict);
  head.rated = head.terms.map((term, i) => [...term, 1 << i]).filter(term => term[3]);
  const all = numbers(head.tag);
  let at = 0;
  tags = years.map(() => { const count = all[at++]; at += count; return all.slice(at - count, at); });
  names = [['tag', head.tags, tags.flat()], ['outlet', head.outlets, outlets.filter(Boolean).map(n => n - 1)]].flatMap(([group, of, uses]) => {
    const [path, parts] = head.lists[group], counts = of.map(() => 0);
    for (const n of uses) counts[n]++;
    return of.map((name, i) => ({group, name, count: counts[i], text: foldAll(name), path: parts[i] === null ? null : path + (parts[i] || name)})).filter(name => name.path);
  });
};
const shardOf = key => {
  let low = 0, high = head.shards.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (head.shards[middle][0] <= key) low = middle; else high = middle - 1;
  }
  return low;
};
// Words that go on may be in several shards; from the fourth on they are left out.
const shardsOf = key => {
  if (!key.endsWith('*')) return [shardOf(key)];
  const first = shardOf(key.slice(0, -1)), last = shardOf(key.slice(0, -1) + '\uffff');
  return Array.from({length: Math.min(last - first + 1, 4)}, (_, i) => first + i);
};

// Text, title, notes.
const WEIGHTS = [2, 9, 4];
// Returns the articles that have all terms, each with its weight.
const candidates = async (terms, again) => {
  const keys = [...new Set(terms.flatMap(term => term.keys))], found = new Map();
  const wanted = new Map(keys.map(key => [key, shardsOf(key)]));
  const shards = new Map(await Promise.all([...new Set([...wanted.values()].flat())].map(async number => {
    const version = head.shards[number][1];
    return [number, version, await load(String(number), word.shards + number + '.js?v=' + version)];
  })).then(all => all.map(([number, version, value]) => [number, value[0] === version ? value[1] : null])));
  if ([...shards.values()].includes(null)) {
    // The site was published anew since the head came: all of it is asked for again, once.
    if (again) throw new Error('stale');
    for (const name in files) delete files[name];
    await open('?' + Date.now());
    return candidates(terms, true);
  }
  for (const [key, numbers] of wanted) {
    found.set(key, united(numbers.map(number => lookUp(shards.get(number), key))));
  }
  let weights = null;
  for (const term of terms) {
    const of = new Map();
    WEIGHTS.forEach((weight, field) => {
      const hits = new Uint8Array(head.count);
      for (const key of term.keys) for (const id of found.get(key)[field]) hits[id]++;
      hits.forEach((count, id) => { if (count === term.keys.length) of.set(id, (of.get(id) || 0) + weight); });
    });
    if (weights) for (const [id, weight] of weights) of.has(id) && of.set(id, of.get(id) + weight);
    if (weights) for (const id of [...of.keys()]) if (!weights.has(id)) of.delete(id);
    weights = of;
  }
  return weights;
};

// A text, folded, with the place in it of each unit, where that is not the unit's own; `swaps` puts other words in
// their places.
const folded = (text, swaps = []) => {
  if (!swaps.length) {
    let same = true;
    const s = text.replace(PART, part => { const to = fold(part); same = same && to.length === part.length; return to; });
    if (same) return {s};
  }
  const from = [], to = [];
  let s = '', at = 0, next = 0;
  const add = (part, start, end) => { s += part; for (let i = 0; i < part.length; i++) { from.push(start); to.push(end); } };
  while (at < text.length || next < swaps.length) {
    if (swaps[next] === at) {
      const end = at + swaps[next + 1];
      add(swaps[next + 2], at, Math.max(end, at + 1));
      at = end;
      next += 3;
    } else if (at < text.length) {
      PART.lastIndex = at;
      const [part] = PART.exec(text);
      add(fold(part), at, at + part.length);
      at += part.length;
    } else break;
  }
  return {s, from, to};
};
// Returns where a passage has a term, as starts and ends.
const places = (forms, term) => {
  const all = [];
  for (const {s, from, to} of forms) for (let at = s.indexOf(term); at >= 0; at = s.indexOf(term, at + 1))
    if (!isLetter(term[0]) || !isLetter(s[at - 1])) all.push(from ? [from[at], Math.min(to[at + term.length - 1], to[to.length - 1])] : [at, at + term.length]);
  return all;
};
// Returns the passages of a text with the places of all terms, or nothing if it does not have them all.
const proof = (text, terms) => {
  const variants = new Map(text.variants), missing = new Set(terms);
  const passages = text.texts.map(([content, id, note], index) => {
    const forms = [folded(content), ...(variants.get(index) || []).map(swaps => folded(content, swaps))];
    let places_ = [], count = 0;
    for (const term of terms) {
      const own = places(forms, term.text);
      if (own.length) { missing.delete(term); count++; }
      places_.push(...own);
    }
    places_.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    places_ = places_.filter(([start, end], i) => !places_.slice(0, i).some(other => other[0] <= start && other[1] >= end));
    return {content, id, note, index, count, places: places_};
  });
  return missing.size ? null : passages;
};

// Adds a stretch of a text with what was found in it marked. Text is never HTML here.
const addMarked = (node, {content, places}, start, end) => {
  let at = start;
  for (const [from, to] of places) {
    if (to <= at || from >= end) continue;
    node.append(content.slice(at, Math.max(from, at)), make('mark', content.slice(Math.max(from, at), Math.min(to, end)), 'hit'));
    at = Math.min(to, end);
  }
  node.append(content.slice(at, end));
};
const isHalf = (text, at) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
const BEFORE = 24, LENGTH = 96;
const excerpt = passage => {
  const {content, places} = passage, first = places.length ? places[0][0] : 0;
  let start = first > BEFORE + 4 ? first - BEFORE : 0, end = Math.min(start + LENGTH, content.length);
  if (isHalf(content, start)) start++;
  if (isHalf(content, end)) end--;
  const node = d.createDocumentFragment();
  if (start) node.append('……');
  addMarked(node, passage, start, end);
  if (end < content.length) node.append('……');
  return node;
};
const seal = ([slug, , text]) => {
  const node = make('span', undefined, 'seal');
  node.dataset.v = slug;
  node.dataset.s = text;
  node.setAttribute('aria-hidden', 'true');
  return node;
};
const link = (address, text, key) => {
  const node = make('a', text, key);
  node.href = address;
  return node;
};
const pageAt = path => word.tree + path.split('/').map(encodeURIComponent).join('/') + (location.protocol === 'file:' ? '/index.html' : '/');
const placeOf = ({id, note}) => '#' + encodeURIComponent((note === undefined ? '' : 'n-') + id);
const MOST = 3;
const result = (text, passages) => {
  const page = pageAt(head.articles + text.slug);
  const item = make('li'), name = item.appendChild(make('h3')), meta = item.appendChild(make('p', undefined, 'meta'));
  if (text.lang !== d.documentElement.lang) name.lang = text.lang;
  addMarked(name.appendChild(link(page)), passages[0], 0, passages[0].content.length);
  const outlet = passages[1], body = passages.slice(2);
  if (outlet.content) addMarked(meta.appendChild(make('span')), outlet, 0, outlet.content.length);
  if (text.date) {
    const time = meta.appendChild(make('span')).appendChild(make('time', text.date));
    time.dateTime = text.date;
  }
  const count = passages.reduce((sum, passage) => sum + passage.places.length, 0);
  meta.append(make('span', fill(word.hits, count)));
  // Those with the most terms, in the order of the text.
  let shown = body.filter(passage => passage.count).sort((a, b) => b.count - a.count || a.index - b.index).slice(0, MOST).sort((a, b) => a.index - b.index);
  if (!shown.length) shown = body.slice(0, 1);
  let left = body.reduce((sum, passage) => sum + passage.places.length, 0);
  for (const passage of shown) {
    const line = item.appendChild(make('p', undefined, 'ex')), isNote = passage.note !== undefined;
    if (text.lang !== d.documentElement.lang) line.lang = text.lang;
    line.append(link(page + placeOf(passage), isNote ? word.note : word.body, 'w'));
    if (isNote) line.append(seal(head.terms[passage.note]));
    line.append(excerpt(passage));
    left -= passage.places.length;
  }
  if (left > 0) item.appendChild(make('p', undefined, 'rest')).append(link(page, fill(word.rest, left)));
  return item;
};

// Filters: each article's values in a group.
const chosen = {verdict: new Set(), outlet: new Set(), year: new Set(), tag: new Set()};
const valuesOf = {
  verdict: id => head.rated.filter(([, , , , bit]) => verdicts[id] & bit).map(([slug]) => slug),
  outlet: id => outlets[id] ? [head.outlets[outlets[id] - 1]] : [],
  year: id => years[id] ? [years[id]] : [],
  tag: id => tags[id].map(tag => head.tags[tag]),
};
const groups = Object.keys(chosen);
const passes = (id, group) => !chosen[group].size || valuesOf[group](id).some(value => chosen[group].has(value));
const VALUES = 12;
const showFilters = ids => {
  const active = d.activeElement && d.activeElement.id;
  side.replaceChildren();
  for (const group of groups) {
    const counts = new Map();
    for (const value of chosen[group]) counts.set(value, 0);
    for (const id of ids) if (groups.every(other => other === group || passes(id, other)))
      for (const value of valuesOf[group](id)) counts.set(value, (counts.get(value) || 0) + 1);
    if (!counts.size) continue;
    const set = side.appendChild(make('fieldset'));
    set.append(make('legend', word[group]));
    const place = value => head.terms.findIndex(term => term[0] === value);
    const rows = [...counts].sort(([a, m], [b, n]) => group === 'verdict' ? place(a) - place(b) : group !== 'year' && n - m || (group === 'year') === (a < b) || -1);
    for (const [value, count] of rows.filter((row, i) => i < VALUES || chosen[group].has(row[0]))) {
      const row = set.appendChild(make('div', undefined, 'chk')), label = row.appendChild(make('label')), tick = label.appendChild(make('input'));
      const term = group === 'verdict' && head.terms.find(term => term[0] === value);
      tick.type = 'checkbox';
      tick.id = 'f-' + group + '-' + value;
      tick.checked = chosen[group].has(value);
      tick.addEventListener('change', () => { tick.checked ? chosen[group].add(value) : chosen[group].delete(value); show(); });
      if (term) label.append(seal(term));
      label.append(term ? term[1] : value);
      row.append(make('span', count.toLocaleString('en'), 'num'));
    }
  }
  if (active && d.getElementById(active)) d.getElementById(active).focus();
};

const LONGEST = 200, TERMS = 12, KEYS = 64;
// Returns what the box asks for, and the articles that have it, each with its weight.
const look = async query => {
  await open();
  const terms = [...foldAll(query).matchAll(/"([^"]+)"|[^\s"]+/g)].slice(0, TERMS).map(([whole, quoted]) => {
    const text = (quoted || whole).trim();
    return {text, keys: keysOf(text).slice(0, KEYS)};
  }).filter(term => term.keys.length);
  return {terms, weights: terms.length ? await candidates(terms) : new Map()};
};
const asked = () => box.value.trim().slice(0, LONGEST);
// The heavier first, of one weight the newer. Numbers alone are sorted fastest.
const ranked = (ids, weights) => Array.from(Float64Array.from(ids, id => weights.get(id) * head.count + id).sort().reverse(), rank => rank % head.count);
// Yields those texts of articles that have the terms indeed, in order, each as soon as it is there.
const proven = async function* (ids, terms) {
  const texts = ids.map(id => load('text/' + id, 'text/' + id + '.js?v=' + head.version));
  // Of several that do not come the first is told.
  for (const text of texts) text.catch(() => {});
  for (const coming of texts) {
    const text = await coming, passages = proof(text, terms);
    if (passages) yield [text, passages];
  }
};

let turn = 0, weights = new Map(), terms = [], sorted = [], next = 0, wrong = 0;
const PAGE = 10;
const announce = () => {
  const count = Math.max(sorted.length - wrong, 0);
  say.textContent = count ? fill(word.found, count) : terms.length ? word.none.replace('{q}', () => box.value.trim()) : word.signs;
  tips.hidden = count > 0;
  more.hidden = next >= sorted.length;
};
// Shows further results. What its text does not prove is none, and the next takes its place.
const showMore = async mine => {
  // Of those shown together the best are they that have all words in one place, which needs all of them.
  const waits = order.value === 'best' && terms.length > 1, best = ([, passages]) => Math.max(...passages.map(passage => passage.count));
  const add = of => list.append(...of.map(([text, passages]) => result(text, passages)));
  for (let wanted = PAGE; wanted > 0 && next < sorted.length;) {
    const ids = sorted.slice(next, next + wanted), good = [];
    next += ids.length;
    for await (const one of proven(ids, terms)) {
      if (mine !== turn) return;
      good.push(one);
      if (!waits) add([one]);
    }
    if (mine !== turn) return;
    wrong += ids.length - good.length;
    wanted -= good.length;
    if (waits) add(good.sort((a, b) => best(b) - best(a)));
  }
  announce();
};
const show = async (mine = ++turn) => {
  const ids = [...weights.keys()];
  const left = ids.filter(id => groups.every(group => passes(id, group)));
  sorted = order.value === 'best' ? ranked(left, weights) : left.sort(order.value === 'new' ? (a, b) => b - a : (a, b) => a - b);
  next = wrong = 0;
  found.hidden = !ids.length;
  list.replaceChildren();
  // Results come first: to count what filters leave takes as long.
  try {
    await showMore(mine);
  } catch (_) {
    if (mine === turn) say.textContent = word.failed;
  }
  if (mine === turn) showFilters(ids);
};

const remember = query => {
  const suffix = query ? '?q=' + encodeURIComponent(query) : '';
  try { history.replaceState(null, '', location.pathname + suffix); } catch (_) {}
  for (const a of d.querySelectorAll('.script a')) a.setAttribute('href', a.getAttribute('href').split('?')[0] + suffix);
};
const run = async () => {
  const mine = ++turn, query = asked();
  close();
  remember(query);
  // Filters and order of what was asked for before mean nothing for this.
  weights = new Map();
  side.replaceChildren();
  if (!query) {
    found.hidden = tips.hidden = true;
    say.textContent = word.hint;
    return;
  }
  say.textContent = word.busy;
  try {
    const looked = await look(query);
    if (mine !== turn) return;
    ({terms, weights} = looked);
    for (const group of groups) chosen[group].clear();
    await show(mine);
  } catch (_) {
    if (mine === turn) say.textContent = word.failed;
  }
};

// Suggestions: the combobox with a list of the ARIA Authoring Practices Guide, of which an option leads to a page. Without
// one the box searches. What is below stays until then, so that only one thing is said at a time.
const tell = (node, all) => { for (const name in all) node.setAttribute(name, all[name]); };
const offers = form.appendChild(make('ul', undefined, 'offers')), heard = make('p', undefined, 'vh');
say.after(heard);
tell(offers, {id: 'kz-offers', role: 'listbox', 'aria-label': word.offers || '', hidden: ''});
tell(heard, {role: 'status'});
// HTML has no role of a combobox for a field of the type `search`.
tell(box, {type: 'text', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'kz-offers'});
let offer = 0, at = -1, addresses = [], timer;
const point = index => {
  const options = offers.children;
  if (options[at]) tell(options[at], {'aria-selected': 'false'});
  at = index;
  if (!options[at]) return box.removeAttribute('aria-activedescendant');
  tell(options[at], {'aria-selected': 'true'});
  tell(box, {'aria-activedescendant': options[at].id});
  options[at].scrollIntoView({block: 'nearest'});
};
const expand = is => {
  point(-1);
  offers.hidden = !is;
  tell(box, {'aria-expanded': is});
};
const close = () => {
  offer++;
  clearTimeout(timer);
  expand(false);
  heard.textContent = '';
};
const go = (address, e) => {
  close();
  if (e.ctrlKey || e.metaKey) window.open(address); else location.assign(address);
};
const option = (address, name) => {
  const node = make('li');
  tell(node, {id: 'kz-offer-' + addresses.length, role: 'option', 'aria-selected': 'false'});
  node.append(name);
  addresses.push(address);
  return node;
};
const optionOfArticle = ([text, passages]) => {
  const [title, , ...body] = passages, name = make('span');
  const best = body.reduce((best, passage) => passage.count > best.count ? passage : best, {count: 0});
  addMarked(name, title, 0, title.content.length);
  const node = option(pageAt(head.articles + text.slug) + (best.count > title.count ? placeOf(best) : ''), name);
  if (text.lang !== d.documentElement.lang) node.lang = text.lang;
  if (best.count) {
    const line = node.appendChild(make('small'));
    if (best.note !== undefined) line.append(seal(head.terms[best.note]));
    line.append(excerpt(best));
  }
  return node;
};
const OFFERED = 5, NAMES = 3;
const suggest = async () => {
  close();
  const mine = offer, query = asked();
  if (!query) return;
  try {
    const {terms, weights} = await look(query), ids = ranked([...weights.keys()], weights), good = [];
    for (let i = 0; i < 3 * OFFERED && good.length < OFFERED; i += OFFERED) for await (const one of proven(ids.slice(i, i + OFFERED), terms)) good.push(one);
    if (mine !== offer) return;
    const begins = name => terms[0] && name.text.startsWith(terms[0].text);
    const named = names.filter(name => terms.length && terms.every(term => name.text.includes(term.text))).sort((a, b) => begins(b) - begins(a) || b.count - a.count);
    addresses = [];
    offers.replaceChildren(...named.slice(0, NAMES).map(name => {
      const node = option(pageAt(name.path), name.name);
      node.append(make('small', word[name.group] + ' ' + fill(word.articles, name.count)));
      return node;
    }), ...good.slice(0, OFFERED).map(optionOfArticle));
    expand(addresses.length > 0);
    heard.textContent = fill(word.offered, addresses.length);
  } catch (_) { /* Searching says what is wrong. */ }
};

// While a word is being composed nothing is looked for and no key means anything.
const composing = e => e.isComposing || e.keyCode === 229;
const soon = () => { clearTimeout(timer); timer = setTimeout(suggest, 200); };
box.addEventListener('input', e => { point(-1); if (!e.isComposing) soon(); });
box.addEventListener('compositionend', soon);
// Whoever comes to the box will ask for something.
box.addEventListener('focus', () => { open().catch(() => {}); });
box.addEventListener('blur', close);
// A click leaves the focus in the box.
offers.addEventListener('mousedown', e => e.preventDefault());
offers.addEventListener('click', e => {
  const node = e.target.closest('li');
  if (node) go(addresses[[...offers.children].indexOf(node)], e);
});
box.addEventListener('keydown', e => {
  if (composing(e)) return;
  const count = offers.hidden ? 0 : addresses.length, {key} = e;
  if (key === 'Enter' && at >= 0) go(addresses[at], e);
  else if (key === 'Escape') count ? close() : box.value ? (close(), box.value = '') : box.blur();
  else if (key === 'ArrowUp' && e.altKey) close();
  else if (key === 'ArrowDown' && !count) suggest().then(() => e.altKey || offers.hidden || point(0));
  else if (key === 'ArrowDown' && !e.altKey) point((at + 1) % count);
  else if (key === 'ArrowUp' && count) point(at > 0 ? at - 1 : count - 1);
  else if (key === 'Home' && at >= 0) point(0);
  else if (key === 'End' && at >= 0) point(count - 1);
  else {
    if (/^Arrow[LR]/.test(key)) point(-1);
    return;
  }
  e.preventDefault();
});
form.addEventListener('submit', e => { e.preventDefault(); run(); });
order.addEventListener('change', () => { if (weights.size) show(); });
more.addEventListener('click', async () => {
  const mine = turn, last = list.children.length;
  try { await showMore(mine); } catch (_) { say.textContent = word.failed; }
  // A button that hides loses the focus: reading goes on with what it brought.
  if (mine === turn && more.hidden && (d.activeElement === more || d.activeElement === d.body)) (list.children[last] || list.lastChild).querySelector('a').focus();
});
addEventListener('keydown', e => {
  if (e.key !== '/' || composing(e) || e.ctrlKey || e.metaKey || e.altKey || e.target.closest && e.target.closest('input:not([type=checkbox]),select,textarea')) return;
  e.preventDefault();
  box.focus();
  box.select();
});

const query = new URLSearchParams(location.search).get('q');
if (query) { box.value = query.slice(0, LONGEST); run(); }
else if (location.hash === '#kz-q') box.focus();
})();
