import { label } from './charts.js';
import { Picture, resolved } from './drawing.js';
import { count, fixed, h, percent, picker, swatch } from './elements.js';
import { summary } from './statistics.js';

const HEIGHT = 240;
const BINS = 10;
const THRESHOLD = 0.5; // above it a detector says machine-written
const score = fixed(3);

const sums = (lists) => Array.from({ length: BINS }, (_, bin) => lists.reduce((sum, list) => sum + (list?.[bin] ?? 0), 0));
const mean = (values) => (values.length > 0 ? summary(values).mean : undefined);
const finite = (values) => values.filter(Number.isFinite);

/**
 * What an arm's deciding detector said of the pool of a generation, and what selection made of it, over the arm's seeds.
 *
 * @returns null where it is not known; {seeds, kinds: [{name, counts}], kept: counts or undefined, human, q: [before, after], selection}
 */
export function scoresOf(arm, generation) {
  const seeds = arm.seeds.map((seed) => ({
    figures: seed.detectors.find((one) => one.deciding && one.generation === generation)?.figures,
    selection: seed.measured.find((m) => m.trained.generation === generation)?.trained.selection,
  })).filter(({ figures }) => figures?.scores);
  if (seeds.length === 0) {
    return null;
  }
  const pools = seeds.map(({ figures }) => figures.pool).filter(Boolean);
  const apart = pools.length === seeds.length;
  const kinds = apart
    ? [['human', sums(pools.map(({ human }) => human))], ['machine', sums(pools.map(({ machine }) => machine))], ['unknown', sums(pools.map(({ unknown }) => unknown))]]
    : [['all', sums(seeds.map(({ figures }) => figures.scores))]];
  const selections = seeds.map(({ selection }) => selection).filter(Boolean);
  return {
    seeds: seeds.length,
    kinds: kinds.map(([name, counts]) => ({ name, counts })).filter(({ counts }) => counts.some((n) => n > 0)),
    kept: apart && arm.selects && pools.every(({ kept }) => kept) ? sums(pools.map(({ kept }) => kept)) : undefined,
    human: [mean(selections.map(({ humanShareBefore }) => humanShareBefore)), mean(selections.map(({ humanShareAfter }) => humanShareAfter))],
    q: [mean(finite(pools.map(({ meanBefore }) => meanBefore))), arm.selects ? mean(finite(pools.map(({ meanAfter }) => meanAfter))) : undefined],
    selection: selections.length === 0 ? undefined : Object.fromEntries(['pooled', 'rejected', 'selected'].map((name) => [name, mean(finite(selections.map((one) => one[name])))])),
  };
}

const NAMES = { human: 'human', machine: 'machine-written', unknown: 'writer unknown', all: 'all' };
const COLORS = { human: '--arm3', machine: '--arm1', unknown: '--arm7', all: '--arm0' };

/** Scores of the pool before selection, human and machine-written apart, and what selection kept: a panel for each arm, a generation at a time. */
export class ScorePanels {

  constructor() {
    this.generation = picker('Generation', (value) => {
      this.chosen = Number(value);
      this.draw(this.arms, this.view);
    });
    this.panels = new Map();
    this.grid = h('div', { class: 'charts small' });
    this.element = h('section', { hidden: '', 'aria-label': 'Detector scores and selection' }, h('h2', { class: 'section' }, 'Detector scores and selection'),
      h('p', { class: 'hint lead' }, 'Samples of the pool by q, the deciding detector’s probability that a model wrote them, in ten bins; who wrote them is known'
        + ` for measuring alone. Above ${THRESHOLD}, the dashed line, the detector says machine-written. A selection weighs by (1 − q)^b, and has no threshold.`),
      h('div', { class: 'fields' }, this.generation.element), this.grid);
  }

  draw(arms, view) {
    this.arms = arms;
    this.view = view;
    const last = Math.max(0, ...arms.map((arm) => arm.generations));
    const known = Array.from({ length: last }, (_, i) => i + 1).filter((generation) => arms.some((arm) => scoresOf(arm, generation) !== null));
    this.element.hidden = known.length === 0;
    if (known.length === 0) {
      return;
    }
    const generation = known.includes(this.chosen) ? this.chosen : known.at(-1);
    this.generation.fill(known.map((number) => [String(number), String(number)]), String(generation));
    for (const arm of arms) {
      const scores = view.hidden.has(arm.name) ? null : scoresOf(arm, generation);
      if (scores && !this.panels.has(arm.name)) {
        this.panels.set(arm.name, new ScorePanel(arm));
      }
      const panel = this.panels.get(arm.name);
      if (panel) {
        panel.element.hidden = scores === null;
        this.grid.append(panel.element);
        scores && panel.draw(scores, generation);
      }
    }
  }

  close() {
    this.panels.forEach((panel) => panel.close());
  }
}

class ScorePanel {

  constructor(arm) {
    this.arm = arm;
    this.canvas = h('div', { class: 'canvas', role: 'img', style: `height: ${HEIGHT}px` });
    this.picture = new Picture(this.canvas);
    this.outcome = h('dl', { class: 'outcome' });
    this.behind = h('div', { class: 'behind', tabindex: 0, role: 'region', 'aria-label': `Scores of ${arm.name}, figures` });
    this.details = h('details', {}, h('summary', {}, 'Figures'), this.behind);
    this.details.addEventListener('toggle', () => this.fill());
    this.element = h('section', { class: 'panel' }, h('h2', {}, swatch(arm), ` ${label(arm)}`),
      h('div', { class: 'plot' }, this.canvas), this.outcome, h('div', { class: 'tools' }, this.details));
  }

  draw(scores, generation) {
    this.scores = scores;
    const above = ({ counts }) => counts.slice(BINS / 2).reduce((sum, n) => sum + n, 0) / counts.reduce((sum, n) => sum + n, 0);
    this.canvas.setAttribute('aria-label', `Scores of ${this.arm.name} in generation ${generation}. `
      + scores.kinds.map((kind) => `${NAMES[kind.name]}: ${percent(above(kind))} above ${THRESHOLD}`).join('; '));
    const row = (name, [before, after], format) => (before === undefined ? [] : [h('dt', {}, name),
      h('dd', {}, after === undefined ? format(before) : `${format(before)} → ${format(after)}`)]);
    this.outcome.replaceChildren(...row('Human share', scores.human, percent), ...row('Mean q', scores.q, score),
      ...(scores.selection ? row('Documents, pool → drawn', [scores.selection.pooled, scores.selection.selected], (n) => count(Math.round(n))) : []),
      ...(scores.selection?.rejected > 0 ? row('Scored and not pooled', [scores.selection.rejected], (n) => count(Math.round(n))) : []));
    this.fill();
    this.picture.draw(() => this.option());
  }

  option() {
    const [soft, panel, ink, line] = ['--soft', '--panel', '--ink', '--line'].map((name) => resolved(`var(${name})`));
    const text = { color: soft, fontSize: 12, fontFamily: 'system-ui, sans-serif' };
    const { kinds, kept } = this.scores;
    return {
      animation: false,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      grid: { left: 8, right: 12, top: 52, bottom: 30, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: text, selectedMode: false },
      xAxis: {
        type: 'value', min: 0, max: 1, interval: 0.2, axisLabel: text, axisLine: { lineStyle: { color: line } }, splitLine: { show: false },
        name: 'q', nameLocation: 'middle', nameGap: 24, nameTextStyle: text,
      },
      yAxis: { type: 'value', axisLabel: text, splitLine: { lineStyle: { color: line } }, name: 'samples', nameGap: 8, nameTextStyle: { ...text, align: 'left' } },
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: panel, borderColor: line, axisPointer: { type: 'none' },
        textStyle: { color: ink, fontSize: 12.5, fontFamily: 'system-ui, sans-serif' },
        formatter: ([{ dataIndex }]) => h('div', { class: 'tip' }, h('b', {}, `q from ${bounds(dataIndex)}`), this.rows().map(([name, counts]) =>
          h('div', {}, name, h('i', {}, count(counts[dataIndex]))))),
      },
      series: [...kinds.map(({ name, counts }, i) => ({
        type: 'bar', stack: 'pool', name: NAMES[name], color: resolved(`var(${COLORS[name]})`), barWidth: '86%', emphasis: { disabled: true },
        data: counts.map((n, bin) => [(bin + 0.5) / BINS, n]),
        markLine: i > 0 ? undefined : {
          silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: ink, type: 'dashed', width: 1.2 }, data: [{ xAxis: THRESHOLD }],
        },
      })), ...(kept ? [{
        type: 'line', name: 'kept', color: ink, symbol: 'circle', symbolSize: 5, lineStyle: { width: 1.6 }, emphasis: { disabled: true },
        data: kept.map((n, bin) => [(bin + 0.5) / BINS, n]),
      }] : [])],
    };
  }

  rows() {
    return [...this.scores.kinds.map(({ name, counts }) => [NAMES[name], counts]), ...(this.scores.kept ? [['kept', this.scores.kept]] : [])];
  }

  fill() {
    if (this.details.open && this.scores) {
      const rows = this.rows();
      this.behind.replaceChildren(h('table', {}, h('caption', {}, `Samples by q, over ${this.scores.seeds} seeds`),
        h('thead', {}, h('tr', {}, ['q', ...rows.map(([name]) => name)].map((name) => h('th', { scope: 'col' }, name)))),
        h('tbody', {}, Array.from({ length: BINS }, (_, bin) => h('tr', {}, h('td', {}, bounds(bin)), rows.map(([, counts]) => h('td', {}, count(counts[bin]))))))));
    }
  }

  close() {
    this.picture.close();
  }
}

const bounds = (bin) => `${(bin / BINS).toFixed(1)} to ${((bin + 1) / BINS).toFixed(1)}`;
