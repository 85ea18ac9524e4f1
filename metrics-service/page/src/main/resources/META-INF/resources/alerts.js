import { h, swatch } from './elements.js';

/** The alerts of an experiment, the newest first; not there while there are none. */
export class AlertList {

  constructor() {
    this.list = h('ul', { class: 'conclusions' });
    this.element = h('section', { class: 'panel alerts', 'aria-label': 'Alerts', hidden: '' }, h('h2', {}, 'Alerts'), this.list);
  }

  /** @param runs as the service tells of them; one of an earlier release tells of no alerts */
  show(runs, arms) {
    const several = new Set(runs.map(({ run }) => run.specification.seed)).size > 1;
    const alerts = runs.flatMap(({ run, alerts: raised = [] }) => raised.map((alert) => ({ ...alert, seed: run.specification.seed })))
      .sort((one, other) => other.at.localeCompare(one.at) || other.generation - one.generation || one.rule.localeCompare(other.rule));
    this.element.hidden = alerts.length === 0;
    this.list.replaceChildren(...alerts.map((alert) => line(alert, arms.find(({ name }) => name === alert.arm), several)));
  }
}

function line({ arm, seed, rule, severity, message, endsRun }, shown, several) {
  return h('li', {},
    h('p', {}, shown && swatch(shown), h('b', {}, several ? `${arm} seed ${seed}` : arm), h('span', { class: `pill ${severity}` }, severity), rule),
    h('p', {}, endsRun ? `${message}. This rule ends the run.` : `${message}.`));
}
