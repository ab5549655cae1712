'use strict';
(() => {
  document.documentElement.classList.add('js');
  const data = JSON.parse(document.getElementById('data').textContent);
  const PAGE = 100;
  const KINDS = ['missed', 'spurious', 'wrong bounds', 'wrong type'];
  const place = id => document.getElementById(id);
  const add = (parent, name, text, style) => {
    const element = parent.appendChild(document.createElement(name));
    if (text !== undefined) element.textContent = text;
    if (style) element.className = style;
    return element;
  };
  const same = (a, b) => a[0] === b[0] && a[1] === b[1];
  const overlap = (a, b) => a[0] < b[1] && b[0] < a[1];

  /* A mention is right when span and type are; else its kind is told by what lies across it on the other side. */
  const kindOf = (mention, others, alone) => {
    if (others.some(other => same(mention, other))) return 'wrong type';
    if (others.some(other => overlap(mention, other) && mention[2] === other[2])) return 'wrong bounds';
    return alone;
  };
  const errorsOf = setting => {
    const errors = [];
    data.sentences.forEach((sentence, index) => {
      const found = data.found[setting][index];
      const right = (mention, others) => others.some(other => same(mention, other) && mention[2] === other[2]);
      sentence.gold.filter(mention => !right(mention, found)).forEach(mention =>
        errors.push({index, mention, side: 'annotated', kind: kindOf(mention, found, 'missed')}));
      found.filter(mention => !right(mention, sentence.gold)).forEach(mention =>
        errors.push({index, mention, side: 'found', kind: kindOf(mention, sentence.gold, 'spurious')}));
    });
    return errors;
  };

  const cut = (text, gold, found, focus) => {
    const line = document.createElement('p');
    const points = new Set([0, text.length]);
    [...gold, ...found].forEach(mention => { points.add(mention[0]); points.add(mention[1]); });
    const sorted = [...points].sort((a, b) => a - b);
    for (let i = 0; i + 1 < sorted.length; i++) {
      const part = [sorted[i], sorted[i + 1]];
      const styles = [];
      if (gold.some(mention => overlap(mention, part))) styles.push('gold');
      if (found.some(mention => overlap(mention, part))) styles.push('found');
      if (overlap(focus, part)) styles.push('focus');
      add(line, 'span', text.slice(part[0], part[1]), styles.join(' '));
    }
    return line;
  };

  const cache = new Map();
  let chosen = [];
  let shown = 0;
  const show = () => {
    const list = place('list');
    const found = data.found[place('setting').value];
    chosen.slice(shown, shown + PAGE).forEach(error => {
      const sentence = data.sentences[error.index];
      const item = add(list, 'li');
      const what = add(item, 'div', undefined, 'what');
      add(what, 'b', error.kind);
      add(what, 'span', error.side + ' ' + data.types[error.mention[2]]);
      add(what, 'span', error.mention[3] ? 'seen in the pool' : 'unseen');
      if (error.side === 'found') add(what, 'span', 'confidence ' + (error.mention[4] / 100).toFixed(2));
      add(what, 'span', 'sentence ' + sentence.id);
      item.appendChild(cut(sentence.text, sentence.gold, found[error.index], error.mention));
    });
    shown = Math.min(chosen.length, shown + PAGE);
    place('more').hidden = shown >= chosen.length;
    place('shown').textContent = shown + ' of ' + chosen.length + ' errors shown';
  };
  const choose = () => {
    const setting = place('setting').value;
    if (!cache.has(setting)) cache.set(setting, errorsOf(Number(setting)));
    const kind = place('kind').value;
    const type = place('type').value;
    const pool = place('pool').value;
    const words = place('words').value.toLowerCase();
    chosen = cache.get(setting).filter(error =>
      (!kind || error.kind === kind) &&
      (type === '' || error.mention[2] === Number(type)) &&
      (pool === '' || error.mention[3] === Number(pool)) &&
      (!words || data.sentences[error.index].text.slice(error.mention[0], error.mention[1]).toLowerCase().includes(words)));
    shown = 0;
    place('list').replaceChildren();
    show();
  };

  data.settings.forEach((label, index) => { add(place('setting'), 'option', label).value = index; });
  place('setting').value = data.best;
  KINDS.forEach(kind => { add(place('kind'), 'option', kind).value = kind; });
  data.types.forEach((type, index) => { add(place('type'), 'option', type).value = index; });
  ['setting', 'kind', 'type', 'pool'].forEach(id => place(id).addEventListener('change', choose));
  place('words').addEventListener('input', choose);
  place('more').addEventListener('click', show);
  choose();
})();
