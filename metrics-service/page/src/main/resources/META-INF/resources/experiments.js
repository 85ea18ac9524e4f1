import { h, picker } from './elements.js';

const STATES = { all: 'any state', running: 'running', completed: 'completed', failed: 'failed', cancelled: 'cancelled' };
const FEW = 6; // of which all are seen at once
const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Whether an experiment is one that is looked for: by words in its name and arms, by state, and by the day it was asked for, here. */
export function matches(experiment, { search, state, from, to }) {
  const words = [experiment.experimentId, ...experiment.arms].join(' ').toLowerCase();
  const day = dayOf(experiment.requestedAt);
  return search.toLowerCase().split(/\s+/).every((word) => words.includes(word))
    && (state === 'all' || experiment.state === state) && (from === '' || day >= from) && (to === '' || day <= to);
}

/** YYYY-MM-DD of a time, where whoever looks at it is. */
function dayOf(instant) {
  const date = new Date(instant);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** The list of experiments, and what is looked for in it. An element that has not changed keeps its place, and the focus. */
export class ExperimentList {

  constructor(place) {
    this.wanted = { search: '', state: 'all', from: '', to: '' };
    const field = (words, attributes, name) => h('label', { class: 'field' }, h('span', {}, words),
      h('input', { ...attributes, autocomplete: 'off', oninput: (event) => this.want({ [name]: event.target.value }) }));
    this.state = picker('State', (state) => this.want({ state }));
    this.state.fill(Object.entries(STATES), 'all');
    this.found = h('p', { class: 'hint', role: 'status' });
    this.filters = h('div', { class: 'filters', hidden: '' }, field('Search', { type: 'search' }, 'search'), h('details', {}, h('summary', {}, 'Filter'),
      this.state.element, field('From', { type: 'date' }, 'from'), field('To', { type: 'date' }, 'to')), this.found);
    this.list = h('div', { class: 'list' });
    this.heading = h('h2', { hidden: '' }, 'Experiments');
    place.replaceChildren(this.heading, this.filters, this.list);
    this.drawn = '';
    this.experiments = [];
  }

  want(change) {
    this.wanted = { ...this.wanted, ...change };
    this.draw();
  }

  /** @param id of the one that is shown */
  show(experiments, id) {
    this.experiments = experiments;
    this.id = id;
    this.draw();
  }

  draw() {
    const few = this.experiments.length < FEW;
    const some = few ? this.experiments : this.experiments.filter((one) => matches(one, this.wanted));
    const signature = JSON.stringify([this.id, few, some]);
    if (signature === this.drawn) {
      return;
    }
    this.drawn = signature;
    this.heading.hidden = this.experiments.length === 0;
    this.filters.hidden = few;
    this.found.textContent = some.length === this.experiments.length ? `${some.length} experiments` : `${some.length} of ${this.experiments.length} experiments`;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.hash : undefined;
    this.list.replaceChildren(...some.map((one) => link(one, one.experimentId === this.id)));
    [...this.list.children].find(({ hash }) => hash === focused)?.focus();
  }
}

function link({ experimentId, state, arms, requestedAt }, shown) {
  return h('a', { href: `#${encodeURIComponent(experimentId)}`, 'aria-current': shown ? 'page' : null },
    h('span', { class: 'name' }, h('span', { class: `dot ${state}`, title: state }), experimentId),
    h('span', { class: 'detail' }, `${armCount(arms)}, ${state}`), h('span', { class: 'detail' }, time.format(new Date(requestedAt))));
}

/** Without the arm that only trains generation 0 for the others. */
function armCount(names) {
  const arms = names.filter((name) => name !== 'base').length || names.length;
  return `${arms} ${arms === 1 ? 'arm' : 'arms'}`;
}
