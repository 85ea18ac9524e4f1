import { onWidth } from './drawing.js';
import { h, s } from './elements.js';
import { ExperimentList } from './experiments.js';
import { ExperimentPage } from './page.js';
import { readLink, writeLink } from './links.js';
import { askToStart } from './start.js';

const LEAST_PAUSE = 400;
const LONGEST_PAUSE = 5_000;
const WHOLE_EVERY = 6; // looks: events may be lost on the way

const main = document.getElementById('main');
const list = new ExperimentList(document.getElementById('experiments'));
const connection = document.getElementById('connection');
let page = null;
let shown = null; // {id, state, runs}
let loading = false;
let wanted = false;
let stale = true;
let looks = 0;
let turn = Promise.resolve();

const chosen = () => readLink().id;
const runPath = (runId) => `api/runs/${encodeURIComponent(runId)}`;

const change = (method, path, body) => load(path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });

async function load(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
  if (!response.ok) {
    const { error, path: at } = await response.json().catch(() => ({}));
    const failure = new Error(error ?? `${path} answered ${response.status}`);
    failure.path = at;
    failure.catchingUp = response.status === 503;
    failure.missing = response.status === 404;
    throw failure;
  }
  return response.json();
}

/** Calls one after the other: a look while an experiment is deleted would ask for what is gone. */
function inTurn(call) {
  const done = turn.then(call);
  turn = done.catch(() => {});
  return done;
}

/** Looks once more; calls that come while a look is under way are answered by one more at its end. */
async function refresh() {
  if (loading) {
    wanted = true;
    return;
  }
  loading = true;
  await inTurn(look);
  setTimeout(() => {
    loading = false;
    if (wanted) {
      wanted = false;
      refresh();
    }
  }, LEAST_PAUSE);
}

/** Looks at the list of experiments, and loads the chosen one where more than its progress changed. */
async function look() {
  try {
    const all = await load('api/experiments');
    const one = all.find(({ experimentId }) => experimentId === chosen()) ?? all[0];
    if (one) {
      await show(one);
    } else {
      showEmpty();
    }
    list.show(all, one?.experimentId);
    online(true);
  } catch (failure) {
    stale = true;
    if (failure.missing) {
      wanted = true; // somebody deleted it since the list was answered
      return;
    }
    online(false, failure);
    if (!page && !failure.catchingUp) {
      showAway();
    }
  }
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
  shown = null;
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
    h('p', {}, 'Run it in a terminal, start it here, or publish a RunRequested on the topic runs.requested.v1: this page follows by itself.')));
}

/** Nothing is shown yet, and nobody answers. */
function showAway() {
  if (main.querySelector('.away')) {
    return;
  }
  main.replaceChildren(h('section', { class: 'empty away' },
    h('h1', {}, 'The metrics service is away'),
    h('p', {}, `This page tries again every ${LONGEST_PAUSE / 1000} seconds, and goes on by itself once the service answers.`),
    h('p', {}, 'The services of one ./tailkeeper run end with it. A finished experiment’s report.html shows the same without them: it lies in the'
      + ' folder that the run named at its end.')));
}

async function show({ experimentId: id, state }) {
  if (!stale && shown?.id === id && shown.state === state) {
    return;
  }
  stale = false; // what happens from here on is not in the answer, perhaps
  shown = { id, state, runs: (await load(`api/experiments/${encodeURIComponent(id)}`)).runs };
  if (page?.id !== id) {
    page?.close();
    page = new ExperimentPage(id, readLink().view, (view) => writeLink(id, view), {
      samples: (runId, generation) => load(`${runPath(runId)}/generations/${generation}/samples`),
      losses: (runId, generation) => load(`${runPath(runId)}/generations/${generation}/losses`),
      remove: async () => {
        await inTurn(() => change('DELETE', `api/experiments/${encodeURIComponent(id)}`));
        shown = null;
        location.hash = '';
        happened();
      },
      cancel: (runId) => change('POST', `${runPath(runId)}/cancel`, {}),
    });
    main.replaceChildren(page.root);
  }
  page.show(shown.runs, state);
}

/** Generations went on: only these are drawn again. */
function progress({ data }) {
  const { runId, progress: news } = JSON.parse(data);
  const view = shown?.runs.find(({ run }) => run.runId === runId);
  if (view && page?.id === shown.id) {
    const by = new Map(view.progress.map((one) => [one.generation, one]));
    news.forEach((one) => by.set(one.generation, one));
    view.progress = [...by.values()].sort((a, b) => a.generation - b.generation);
    page.showProgress(view);
  }
}

function happened() {
  stale = true;
  refresh();
}

function start() {
  const service = {
    presets: () => load('api/presets'),
    listeners: () => load('api/listeners'),
    start: (file) => change('POST', 'api/experiments', { file }),
  };
  askToStart(service, (id) => {
    location.hash = `#${encodeURIComponent(id)}`;
    happened();
  });
}

document.getElementById('start').addEventListener('click', start);
document.getElementById('theme').addEventListener('click', () => {
  const current = document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const next = current === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem('theme', next);
  page?.draw();
});
addEventListener('hashchange', refresh);
onWidth(main, () => page?.draw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => page?.draw());
const events = new EventSource('api/events');
['run', 'generation', 'alert', 'detectors', 'open'].forEach((kind) => events.addEventListener(kind, happened));
events.addEventListener('progress', progress);
setInterval(() => {
  looks++;
  stale ||= looks % WHOLE_EVERY === 0;
  refresh();
}, LONGEST_PAUSE);
refresh();
