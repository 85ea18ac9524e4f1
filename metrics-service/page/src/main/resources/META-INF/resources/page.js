import { AlertList } from './alerts.js';
import { armsOf } from './arms.js';
import { MeasureChart, label } from './charts.js';
import { conclusionList } from './conclusion.js';
import { CONFIDENCES, ConfidenceMap, confidenceOf } from './confidence.js';
import { forgetColors } from './drawing.js';
import { h, swatch } from './elements.js';
import { MEASURES, measured } from './measures.js';
import { detectorTable, generationTable, isAtWork, runCard } from './runs.js';
import { askToRemove } from './questions.js';
import { QualityPlot } from './quality.js';
import { RankPlot } from './ranks.js';
import { SampleBrowser } from './samples.js';
import { ScorePanels } from './scores.js';
import { csv, download, measureTable } from './tables.js';
import { TrainingCurves } from './training.js';

/** An experiment as it is shown, live or in a report: the same records give the same page. */
export class ExperimentPage {

  /**
   * @param id of the experiment
   * @param view {hidden: names of arms that are not drawn, band: 'range' or 'error', linear: no logarithmic axes}
   * @param changed is told of a new view
   * @param service {samples: takes a run's id and a generation to a promise of its samples, losses: to those of its training
   *     so far, cancel: ends a run, remove: deletes the experiment; the last three missing where nobody can}
   */
  constructor(id, view, changed, service) {
    this.id = id;
    this.view = view;
    this.changed = changed;
    this.cancel = service.cancel;
    this.cards = new Map();
    this.panels = new Map();
    this.drawn = '';
    this.state = h('span', { class: 'pill' });
    this.facts = h('p', { class: 'facts' });
    this.conclusion = h('section', { class: 'panel conclusion', 'aria-label': 'Conclusion' });
    this.alerts = new AlertList();
    this.controls = h('div', { class: 'controls', role: 'group', 'aria-label': 'What is drawn' });
    this.chief = h('div', { class: 'charts' });
    this.charts = h('div');
    this.groups = new Map();
    this.maps = new Map();
    this.confidence = new Map(CONFIDENCES.map(({ id }) => [id, h('div', { class: 'charts small' })]));
    this.now = h('section', { class: 'runs now', 'aria-label': 'Under way' });
    this.runs = h('section', { class: 'runs' });
    this.ended = h('h2', { class: 'section' }, 'Runs');
    this.table = h('div', { class: 'panel table', tabindex: 0, role: 'region', 'aria-label': 'Generations' });
    this.detectors = h('section', { hidden: '' }, h('h2', { class: 'section' }, 'Detectors side by side'),
      h('p', { class: 'hint' }, 'One decides what is learned, where an arm selects; the others are shadows that score the same samples. What each would'
        + ' have selected is drawn with the run’s own random numbers.'),
      h('div', { class: 'panel table', tabindex: 0, role: 'region', 'aria-label': 'Detectors' }));
    this.training = new TrainingCurves(service.losses);
    this.training.news = () => this.training.draw(this.arms, this.view);
    this.scores = new ScorePanels();
    this.quality = new QualityPlot();
    this.ranks = new RankPlot();
    this.samples = new SampleBrowser(service.samples);
    this.pictures = [this.controls, this.chief, this.charts, this.quality.element, this.scores.element, this.ranks.element]; // a report has them too
    this.root = h('div', {}, h('div', { class: 'title' }, h('h1', {}, id), this.state, this.removal(service.remove)), this.facts, this.conclusion, this.alerts.element, this.now,
      this.training.element, ...this.pictures, this.ended, this.runs,
      h('div', { class: 'headed' }, h('h2', { class: 'section' }, 'Generations'), this.csvButton()), this.table, this.detectors, this.samples.element);
  }

  /** The button that deletes the experiment; none where nobody can. */
  removal(remove) {
    return remove ? h('button', { class: 'small', type: 'button', onclick: () => askToRemove(this.id, remove) }, 'Delete') : null;
  }

  csvButton() {
    return h('button', { class: 'small', type: 'button', onclick: () => download(`${this.id}.csv`, 'text/csv', csv(MEASURES, this.arms)) }, 'CSV');
  }

  /** @param runs as the service tells of them */
  show(runs, state) {
    const specification = (runs.find((one) => one.run.baseRunId) ?? runs[0]).run.specification;
    this.arms = armsOf(runs);
    this.alerts.show(runs, this.arms);
    this.state.className = `pill ${state}`;
    this.state.textContent = state;
    this.facts.textContent = facts(specification, this.arms);
    this.several = new Set(runs.map(({ run: { specification: { seed } } }) => seed)).size > 1;
    runs.forEach((run) => this.showRun(run));
    this.ended.hidden = this.runs.children.length === 0;
    if (this.showCharts(runs)) {
      this.table.replaceChildren(generationTable(this.arms));
      this.conclusion.replaceChildren(h('h2', {}, state === 'running' ? 'So far' : 'Conclusion'), ...conclusionList(this.arms));
    }
    const table = detectorTable(this.arms);
    this.detectors.hidden = table === null;
    this.detectors.lastChild.replaceChildren(...(table ? [table] : []));
    this.samples.show(this.arms);
    if (this.training.add(runs)) {
      this.training.draw(this.arms, this.view);
    }
  }

  showRun(run) {
    const card = this.cards.get(run.run.runId) ?? runCard(this.cancel);
    this.cards.set(run.run.runId, card);
    const place = isAtWork(run) ? this.now : this.runs;
    if (card.parentNode !== place) {
      place.append(card);
    }
    card.update(run, run.run.specification.generations > 0 ? this.arms.find((arm) => arm.name === run.run.arm) : undefined, this.several);
  }

  /** A run went on, and nothing of it was measured. */
  showProgress(run) {
    this.showRun(run);
    this.ended.hidden = this.runs.children.length === 0;
    if (this.training.add([run])) {
      this.training.draw(this.arms, this.view);
    }
  }

  /** Whether anything was measured since they were drawn last. */
  showCharts(runs) {
    this.arms = armsOf(runs);
    const signature = this.arms.flatMap((arm) => arm.seeds.map((seed) => `${seed.runId} ${seed.measured.length} ${seed.detectors.filter((one) => one.figures).length}`)).join();
    const news = signature !== this.drawn;
    if (news) {
      this.drawn = signature;
      this.draw();
    }
    return news;
  }

  /** Draws again: the room, the colours or the view changed. */
  draw() {
    if (!this.arms) {
      return;
    }
    forgetColors();
    this.showControls();
    const drawn = measured(this.arms);
    for (const measure of drawn.length > 0 ? drawn : MEASURES.filter(({ chief }) => chief)) {
      const panel = this.panels.get(measure.id) ?? this.newPanel(measure);
      panel.chart.draw(this.arms, this.view);
      panel.fill();
    }
    CONFIDENCES.forEach((kind) => this.drawConfidence(kind));
    this.training.draw(this.arms, this.view);
    this.quality.draw(this.arms, this.view);
    this.scores.draw(this.arms, this.view);
    this.ranks.draw(this.arms, this.view);
  }

  drawConfidence(kind) {
    const panels = this.confidence.get(kind.id);
    for (const arm of this.arms.filter((one) => confidenceOf(one, kind).length > 0)) {
      if (panels.parentNode === null) {
        this.charts.append(h('h2', { class: 'section' }, `Confidence in ${kind.of}`), h('p', { class: 'hint lead' }, 'Probability that the model gives its'
          + ` tokens, 20 bins by generation; darker is more, by factors of ten. ${kind.reading}`), panels);
      }
      const key = `${kind.id} ${arm.name}`;
      const map = this.maps.get(key) ?? new ConfidenceMap(arm, kind);
      this.maps.set(key, map);
      map.element.hidden = this.view.hidden.has(arm.name);
      panels.append(map.element);
      map.draw(arm);
    }
  }

  newPanel(measure) {
    const chart = new MeasureChart(measure, this.id);
    const behind = h('div', { class: 'behind', tabindex: 0, role: 'region', 'aria-label': `${measure.title}, figures` });
    const details = h('details', {}, h('summary', {}, 'Figures'), behind);
    const save = (name, type, content) => h('button', { class: 'small', type: 'button', onclick: () => content() && download(`${this.id}-${name}`, type, content()) },
      name.split('.').at(-1).toUpperCase());
    const panel = {
      chart,
      fill: () => details.open && behind.replaceChildren(measureTable(measure, this.arms)),
    };
    details.addEventListener('toggle', panel.fill);
    this.groupOf(measure).append(h('section', { class: 'panel' }, h('h2', {}, measure.title), h('p', { class: 'hint' }, reading(measure)),
      chart.element, h('div', { class: 'tools' }, details,
        save(`${measure.id}.csv`, 'text/csv', () => csv([measure], this.arms)), save(`${measure.id}.svg`, 'image/svg+xml', () => chart.svg()))));
    this.panels.set(measure.id, panel);
    return panel;
  }

  groupOf(measure) {
    if (measure.chief) {
      return this.chief;
    }
    if (!this.groups.has(measure.group)) {
      const group = h('div', { class: 'charts small' });
      this.charts.append(h('h2', { class: 'section' }, measure.group), group);
      this.groups.set(measure.group, group);
    }
    return this.groups.get(measure.group);
  }

  showControls() {
    const chips = this.arms.map((arm) => h('button', {
      class: 'chip', type: 'button', 'aria-pressed': String(!this.view.hidden.has(arm.name)), title: 'Click to hide or show; double click to show it alone',
      onclick: () => this.toggle(arm), ondblclick: () => this.solo(arm),
    }, swatch(arm), label(arm)));
    const several = this.arms.some((arm) => arm.seeds.length > 1);
    const choice = (words, on, flip) => h('button', { class: 'chip', type: 'button', 'aria-pressed': String(on), onclick: () => this.set(flip) }, words);
    const focused = [...this.controls.children].indexOf(document.activeElement);
    this.controls.replaceChildren(...chips,
      ...(several ? [choice('± standard error', this.view.band === 'error', { band: this.view.band === 'error' ? 'range' : 'error' })] : []),
      choice('linear axes', this.view.linear, { linear: !this.view.linear }));
    this.controls.children[focused]?.focus();
  }

  toggle(arm) {
    const hidden = new Set(this.view.hidden);
    if (!hidden.delete(arm.name)) {
      hidden.add(arm.name);
    }
    this.set({ hidden });
  }

  solo(arm) {
    this.set({ hidden: new Set(this.arms.map(({ name }) => name).filter((name) => name !== arm.name)) });
  }

  set(change) {
    this.view = { ...this.view, ...change };
    this.changed(this.view);
    this.draw();
  }

  close() {
    this.panels.forEach(({ chart }) => chart.close());
    this.maps.forEach((map) => map.close());
    this.training.close();
    this.quality.close();
    this.scores.close();
    this.ranks.close();
  }
}

const WORSE = { up: 'Up is worse.', down: 'Down is worse.' };
const reading = (measure) => [measure.hint, WORSE[measure.worse]].filter(Boolean).join(' ');

function facts(specification, arms) {
  const { model, corpus, data, generations } = specification;
  const seeds = [...new Set(arms.flatMap((arm) => arm.seeds.map(({ seed }) => seed)))].sort((a, b) => a - b);
  return [
    `${arms.length} ${arms.length === 1 ? 'arm' : 'arms'}`,
    `${generations} ${generations === 1 ? 'generation' : 'generations'} after generation 0`,
    `${corpus.source === 'wordnet' ? 'WordNet' : corpus.source}, ${data.documents.toLocaleString('en')} documents a generation`,
    `${model.layers} layers × ${model.embeddingSize}`,
    `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`,
  ].join('  ·  ');
}
