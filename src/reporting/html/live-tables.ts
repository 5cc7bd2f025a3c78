/**
 * The only script of a page, run by its hash: it lets people sort and filter the tables that are marked for it. Without it
 * they are plain tables. It writes texts only (`textContent`), never markup.
 */
export const LIVE_TABLES = `(() => {
  'use strict';
  const make = (name, text, parent) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };
  const textOf = (row, column) => row.cells[column].textContent.trim();
  const valueOf = (row, column) => {
    const { v } = row.cells[column].dataset;
    return v === undefined ? textOf(row, column).toLowerCase() : v === '' ? -Infinity : Number(v);
  };
  for (const table of document.querySelectorAll('table[data-live]')) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.textContent.trim() || head.dataset.sort === 'no') return;
      const button = make('button', head.textContent, head);
      button.type = 'button';
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const first = head.classList.contains('n') ? 'descending' : 'ascending';
        const second = first === 'ascending' ? 'descending' : 'ascending';
        const order = head.getAttribute('aria-sort') === first ? second : first;
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', order);
        const sign = order === 'ascending' ? 1 : -1;
        const keyed = rows.map((row, place) => ({ row, place, key: valueOf(row, column) }));
        keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : a.place - b.place));
        body.append(...keyed.map(({ row }) => row));
      });
    });
    if (table.dataset.live !== 'filter' || rows.length < 2) continue;
    const tools = document.createElement('div');
    tools.className = 'tools';
    const label = make('label', 'Find in this table', tools);
    const search = make('input', '', label);
    search.type = 'search';
    const choices = heads.flatMap((head, column) => {
      if (head.dataset.choose === undefined) return [];
      const select = make('select', '', make('label', head.textContent, tools));
      make('option', 'all', select).value = '';
      for (const name of [...new Set(rows.map((row) => textOf(row, column)))].sort()) make('option', name, select).value = '=' + name;
      return [{ select, column }];
    });
    const told = make('output', '', tools);
    const show = () => {
      const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        const fits =
          words.every((word) => text.includes(word)) &&
          choices.every(({ select, column }) => select.value === '' || select.value === '=' + textOf(row, column));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      told.textContent = shown === rows.length ? rows.length + ' rows' : shown + ' of ' + rows.length + ' rows';
    };
    search.addEventListener('input', show);
    for (const { select } of choices) select.addEventListener('change', show);
    show();
    table.closest('.scroll').before(tools);
  }
})();`;
