import { h, s } from './elements.js';
import { ExperimentPage } from './page.js';
import { readLink, writeLink } from './links.js';

const LEAST_PAUSE = 400;
const LONGEST_PAUSE = 5_000;

const main = document.getElementById('main');
const experiments = document.getElementById('experiments');
const connection = document.getElementById('connection');
let page = null;
let loading = false;
let wanted = false;

const chosen = () => readLink().id;

async function load(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    const failure = new Error((await response.json().catch(() => ({}))).error ?? `${path} answered ${response.status}`);
    failure.catchingUp = response.status === 503;
    throw failure;
  }
  return response.json();
}

/** Loads and shows what is chosen; calls that come while one is under way are answered by one more at its end. */
async function refresh() {
  if (loading) {
    wanted = true;
    return;
  }
  loading = true;
  try {
    const list = await load('api/experiments');
    const id = list.some((one) => one.experimentId === chosen()) ? chosen() : list[0]?.experimentId;
    list.length === 0 ? showEmpty() : show(list, id, await load(`api/experiments/${encodeURIComponent(id)}`));
    online(true);
  } catch (failure) {
    online(false, failure);
  }
  setTimeout(() => {
    loading = false;
    if (wanted) {
      wanted = false;
      refresh();
    }
  }, LEAST_PAUSE);
}

/** What is shown stays while the service catches up or is away; the page only says so. */
function online(up, failure) {
  const behind = !up && failure.catchingUp;
  connection.className = `connection ${up ? 'live' : behind ? 'behind' : 'lost'}`;
  connection.textContent = up ? 'live' : behind ? 'catching up' : 'not reachable, trying again';
  connection.title = failure?.message ?? '';
}

function showEmpty() {
  page?.close();
  page = null;
  experiments.replaceChildren();
  const curve = (d, color, dash) => s('path', { d, fill: 'none', stroke: color, 'stroke-width': 3, 'stroke-linecap': 'round', 'stroke-dasharray': dash });
  main.replaceChildren(h('section', { class: 'empty' },
    s('svg', { viewBox: '0 0 420 130', 'aria-hidden': 'true' },
      s('line', { x1: 0, x2: 420, y1: 122, y2: 122, stroke: 'var(--line)', 'stroke-width': 2 }),
      curve('M8 120C120 118 150 34 210 34s90 84 202 86', 'var(--arm0)'),
      curve('M130 121C175 121 190 12 210 12s35 109 80 109', 'var(--arm1)', '7 7')),
    h('h1', {}, 'No experiment yet'),
    h('p', {}, 'An experiment trains a model on its own text, generation after generation, once per remedy, and shows here'
      + ' which of them keeps the tails of human language.'),
    h('div', { class: 'command' }, h('code', {}, './tailkeeper run')),
    h('p', {}, 'Run it in a terminal, or publish a RunRequested on the topic runs.requested.v1: this page follows by itself.')));
}

function show(list, id, experiment) {
  showList(list, id);
  if (page?.id !== id) {
    page?.close();
    page = new ExperimentPage(id, readLink().view, (view) => writeLink(id, view));
    main.replaceChildren(page.root);
  }
  page.show(experiment.runs, list.find((one) => one.experimentId === id).state);
}

/** Without the arm that only trains generation 0 for the others. */
function armCount(names) {
  const arms = names.filter((name) => name !== 'base').length || names.length;
  return `${arms} ${arms === 1 ? 'arm' : 'arms'}`;
}

function showList(list, id) {
  experiments.replaceChildren(h('h2', {}, 'Experiments'), ...list.map((one) =>
    h('a', { href: `#${encodeURIComponent(one.experimentId)}`, 'aria-current': one.experimentId === id ? 'page' : null },
      h('span', { class: 'name' }, h('span', { class: `dot ${one.state}`, title: one.state }), one.experimentId),
      h('span', { class: 'detail' }, `${armCount(one.arms)}, ${one.state}`))));
}

document.getElementById('theme').addEventListener('click', () => {
  const current = document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const next = current === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem('theme', next);
  page?.draw();
});
addEventListener('hashchange', refresh);
new ResizeObserver(() => page?.draw()).observe(main);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => page?.draw());
const events = new EventSource('api/events');
['run', 'generation', 'alert', 'detectors', 'progress', 'open'].forEach((kind) => events.addEventListener(kind, refresh));
setInterval(refresh, LONGEST_PAUSE);
refresh();
