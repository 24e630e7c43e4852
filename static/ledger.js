(() => {
// Tables are sorted where they stand, the page shown and no other. Without script they keep the order
// they were published in, and have no buttons.
const d = document;
const collator = new Intl.Collator(d.documentElement.lang || undefined, {numeric: true});
const text = node => node ? node.textContent.trim() : '';
// What a cell is sorted by; an empty string stands last in either direction.
const keys = {
  date: cell => { const time = cell.querySelector('time'); return time ? time.dateTime : ''; },
  verdict: cell => cell.dataset.k ? cell.dataset.k.padStart(6, '0') : '',
  words: cell => text(cell.querySelector('q,del,ins,a')),
  outlet: cell => text(cell.querySelector('small')) + '\n' + text(cell.querySelector('a')),
  word: text,
};
const next = {none: 'ascending', ascending: 'descending', descending: 'none'};

for (const table of d.querySelectorAll('table[data-up]')) {
  const rows = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells].filter(th => th.dataset.sort);
  const said = d.createElement('p');
  said.className = 'said';
  said.setAttribute('role', 'status');
  table.before(said);
  for (const th of heads) {
    const button = d.createElement('button'), name = text(th);
    button.type = 'button';
    button.textContent = name;
    th.replaceChildren(button);
    button.addEventListener('click', () => {
      const way = next[th.getAttribute('aria-sort') || 'none'], key = keys[th.dataset.sort];
      for (const other of heads) other.removeAttribute('aria-sort');
      if (way !== 'none') th.setAttribute('aria-sort', way);
      const sign = way === 'descending' ? -1 : 1;
      const keyed = rows.map(row => [key(row.cells[th.cellIndex]), row]);
      // The sort is stable: rows that are alike keep the order they were published in.
      if (way !== 'none') keyed.sort(([a], [b]) => !a.trim() - !b.trim() || sign * collator.compare(a, b));
      table.tBodies[0].append(...keyed.map(pair => pair[1]));
      said.textContent = {ascending: table.dataset.up, descending: table.dataset.down, none: table.dataset.none}[way].replace('{name}', name);
    });
  }
}
})();
