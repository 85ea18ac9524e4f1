import { lastOf, valuesAt } from './arms.js';
import { Picture, resolved } from './drawing.js';
import { fixed, h, percent, swatch } from './elements.js';
import { gapClosed, summary } from './statistics.js';

const HEIGHT = 360;
const LEAST = 3;
const auroc = fixed(3);
const ratioOf = (m) => m.perplexityRatio;
const aurocOf = (m) => m.poolAuroc ?? m.detectorAuroc;

/**
 * What arms recover of the gap between baseline and floor, each beside how well its deciding detector told who wrote the pools.
 *
 * @returns [{arm, generation, auroc, closed}], the best detector first: auroc a mean over generations and seeds, closed the shares of the seeds;
 *     empty where fewer than three arms select by scores, or there is no gap
 */
export function recovered(arms) {
  const floor = arms.find((arm) => arm.floor && arm.specification.selection.method !== 'oracle' && lastOf(arm) > 0);
  const baseline = arms.find((arm) => arm.name === 'baseline' && lastOf(arm) > 0);
  if (!floor || !baseline) {
    return [];
  }
  const found = arms.filter((arm) => arm.selects && lastOf(arm) > 0).map((arm) => {
    const generation = Math.min(lastOf(arm), lastOf(floor), lastOf(baseline));
    const own = Array.from({ length: generation }, (_, i) => valuesAt(arm, i + 1, aurocOf)).flat().map(({ value }) => value);
    return { arm, generation, auroc: own.length > 0 ? summary(own).mean : NaN, closed: gapClosed(arm, baseline, floor, (one) => valuesAt(one, generation, ratioOf)) };
  }).filter((one) => Number.isFinite(one.auroc) && one.closed !== null);
  return found.length < LEAST ? [] : found.sort((one, other) => other.auroc - one.auroc);
}

/** From which quality of the detector on does selection help: one point an arm, with the range over its seeds. */
export class QualityPlot {

  constructor() {
    this.canvas = h('div', { class: 'canvas', role: 'img', style: `height: ${HEIGHT}px` });
    this.picture = new Picture(this.canvas);
    this.behind = h('div', { class: 'behind', tabindex: 0, role: 'region', 'aria-label': 'Recovered gap by detector, figures' });
    this.details = h('details', {}, h('summary', {}, 'Figures'), this.behind);
    this.details.addEventListener('toggle', () => this.fill());
    this.element = h('section', { hidden: '', 'aria-label': 'Recovered gap by detector' }, h('h2', { class: 'section' }, 'What a better detector is worth'),
      h('p', { class: 'hint lead' }, 'The share of the baseline’s gap in perplexity that an arm recovers, beside the AUROC of its deciding detector on the pools. 0 % is'
        + ' no help, 100 % the floor, and below 0 % selection does harm.'),
      h('div', { class: 'panel' }, h('div', { class: 'plot' }, this.canvas), h('div', { class: 'tools' }, this.details)));
  }

  draw(arms, view) {
    this.points = recovered(arms);
    this.element.hidden = this.points.length === 0;
    if (this.points.length === 0) {
      return;
    }
    this.shown = this.points.filter(({ arm }) => !view.hidden.has(arm.name));
    this.canvas.setAttribute('aria-label', `Recovered gap by AUROC, after ${this.points[0].generation} generations. `
      + this.points.map((one) => `${one.arm.name}: AUROC ${auroc(one.auroc)}, ${told(one.closed)}`).join('; '));
    this.fill();
    this.picture.draw(() => this.option());
  }

  option() {
    const [soft, panel, ink, line] = ['--soft', '--panel', '--ink', '--line'].map((name) => resolved(`var(${name})`));
    const text = { color: soft, fontSize: 12, fontFamily: 'system-ui, sans-serif' };
    const axis = { type: 'value', scale: true, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } } };
    const labelled = this.canvas.clientWidth >= 560;
    return {
      animation: false,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      grid: { left: 8, right: labelled ? 120 : 20, top: 26, bottom: 30, containLabel: true },
      xAxis: { ...axis, max: 1, axisLabel: text, name: 'AUROC', nameLocation: 'middle', nameGap: 24, nameTextStyle: text },
      yAxis: { ...axis, axisLabel: { ...text, formatter: (value) => `${String(Math.round(100 * value)).replace('-', '−')} %` }, name: 'recovered', nameGap: 8, nameTextStyle: { ...text, align: 'left' } },
      tooltip: {
        trigger: 'item', confine: true, backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12.5, fontFamily: 'system-ui, sans-serif' },
        formatter: ({ seriesName }) => {
          const one = this.shown.find(({ arm }) => arm.name === seriesName);
          return one ? h('div', { class: 'tip' }, h('div', {}, swatch(one.arm), one.arm.name), h('div', {}, 'AUROC', h('i', {}, auroc(one.auroc))),
            h('div', {}, 'recovered', h('i', {}, told(one.closed)))) : '';
        },
      },
      series: this.shown.flatMap((one) => this.series(one, labelled, soft)),
    };
  }

  series({ arm, auroc: x, closed }, labelled, soft) {
    const { mean, min, max, n } = summary(closed);
    const color = resolved(arm.color);
    return [{
      type: 'scatter', name: arm.name, data: [[x, mean]], symbol: arm.mark, symbolSize: 11, color, itemStyle: { opacity: 1 }, emphasis: { disabled: true }, z: 3,
      label: { show: labelled, position: 'right', formatter: arm.name, color, fontSize: 12 }, labelLayout: { moveOverlap: 'shiftY' },
      markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: soft, type: 'dotted', width: 1.2 }, data: [{ yAxis: 0 }, { yAxis: 1 }] },
    }, ...(n > 1 ? [{ type: 'line', silent: true, symbol: 'none', color, z: 2, lineStyle: { width: 1.4, opacity: 0.6 }, tooltip: { show: false }, data: [[x, min], [x, max]] }] : [])];
  }

  fill() {
    if (this.details.open && this.points?.length > 0) {
      this.behind.replaceChildren(h('table', {}, h('caption', {}, `Recovered gap after ${this.points[0].generation} generations`),
        h('thead', {}, h('tr', {}, ['Arm', 'AUROC', 'Recovered'].map((name) => h('th', { scope: 'col' }, name)))),
        h('tbody', {}, this.points.map((one) => h('tr', {}, h('td', {}, one.arm.name), h('td', {}, auroc(one.auroc)), h('td', {}, told(one.closed)))))));
    }
  }

  close() {
    this.picture.close();
  }
}

function told(closed) {
  const { n, mean, min, max } = summary(closed);
  return n === 1 ? signed(mean) : `${signed(mean)} (${signed(min)} to ${signed(max)}, n ${n})`;
}

const signed = (share) => (share < 0 ? `−${percent(-share)}` : percent(share));
