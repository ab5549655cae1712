(() => {
  'use strict';
  const marks = [...document.querySelectorAll('mark')];
  const rows = [...document.querySelectorAll('tbody tr')]; // one per mark, in the same order
  const confidence = marks.map(mark => parseFloat(mark.style.getPropertyValue('--p')));
  const toggles = [...document.querySelectorAll('.legend button')];
  const least = document.getElementById('least');
  const tip = document.getElementById('tip');
  let current = -1;
  let waiting = false;

  const show = () => {
    waiting = false;
    const pressed = toggle => toggle.getAttribute('aria-pressed') === 'true';
    const types = new Set(toggles.filter(pressed).map(toggle => 't' + toggle.dataset.t));
    const from = parseFloat(least.value);
    let shown = 0;
    marks.forEach((mark, i) => {
      const on = confidence[i] >= from && types.has(mark.classList[0]);
      mark.classList.toggle('off', !on);
      rows[i].hidden = !on;
      shown += on ? 1 : 0;
    });
    document.getElementById('leastText').textContent = from.toFixed(2);
    document.getElementById('shown').textContent =
      `${shown.toLocaleString('en')} of ${marks.length.toLocaleString('en')} mentions shown`;
  };
  const showSoon = () => {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(show);
    }
  };
  const flip = button => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', on);
    return on;
  };
  toggles.forEach(toggle => toggle.addEventListener('click', () => {
    flip(toggle);
    showSoon();
  }));
  least.addEventListener('input', showSoon);
  document.getElementById('tables').addEventListener('click', event => {
    const open = flip(event.currentTarget);
    document.querySelectorAll('details').forEach(details => { details.open = open; });
  });

  const step = by => {
    let next = current + by;
    while (next >= 0 && next < marks.length && marks[next].classList.contains('off')) {
      next += by;
    }
    if (next >= 0 && next < marks.length) {
      current = next;
      marks[next].tabIndex = -1;
      marks[next].focus({preventScroll: true});
      marks[next].scrollIntoView({block: 'center'});
      showTip(marks[next]);
    }
  };
  document.getElementById('previous').addEventListener('click', () => step(-1));
  document.getElementById('next').addEventListener('click', () => step(1));

  let tipped = null;
  const hideTip = () => { tip.hidden = true; };
  const showTip = place => {
    tipped = place;
    if (place.title) { // kept for pages without script; beside ours the browser's own would be the second
      place.dataset.tip = place.title;
      place.removeAttribute('title');
    }
    tip.textContent = place.dataset.tip;
    tip.hidden = false;
    placeTip();
  };
  const placeTip = () => {
    const box = tipped.getClientRects()[0];
    if (box.bottom < 0 || box.top > innerHeight) {
      hideTip();
      return;
    }
    const left = Math.min(box.left, innerWidth - tip.offsetWidth - 12);
    const below = box.bottom + tip.offsetHeight + 12 < innerHeight;
    tip.style.left = Math.max(12, left) + 'px';
    tip.style.top = (below ? box.bottom + 6 : box.top - tip.offsetHeight - 22) + 'px';
  };
  const placeOf = target => target instanceof Element ? target.closest('mark:not(.off), .unread') : null;
  document.addEventListener('mouseover', event => {
    const place = placeOf(event.target);
    if (place) {
      showTip(place);
    } else {
      hideTip();
    }
  });
  addEventListener('scroll', () => {
    if (!tip.hidden) {
      placeTip();
    }
  }, {passive: true});
  const goOnFrom = mark => {
    const index = marks.indexOf(mark);
    current = index < 0 ? current : index;
  };
  document.addEventListener('click', event => goOnFrom(placeOf(event.target)));
  addEventListener('hashchange', () => goOnFrom(document.querySelector('mark:target')));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      hideTip();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && (event.key === 'j' || event.key === 'k')) {
      step(event.key === 'j' ? 1 : -1);
    }
  });

  document.documentElement.classList.add('js');
  show();
})();
