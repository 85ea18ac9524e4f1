import { lineChart } from './charts.js';
import { h, s } from './elements.js';
import { armsOf, detectorTable, generationTable, runCard } from './runs.js';
import { overSeeds, seedsOf } from './seeds.js';

const LEAST_PAUSE = 400;
const LONGEST_PAUSE = 5_000;

const main = document.getElementById('main');
const experiments = document.getElementById('experiments');
const connection = document.getElementById('connection');
const cards = new Map();
let page = null;
let drawn = '';
let loading = false;
let wanted = false;
let shown = null;

const chosen = () => decodeURIComponent(location.hash.slice(1));

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
    page = newPage(id);
    cards.clear();
    drawn = '';
    main.replaceChildren(page.root);
  }
  shown = { arms: armsOf(experiment.runs), summary: list.find((one) => one.experimentId === id) };
  const runs = experiment.runs;
  const specification = (runs.find((view) => view.run.baseRunId) ?? runs[0]).run.specification;
  page.state.className = `pill ${shown.summary.state}`;
  page.state.textContent = shown.summary.state;
  const seeds = seedsOf(runs);
  page.facts.textContent = facts(specification, shown.arms, seeds);
  for (const view of runs) {
    const card = cards.get(view.run.runId) ?? page.runs.appendChild(runCard());
    cards.set(view.run.runId, card);
    card.update(view, shown.arms.find((arm) => arm.runId === view.run.runId), seeds.length > 1);
  }
  const signature = shown.arms.map((arm) => `${arm.runId} ${arm.measured.length}`).join();
  if (signature !== drawn) {
    drawn = signature;
    draw();
    page.table.replaceChildren(generationTable(shown.arms));
  }
  showDetectors(page.detectors, detectorTable(shown.arms));
}

function showDetectors(section, table) {
  section.hidden = table === null;
  if (table) {
    section.lastChild.replaceChildren(table);
  }
}

function facts(specification, arms, seeds) {
  const { model, corpus, data, generations } = specification;
  const names = new Set(arms.map((arm) => arm.arm)).size;
  return [
    `${names} ${names === 1 ? 'arm' : 'arms'}`,
    `${generations} ${generations === 1 ? 'generation' : 'generations'} after generation 0`,
    `${corpus.source === 'wordnet' ? 'WordNet' : corpus.source}, ${data.documents.toLocaleString('en')} documents a generation`,
    `${model.layers} layers × ${model.embeddingSize}`,
    `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`,
  ].join('  ·  ');
}

function showList(list, id) {
  experiments.replaceChildren(h('h2', {}, 'Experiments'), ...list.map((one) =>
    h('a', { href: `#${encodeURIComponent(one.experimentId)}`, 'aria-current': one.experimentId === id ? 'page' : null },
      h('span', { class: 'name' }, h('span', { class: `dot ${one.state}`, title: one.state }), one.experimentId),
      h('span', { class: 'detail' }, `${one.arms.length} ${one.arms.length === 1 ? 'arm' : 'arms'} with the base, ${one.state}`))));
}

function newPage(id) {
  const parts = {
    id,
    state: h('span', { class: 'pill' }),
    facts: h('p', { class: 'facts' }),
    ratio: h('div', { class: 'plot' }),
    coverage: h('div', { class: 'plot' }),
    runs: h('section', { class: 'runs' }),
    table: h('div', { class: 'panel table', tabindex: 0, role: 'region', 'aria-label': 'Generations' }),
    detectors: h('section', { hidden: '' }, h('h2', { class: 'section' }, 'Detectors side by side'),
      h('p', { class: 'hint' }, 'One decides what is learned, where an arm selects; the others are shadows that score the same samples. What each would'
        + ' have selected is drawn with the run’s own random numbers.'),
      h('div', { class: 'panel table', tabindex: 0, role: 'region', 'aria-label': 'Detectors' })),
  };
  const panel = (title, hint, plot) => h('section', { class: 'panel' }, h('h2', {}, title), h('p', { class: 'hint' }, hint), plot);
  parts.root = h('div', {},
    h('div', { class: 'title' }, h('h1', {}, id), parts.state),
    parts.facts,
    h('div', { class: 'charts' },
      panel('Perplexity ratio', 'Held-out human text, relative to generation 0. Lower is better; the floor is what human text alone costs.', parts.ratio),
      panel('Vocabulary coverage', 'Different words of the model, divided by those of human text of equal length. Higher is better.', parts.coverage)),
    h('h2', { class: 'section' }, 'Runs'), parts.runs,
    h('h2', { class: 'section' }, 'Generations'), parts.table, parts.detectors);
  return parts;
}

function draw() {
  if (!page || !shown) {
    return;
  }
  const generations = Math.max(...shown.arms.map((arm) => arm.generations));
  const common = { arms: overSeeds(shown.arms), generations, format: (value) => value.toFixed(2) };
  lineChart(page.ratio, { ...common, read: (m) => m.perplexityRatio, reference: 1, logarithmic: true });
  lineChart(page.coverage, { ...common, read: (m) => m.text.vocabularyCoverage });
}

document.getElementById('theme').addEventListener('click', () => {
  const current = document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const next = current === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem('theme', next);
});
addEventListener('hashchange', refresh);
new ResizeObserver(draw).observe(main);
const events = new EventSource('api/events');
['run', 'generation', 'detectors', 'progress', 'open'].forEach((kind) => events.addEventListener(kind, refresh));
setInterval(refresh, LONGEST_PAUSE);
refresh();
