import { h, swatch } from './elements.js';

const MOST = 6; // that push the charts down

/** The alerts of an experiment, the newest first, each once for all seeds of its arm; not there while there are none. */
export class AlertList {

  constructor() {
    this.list = h('ul', { class: 'conclusions' });
    this.more = h('ul', { class: 'conclusions' });
    this.summary = h('summary');
    this.rest = h('details', { hidden: '' }, this.summary, this.more);
    this.element = h('section', { class: 'panel alerts', 'aria-label': 'Alerts', hidden: '' }, h('h2', {}, 'Alerts'), this.list, this.rest);
  }

  /** @param runs as the service tells of them; one of an earlier release tells of no alerts */
  show(runs, arms) {
    const several = new Set(runs.map(({ run }) => run.specification.seed)).size > 1;
    const alerts = runs.flatMap(({ run, alerts: raised = [] }) => raised.map((alert) => ({ ...alert, seed: run.specification.seed })))
      .sort((one, other) => other.at.localeCompare(one.at) || other.generation - one.generation || one.rule.localeCompare(other.rule));
    const groups = Map.groupBy(alerts, ({ arm, rule, severity, endsRun }) => JSON.stringify([arm, rule, severity, endsRun]));
    const lines = [...groups.values()].map((group) => line(group, arms.find(({ name }) => name === group[0].arm), several));
    this.element.hidden = alerts.length === 0;
    this.list.replaceChildren(...lines.slice(0, MOST));
    this.more.replaceChildren(...lines.slice(MOST));
    this.rest.hidden = lines.length <= MOST;
    this.summary.textContent = `${lines.length - MOST} more`;
  }
}

/** @param group of one arm and rule, the newest first */
function line(group, shown, several) {
  const [{ arm, seed, rule, severity, message, endsRun }] = group;
  const seeds = [...new Set(group.map((alert) => alert.seed))].sort((a, b) => a - b);
  const ending = endsRun ? '. This rule ends the run.' : '.';
  return h('li', {},
    h('p', {}, shown && swatch(shown), h('b', {}, arm), several ? `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}` : null,
      h('span', { class: `pill ${severity}` }, severity), rule),
    h('p', { title: group.length > 1 ? group.map((alert) => `Seed ${alert.seed}: ${alert.message}`).join('\n') : null },
      group.length > 1 && several ? `Seed ${seed}: ${message}${ending}` : `${message}${ending}`));
}
