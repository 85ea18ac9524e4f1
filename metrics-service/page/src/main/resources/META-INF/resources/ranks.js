import { Picture, resolved } from './drawing.js';
import { count, h, picker, swatch } from './elements.js';

const HEIGHT = 360;

/**
 * Frequencies of words by their rank, a mean over texts that have so many ranks.
 *
 * @param texts [{ranks: [{rank, count}], words}]
 * @returns [[rank, frequency]]; empty where there is none
 */
export function frequencies(texts) {
  const by = new Map();
  for (const { ranks, words } of texts) {
    ranks.forEach(({ rank, count: n }) => by.set(rank, [...(by.get(rank) ?? []), n / words]));
  }
  return [...by].filter(([, values]) => values.length === texts.length)
    .map(([rank, values]) => [rank, values.reduce((sum, value) => sum + value, 0) / values.length])
    .sort(([a], [b]) => a - b);
}

const textsOf = (arms, generation, side) => arms.flatMap((arm) => arm.seeds)
  .map(({ measured }) => measured.find((m) => m.trained.generation === generation)?.text)
  .filter((text) => text?.[side]?.rankFrequencies)
  .map((text) => ({ ranks: text[side].rankFrequencies, words: text.tokens }));

/** Rank and frequency of word types, human text against each arm, both axes logarithmic; a generation at a time. */
export class RankPlot {

  constructor() {
    this.generation = picker('Generation', (value) => {
      this.chosen = Number(value);
      this.draw(this.arms, this.view);
    });
    this.canvas = h('div', { class: 'canvas', role: 'img', style: `height: ${HEIGHT}px` });
    this.picture = new Picture(this.canvas);
    this.behind = h('div', { class: 'behind', tabindex: 0, role: 'region', 'aria-label': 'Rank and frequency, figures' });
    this.details = h('details', {}, h('summary', {}, 'Figures'), this.behind);
    this.details.addEventListener('toggle', () => this.fill());
    this.element = h('section', { hidden: '', 'aria-label': 'Rank and frequency' }, h('h2', { class: 'section' }, 'Rank and frequency of words'),
      h('p', { class: 'hint lead' }, 'The most frequent word has rank 1. Equally many words of each text; a line that ends early has fewer different words, and one that'
        + ' falls below the human one there has lost its tail.'),
      h('div', { class: 'panel' }, h('div', { class: 'fields' }, this.generation.element), h('div', { class: 'plot' }, this.canvas), h('div', { class: 'tools' }, this.details)));
  }

  draw(arms, view) {
    this.arms = arms;
    this.view = view;
    const last = Math.max(0, ...arms.map((arm) => arm.generations));
    const known = Array.from({ length: last + 1 }, (_, generation) => generation).filter((generation) => textsOf(arms, generation, 'machine').length > 0);
    this.element.hidden = known.length === 0;
    if (known.length === 0) {
      return;
    }
    const generation = known.includes(this.chosen) ? this.chosen : known.at(-1);
    this.generation.fill(known.map((number) => [String(number), String(number)]), String(generation));
    const human = { name: 'human text', points: frequencies(textsOf(arms, generation, 'human')), color: resolved('var(--ink)'), type: 'dotted' };
    this.lines = [human, ...arms.filter((arm) => !view.hidden.has(arm.name)).map((arm) => (
      { arm, name: arm.name, points: frequencies(textsOf([arm], generation, 'machine')), color: resolved(arm.color), type: arm.floor ? 'dashed' : 'solid' }))]
      .filter(({ points }) => points.length > 0);
    this.canvas.setAttribute('aria-label', `Rank and frequency of words in generation ${generation}. `
      + this.lines.map(({ name, points }) => `${name}: ${count(points.at(-1)[0])} ranks, rank 1 has ${share(points[0][1])}`).join('; '));
    this.fill();
    this.picture.draw(() => this.option());
  }

  option() {
    const [soft, panel, ink, line] = ['--soft', '--panel', '--ink', '--line'].map((name) => resolved(`var(${name})`));
    const text = { color: soft, fontSize: 12, fontFamily: 'system-ui, sans-serif' };
    const axis = { type: 'log', axisLabel: text, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } }, minorTick: { show: true } };
    return {
      animation: false,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      grid: { left: 8, right: 34, top: 54, bottom: 30, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: text, selectedMode: false },
      xAxis: { ...axis, min: 1, axisLabel: { ...text, formatter: (value) => count(value) }, name: 'rank', nameLocation: 'middle', nameGap: 24, nameTextStyle: text },
      yAxis: { ...axis, axisLabel: { ...text, formatter: share }, name: 'frequency', nameGap: 8, nameTextStyle: { ...text, align: 'left' } },
      tooltip: {
        trigger: 'item', confine: true, backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12.5, fontFamily: 'system-ui, sans-serif' },
        formatter: ({ data: [rank] }) => h('div', { class: 'tip' }, h('b', {}, `Rank ${count(rank)}`), this.lines.map(({ arm, name, points }) => {
          const found = points.find(([one]) => one === rank);
          return h('div', {}, arm ? swatch(arm) : null, name, h('i', {}, found ? share(found[1]) : '–'));
        })),
      },
      series: this.lines.map(({ name, points, color, type, arm }) => ({
        type: 'line', name, data: points, color, symbol: arm?.mark ?? 'none', symbolSize: 5, showAllSymbol: true, lineStyle: { width: 1.8, type }, z: arm ? 3 : 4,
        emphasis: { disabled: true },
      })),
    };
  }

  fill() {
    if (!this.details.open || !this.lines) {
      return;
    }
    const ranks = [...new Set(this.lines.flatMap(({ points }) => points.map(([rank]) => rank)))].sort((a, b) => a - b);
    const by = this.lines.map(({ points }) => new Map(points));
    this.behind.replaceChildren(h('table', {}, h('caption', {}, 'Frequency of words by rank'),
      h('thead', {}, h('tr', {}, ['Rank', ...this.lines.map(({ name }) => name)].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ranks.map((rank) => h('tr', {}, h('td', {}, count(rank)), by.map((line) => h('td', {}, line.has(rank) ? share(line.get(rank)) : '–')))))));
  }

  close() {
    this.picture.close();
  }
}

const share = (value) => `${Number((100 * value).toPrecision(2))} %`;
