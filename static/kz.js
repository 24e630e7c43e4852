(() => {
const d = document, root = d.documentElement, byId = id => d.getElementById(id);
// Storage may be forbidden; the page then forgets, and still works.
const keep = (store, key, value) => { try {
  if (value === undefined) return window[store].getItem(key);
  value === null ? window[store].removeItem(key) : window[store].setItem(key, value);
} catch (_) { return null; } };
const quiet = (step) => { const y = scrollY; step(); scrollTo({top: y, behavior: 'instant'}); };

// The reader's choices are made again while the page arrives, before any of it is shown.
const colour = scheme => {
  root.style.colorScheme = scheme || '';
  if (d.body) for (const m of d.querySelectorAll('meta[name=theme-color]')) {
    m.dataset.own ||= m.content;
    m.content = scheme ? getComputedStyle(d.body).backgroundColor : m.dataset.own;
  }
};
colour(keep('localStorage', 'kz-scheme'));
const waiting = new Set(['kz-emended', 'kz-gap', 'kz-tate', 'kz-scheme', 'kz-k']);
const choose = () => {
  for (const id of waiting) {
    const field = byId(id), kept = field && keep('localStorage', id), list = field && field.options;
    // A list may have arrived without the choice that was made.
    if (!field || kept && list && d.readyState === 'loading' && ![...list].some(o => o.value === kept)) continue;
    waiting.delete(id);
    if (kept) list ? field.value = kept : field.checked = kept === '1';
    field.addEventListener('change', () => {
      const {value, checked, defaultChecked} = field;
      keep('localStorage', id, list ? value || null : checked === defaultChecked ? null : checked ? '1' : '0');
      if (id === 'kz-scheme') colour(value);
    });
  }
};
const arriving = new MutationObserver(choose);
arriving.observe(d, {childList: true, subtree: true});

d.addEventListener('DOMContentLoaded', () => {
choose();
arriving.disconnect();
colour(keep('localStorage', 'kz-scheme'));
// The sheet may come later than the page, and the colour of the paper with it.
addEventListener('load', () => colour(root.style.colorScheme));
const script = d.querySelector('.script');

// From disk there is no server that turns a folder into its index.html.
if (location.protocol === 'file:') for (const a of d.querySelectorAll('a[href]')) {
  const m = /^(?![a-z][a-z\d+.-]*:|[/#])((?:[^?#]*\/)?)(\.{0,2})([?#].*)?$/i.exec(a.getAttribute('href'));
  if (m) a.setAttribute('href', m[1] + (m[2] && m[2] + '/') + 'index.html' + (m[3] || ''));
}

const text = d.querySelector('.t'), tate = byId('kz-tate'), isVertical = () => text && tate && tate.checked;
// How far what is seen first is from where an element begins, and ends, in the direction in which one reads.
const edge = () => text.getBoundingClientRect().right;
const begin = e => { const r = e.getBoundingClientRect(); return isVertical() ? edge() - r.right : r.top; };
const end = e => { const r = e.getBoundingClientRect(); return isVertical() ? edge() - r.left : r.bottom; };

// Vertical text runs to the left: the wheel follows it to its end, and then moves the page.
const wheel = e => {
  const x = text.scrollLeft;
  if (e.ctrlKey || e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) return;
  text.scrollLeft -= e.deltaY * (e.deltaMode ? 20 : 1);
  if (text.scrollLeft !== x) e.preventDefault();
};
const turn = () => text[(tate.checked ? 'add' : 'remove') + 'EventListener']('wheel', wheel, {passive: false});
if (text && tate) { turn(); tate.addEventListener('change', turn); }

// The other script: the same block at the same place, the same note open.
const go = a => {
  const block = (scrollY > 80 || isVertical()) && [...d.querySelectorAll('.t>[id]')].find(b => end(b) > 60);
  const note = /^#[nc]-/.test(location.hash) && location.hash;
  keep('sessionStorage', 'kz-only', byId('kz-only') && byId('kz-only').value || null);
  if (block) keep('sessionStorage', 'kz-place', JSON.stringify([block.id, begin(block), !note, scrollY]));
  location.assign(a.getAttribute('href').split('#')[0] + (note || (block ? '#' + block.id : '')));
};
// With these a link opens in another place.
const isElsewhere = e => e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey;
if (script) script.addEventListener('click', e => {
  const a = e.target.closest('a');
  if (!a || isElsewhere(e)) return;
  e.preventDefault();
  go(a);
});
let place = null;
try { place = JSON.parse(keep('sessionStorage', 'kz-place')); } catch (_) {}
if (!Array.isArray(place)) place = null;
keep('sessionStorage', 'kz-place', null);
// So are only the notes shown that were.
const only = keep('sessionStorage', 'kz-only');
if (only && byId('kz-only')) byId('kz-only').value = only;
keep('sessionStorage', 'kz-only', null);

// The note asked for: its claim is lit in all its pieces, and not hidden by the sheet, which is measured when
// the browser has laid it out.
const noteNow = () => {
  let hash = '';
  try { hash = decodeURIComponent(location.hash); } catch (_) {}
  const m = /^#[ncr]-([^.]+)/.exec(hash);
  return m && byId('n-' + m[1]);
};
// A further reference to the note that is open, once it was used. Where notes stand beside the text, the note stands
// at the one reference that has `data-r`.
let used = null;
const first = note => byId('r-' + note.id.slice(2)), noteOf = a => byId(a.getAttribute('href').slice(1));
const moveTo = (to, from) => {
  [to.dataset.r, from.dataset.n] = [from.dataset.r, to.dataset.n];
  delete to.dataset.n;
  delete from.dataset.r;
};
const use = ref => {
  if (ref === used) return;
  if (used) moveTo(first(noteOf(used)), used);
  used = ref && ref.dataset.n ? ref : null;
  if (used) moveTo(used, first(noteOf(used)));
};
const refOf = note => used && noteOf(used) === note ? used : first(note);
const uncover = note => {
  const ref = refOf(note), top = note.getBoundingClientRect().top;
  if (!ref || note !== noteNow() || !note.matches(':target') || getComputedStyle(note).position !== 'fixed') return;
  const isHidden = () => {
    const r = ref.getBoundingClientRect(), box = (isVertical() && text.contains(ref) ? text : root).getBoundingClientRect();
    return r.top < 0 || r.left < box.left || r.right > box.right || r.bottom > top;
  };
  if (!isHidden()) return;
  if (isVertical()) ref.scrollIntoView({block: 'center', inline: 'center'});
  else (ref !== used && byId('c-' + note.id.slice(2)) || ref).scrollIntoView();
  if (isHidden()) scrollBy({top: ref.getBoundingClientRect().top - top / 2, behavior: 'instant'});
};
const show = () => {
  for (const m of d.querySelectorAll('mark.on')) m.classList.remove('on');
  const note = noteNow();
  use(note && note.matches(':target') && refOf(note) === used ? used : null);
  if (!note) return;
  for (const m of d.querySelectorAll('mark[data-notes~="' + note.id.slice(2) + '"]')) m.classList.add('on');
  if (!place) requestAnimationFrame(() => setTimeout(uncover, 0, note));
};
addEventListener('hashchange', () => { place = null; show(); });
const start = () => {
  show();
  if (!place || !byId(place[0])) return;
  const further = begin(byId(place[0])) - place[1];
  if (isVertical()) {
    text.scrollLeft -= further;
    scrollTo({top: place[3], behavior: 'instant'});
  } else scrollBy({top: further, behavior: 'instant'});
  if (place[2]) try { history.replaceState(null, '', location.pathname + location.search); } catch (_) {}
};
requestAnimationFrame(start);

const close = () => {
  const x = d.querySelector('.n:target .x');
  if (!x) return false;
  const ref = refOf(x.closest('.n'));
  quiet(() => { location.hash = ref && ref === used ? ref.id : x.getAttribute('href'); });
  if (ref) ref.focus({preventScroll: true});
  return true;
};
d.addEventListener('click', e => {
  if (e.target.closest('.x') && close()) e.preventDefault();
  const ref = e.target.closest('.t [role=doc-noteref]');
  if (ref && !isElsewhere(e)) use(ref);
  const link = e.target.closest('.sh');
  // The browser follows the link as well: the address of the page is what was copied.
  if (link && navigator.clipboard) navigator.clipboard.writeText(link.href).then(() => tell(link), () => {});
});
// That it was copied is said aloud, and for a while in place of the link's words.
const status = d.createElement('p');
status.className = 'vh';
status.setAttribute('role', 'status');
if (d.querySelector('.sh')) (d.querySelector('.foot') || d.body).append(status);
const tell = link => {
  link.dataset.own ||= link.textContent;
  link.textContent = status.textContent = link.closest('ol').dataset.copied;
  clearTimeout(tell.late);
  tell.late = setTimeout(() => {
    for (const other of d.querySelectorAll('.sh[data-own]')) other.textContent = other.dataset.own;
    status.textContent = '';
  }, 3000);
};

const step = by => {
  const kind = byId('kz-only'), wanted = kind && kind.value ? `[data-v="${kind.value}"]` : ':not([data-v=emendation],[data-v=gloss])';
  const claims = [...d.querySelectorAll('.n' + wanted)];
  const now = claims.indexOf(noteNow()), top = n => first(n) ? begin(first(n)) : 0;
  const next = now >= 0 ? claims[now + by] : by > 0 ? claims.find(n => top(n) > 0) : claims.findLast(n => top(n) < 0);
  if (!next) return;
  location.hash = next.id;
};
addEventListener('keydown', e => {
  if (e.key === 'Escape') return void close();
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.keyCode === 229 ||
    e.target.closest && e.target.closest('input:not([type=checkbox]),textarea,select,[contenteditable]') ||
    byId('kz-k') && !byId('kz-k').checked) return;
  const key = e.shiftKey ? e.key : e.key.toLowerCase();
  if (key === 't' && script) { const a = script.querySelector('a:not([aria-current])'); if (a) go(a); }
  if (key === 'j') step(1);
  if (key === 'k') step(-1);
  const find = d.querySelector('[data-search]');
  if (key === '/' && find && !byId('kz-search')) { e.preventDefault(); location.assign(find.getAttribute('href') + '#kz-q'); }
  if (key === 'o' && byId('kz-emended')) byId('kz-emended').click();
  if (key === '?' && byId('kz-k')) { byId('kz-k').focus(); byId('kz-k').scrollIntoView(); }
});
if (byId('kz-keys')) byId('kz-keys').hidden = false;
});
})();
