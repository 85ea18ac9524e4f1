import { label } from './charts.js';
import { Picture, resolved } from './drawing.js';
import { h, percent, swatch } from './elements.js';

const HEIGHT = 240;
const LEAST = -4; // of the logarithm of a share: one token in ten thousand

/** Whose tokens: `read` takes a measured generation to a histogram of 20 bins, undefined where it has none. */
export const CONFIDENCES = [
  { id: 'held-out', of: 'held-out human text', reading: 'A model that collapses moves mass to the lowest and to the highest bin.',
    read: (m) => m.trained.test?.confidence?.histogram },
  { id: 'own', of: 'text of its own', reading: 'A model that collapses grows sure of what it writes: mass moves to the highest bin.',
    read: (m) => m.text?.confidence?.histogram },
];

/** What an arm's model gives tokens, over its seeds: one row of 20 shares for each generation that says so. */
export function confidenceOf(arm, { read }) {
  const rows = [];
  for (let generation = 0; generation <= arm.generations; generation++) {
    const histograms = arm.seeds
      .map(({ measured }) => measured.find((m) => m.trained.generation === generation))
      .map((m) => m && read(m))
      .filter(Boolean);
    if (histograms.length > 0) {
      const sums = histograms[0].map((_, bin) => histograms.reduce((sum, one) => sum + one[bin], 0));
      const all = sums.reduce((sum, count) => sum + count, 0);
      rows.push({ generation, shares: sums.map((count) => count / all) });
    }
  }
  return rows;
}

const from = (bin) => (bin / 20).toFixed(2);

/** Where the probability of tokens goes as generations pass: a heat map for each arm. */
export class ConfidenceMap {

  constructor(arm, kind) {
    this.kind = kind;
    this.canvas = h('div', { class: 'canvas', role: 'img' });
    this.picture = new Picture(this.canvas);
    this.behind = h('div', { class: 'behind', tabindex: 0, role: 'region', 'aria-label': `Confidence of ${arm.name} in ${kind.of}, figures` });
    this.details = h('details', {}, h('summary', {}, 'Figures'), this.behind);
    this.details.addEventListener('toggle', () => this.fill());
    this.element = h('section', { class: 'panel' }, h('h2', {}, swatch(arm), ` ${label(arm)}`),
      h('div', { class: 'plot' }, this.canvas), h('div', { class: 'tools' }, this.details));
  }

  draw(arm) {
    this.rows = confidenceOf(arm, this.kind);
    this.canvas.style.height = `${HEIGHT}px`;
    this.canvas.setAttribute('aria-label', `Probability that ${arm.name} gives the tokens of ${this.kind.of}. ${this.rows
      .map(({ generation, shares }) => `Generation ${generation}: ${percent(shares[0])} below 0.05, ${percent(shares[19])} above 0.95`).join('; ')}`);
    this.fill();
    this.picture.draw(() => this.option());
  }

  option() {
    const [soft, panel, ink, line, sunken, accent] = ['--soft', '--panel', '--ink', '--line', '--sunken', '--accent'].map((name) => resolved(`var(${name})`));
    const text = { color: soft, fontSize: 12, fontFamily: 'system-ui, sans-serif' };
    return {
      animation: false,
      grid: { left: 8, right: 12, top: 12, bottom: 30, containLabel: true },
      xAxis: {
        type: 'category', data: this.rows.map(({ generation }) => String(generation)), axisLabel: text, axisLine: { lineStyle: { color: line } },
        name: 'generation', nameLocation: 'middle', nameGap: 24, nameTextStyle: text,
      },
      yAxis: { type: 'category', data: Array.from({ length: 20 }, (_, bin) => from(bin)), axisLabel: { ...text, interval: 4 }, axisLine: { show: false }, axisTick: { show: false } },
      visualMap: { show: false, dimension: 2, min: LEAST, max: 0, inRange: { color: [sunken, accent] } },
      tooltip: {
        confine: true, backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12.5, fontFamily: 'system-ui, sans-serif' },
        formatter: ({ data: [column, bin, , share] }) => h('div', { class: 'tip' }, h('b', {}, `Generation ${this.rows[column].generation}`),
          h('div', {}, `p from ${from(bin)} to ${from(bin + 1)}`, h('i', {}, percent(share)))),
      },
      series: [{
        type: 'heatmap', itemStyle: { borderColor: panel, borderWidth: 1 }, emphasis: { disabled: true },
        data: this.rows.flatMap(({ shares }, column) => shares.map((share, bin) => [column, bin, Math.max(LEAST, Math.log10(share)), share])),
      }],
    };
  }

  fill() {
    if (this.details.open && this.rows) {
      this.behind.replaceChildren(h('table', {}, h('caption', {}, `Share of the tokens of ${this.kind.of} by the probability that they are given`),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Gen.'), Array.from({ length: 20 }, (_, bin) => h('th', { scope: 'col' }, from(bin))))),
        h('tbody', {}, this.rows.map(({ generation, shares }) => h('tr', {}, h('td', {}, String(generation)), shares.map((share) => h('td', {}, percent(share))))))));
    }
  }

  close() {
    this.picture.close();
  }
}
