import { valuesAt } from './arms.js';
import { drawInTurn, resolved } from './drawing.js';
import { h, swatch } from './elements.js';
import { summary } from './statistics.js';
import { fitting, thresholdsOf } from './thresholds.js';

/* global echarts */

const SMALL = 240;
const LARGE = 320;
const LABELLED = 560;
const LABEL = 16;
const BELOW = 36; // the axis and its name
const TICKS = [0.1, 0.2, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1000];

/**
 * The points of an arm: each generation that a seed has measured, over its seeds.
 *
 * @returns [{generation, n, mean, min, max, sd, se, values}]
 */
export function pointsOf(arm, read) {
  const points = [];
  for (let generation = 0; generation <= arm.generations; generation++) {
    const values = valuesAt(arm, generation, read);
    if (values.length > 0) {
      points.push({ generation, values, ...summary(values.map(({ value }) => value)) });
    }
  }
  return points;
}

/** A value with what is known of its spread, in words. */
export function told(point, format) {
  return point.n === 1 ? format(point.mean) : `${format(point.mean)} (${format(point.min)} to ${format(point.max)}, n ${point.n})`;
}

/** A chart of one measure that keeps its place and is drawn again with other values. */
export class MeasureChart {

  constructor(measure, group) {
    this.measure = measure;
    this.group = group;
    this.canvas = h('div', { class: 'canvas', tabindex: 0, role: 'img' });
    this.status = h('p', { class: 'read-out', role: 'status' });
    this.beyond = h('p', { class: 'hint', hidden: '' });
    this.element = h('div', { class: 'plot' }, this.canvas, this.status, this.beyond);
    this.canvas.addEventListener('keydown', (event) => this.key(event));
    this.canvas.addEventListener('pointerenter', () => this.own(true));
    this.canvas.addEventListener('pointerleave', () => this.own(false));
    this.canvas.addEventListener('focus', () => this.own(true));
    this.canvas.addEventListener('blur', () => this.leave());
  }

  /** @param view what is hidden, and how spread is shown: {hidden, band, linear} */
  draw(arms, view) {
    this.lines = arms
      .filter((arm) => !view.hidden.has(arm.name))
      .map((arm) => ({ arm, color: resolved(arm.color), points: pointsOf(arm, this.measure.read) }))
      .filter(({ points }) => points.length > 0);
    this.last = Math.max(1, ...arms.map((arm) => arm.generations));
    this.showThresholds(arms, view);
    this.canvas.style.height = `${this.measure.chief ? Math.max(LARGE, arms.length * LABEL + 2 * BELOW) : SMALL}px`;
    this.canvas.setAttribute('aria-label', this.words());
    if (this.canvas.isConnected) {
      drawInTurn(this.canvas, () => this.drawNow(arms, view));
    }
  }

  /** Which thresholds are drawn; of the others it is said where they are. */
  showThresholds(arms, view) {
    const values = this.lines.flatMap(({ points }) => points.flatMap(({ min, max }) => [min, max]));
    const range = values.length > 0 ? { min: Math.min(...values), max: Math.max(...values) } : null;
    const thresholds = thresholdsOf(this.measure, arms.filter((arm) => !view.hidden.has(arm.name)));
    this.thresholds = fitting(thresholds, range, this.isLogarithmic(view) ? Math.log : (value) => value);
    this.beyond.hidden = this.thresholds.left.length === 0;
    this.beyond.textContent = `Beyond what is drawn: ${this.thresholds.left.map((one) => this.threshold(one)).join('; ')}.`;
  }

  threshold({ name, value }) {
    return `${name} ${this.measure.format(value)}`;
  }

  drawNow(arms, view) {
    if (this.canvas.clientWidth > 0) {
      this.chart ??= this.opened();
      this.chart.resize();
      this.chart.setOption(this.option(arms, view), { notMerge: true });
      this.spreadLabels();
    }
  }

  opened() {
    const chart = echarts.init(this.canvas, null, { renderer: 'svg' });
    chart.group = this.group;
    echarts.connect(this.group);
    return chart;
  }

  /** Moves names at the ends of lines apart that would lie over each other. */
  spreadLabels() {
    const labels = this.lines
      .map(({ arm, points }) => ({ id: arm.name, at: this.chart.convertToPixel({ yAxisIndex: 0 }, points.at(-1).mean) }))
      .sort((a, b) => a.at - b.at);
    let lowest = -Infinity;
    const places = labels.map(({ at }) => (lowest = Math.max(at, lowest + LABEL)));
    let highest = this.canvas.clientHeight - BELOW;
    for (let index = places.length - 1; index >= 0; index--) {
      places[index] = Math.min(places[index], highest);
      highest = places[index] - LABEL;
    }
    this.chart.setOption({ series: labels.map(({ id, at }, index) => ({ id, endLabel: { offset: [0, places[index] - at] } })) });
  }

  words() {
    const lines = this.lines.map(({ arm, points }) =>
      `${arm.name}: ${points.map((point) => `generation ${point.generation} ${told(point, this.measure.format)}`).join(', ')}`);
    const thresholds = [...this.thresholds.drawn, ...this.thresholds.left].map((one) => this.threshold(one));
    return `${this.measure.title}. ${lines.join('; ') || 'Nothing is measured yet'}. ${thresholds.length > 0 ? `Thresholds: ${thresholds.join('; ')}. ` : ''}Arrow keys read it generation by generation.`;
  }

  option(arms, view) {
    const [ink, soft, line, panel] = ['--ink', '--soft', '--line', '--panel'].map((name) => resolved(`var(${name})`));
    const labelled = this.measure.chief && this.canvas.clientWidth >= LABELLED;
    const widest = Math.max(0, ...this.lines.map(({ arm }) => Math.min(24, arm.name.length)));
    const logarithmic = this.isLogarithmic(view);
    const range = logarithmic ? this.range() : this.room();
    const text = { color: soft, fontSize: 12, fontFamily: 'system-ui, sans-serif' };
    return {
      animation: false,
      aria: { enabled: false }, // the description is the element's own
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      grid: { left: 8, right: labelled ? 70 + 7 * widest : this.measure.human ? 52 : 16, top: 26, bottom: 30, containLabel: true },
      xAxis: {
        type: 'value', min: 0, max: this.last, minInterval: 1, axisLabel: text, axisLine: { lineStyle: { color: line } },
        splitLine: { show: false }, axisTick: { lineStyle: { color: line } },
        name: 'generation', nameLocation: 'middle', nameGap: 24, nameTextStyle: text,
        axisPointer: { show: true, snap: false, label: { show: false }, lineStyle: { color: soft, type: 'solid' } },
      },
      yAxis: {
        type: logarithmic ? 'log' : 'value', scale: true, ...range, axisLabel: { ...(range.customValues ? { customValues: range.customValues } : {}), ...text, formatter: (value) => axisWord(value, this.measure) },
        splitLine: { show: !logarithmic, lineStyle: { color: line } }, nameTextStyle: { ...text, align: 'left' },
        name: [this.measure.unit, logarithmic ? 'logarithmic' : null].filter(Boolean).join(', '),
      },
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12.5, fontFamily: 'system-ui, sans-serif' },
        formatter: (hovered) => this.tip(hovered), axisPointer: { type: 'line', lineStyle: { color: soft } },
        position: ([x], _, __, ___, { contentSize: [width], viewSize: [all] }) => [x + width + 14 > all ? Math.max(0, x - width - 14) : x + 14, 26],
      },
      series: this.lines.flatMap((one) => this.series(one, view, { labelled, panel })).concat(this.human(arms, soft), this.reference(soft), this.levels(soft), this.rules(range.customValues ?? [], line)),
    };
  }

  isLogarithmic(view) {
    const values = this.lines.flatMap(({ points }) => points.flatMap(({ min, max }) => [min, max]));
    return this.measure.logarithmic && !view.linear && Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 1.8;
  }

  /** The library's own range of a logarithmic axis goes by whole powers. */
  range() {
    const values = this.lines.flatMap(({ points }) => points.flatMap(({ min, max }) => [min, max])).concat(this.measure.reference ?? [], this.thresholds.drawn.map(({ value }) => value));
    const [min, max] = [Math.min(...values) / 1.03, Math.max(...values) * 1.03];
    const customValues = TICKS.filter((tick) => tick >= min && tick <= max);
    return { min, max, axisTick: { customValues }, customValues };
  }

  /** A little room around values that are all the same, of which an axis makes nothing by itself. */
  room() {
    const values = this.lines.flatMap(({ points }) => points.flatMap(({ min, max }) => [min, max]));
    const [min, max] = [Math.min(...values), Math.max(...values)];
    const margin = 0.1 * Math.abs(max) || 1;
    const levels = this.thresholds.drawn.map(({ value }) => value);
    return max - min < 1e-9 * Math.abs(max) || max === min ? { min: Math.min(min, ...levels) - margin, max: Math.max(max, ...levels) + margin } : {};
  }

  series({ arm, color, points }, view, { labelled, panel }) {
    const several = arm.seeds.length > 1;
    const mean = {
      type: 'line', id: arm.name, name: arm.name, data: points.map((point) => [point.generation, point.mean]), symbol: arm.mark, symbolSize: 7,
      showAllSymbol: points.length <= 40, color, lineStyle: { width: 2.25, type: arm.floor ? 'dashed' : 'solid' }, z: 3, emphasis: { disabled: true },
      endLabel: {
        show: labelled, color, fontWeight: 600, width: 210, overflow: 'truncate',
        formatter: () => `${this.measure.format(points.at(-1).mean)} ${arm.name}`,
      },
    };
    return several ? [this.band(color, points, view), ...this.singles(arm, color), mean] : [mean];
  }

  singles(arm, color) {
    return arm.seeds.map(({ seed, measured }) => ({
      type: 'line', name: `${arm.name} seed ${seed}`, symbol: 'none', silent: true, color, z: 2, lineStyle: { width: 0.8, opacity: 0.55 },
      data: measured.map((m) => [m.trained.generation, this.measure.read(m)]).filter(([, value]) => Number.isFinite(value)),
    }));
  }

  /** From the least to the greatest of the seeds, or one standard error to both sides of their mean. */
  band(color, points, view) {
    const edges = points.map((point) => view.band === 'error'
      ? [point.generation, point.mean - (point.se ?? 0), point.mean + (point.se ?? 0)]
      : [point.generation, point.min, point.max]);
    return {
      type: 'custom', silent: true, z: 1, data: edges, dimensions: ['generation', 'low', 'high'], encode: { x: 0, y: [1, 2] }, clip: true,
      tooltip: { show: false },
      renderItem: ({ dataIndex }, api) => dataIndex > 0 ? null : {
        type: 'polygon', silent: true, style: { fill: color, opacity: 0.16 },
        shape: {
          points: [...edges.map(([g, low]) => api.coord([g, low])), ...edges.toReversed().map(([g, , high]) => api.coord([g, high]))],
        },
      },
    };
  }

  /** What human text of the same prompts has, over all arms. */
  human(arms, color) {
    const read = this.measure.human;
    const data = Array.from({ length: read ? this.last + 1 : 0 }, (_, generation) => [generation,
      arms.flatMap((arm) => valuesAt(arm, generation, read).map(({ value }) => value))])
      .filter(([, values]) => values.length > 0).map(([generation, values]) => [generation, summary(values).mean]);
    return data.length === 0 ? [] : [{
      type: 'line', name: 'human text', data, silent: true, symbol: 'none', z: 0, color, lineStyle: { type: 'dotted', width: 1.6 },
      endLabel: { show: true, formatter: 'human', color, fontSize: 11 },
    }];
  }

  reference(color) {
    return this.measure.reference === undefined ? [] : [{
      type: 'line', silent: true, symbol: 'none', z: 0, color, lineStyle: { type: 'dotted', width: 1.2 }, tooltip: { show: false },
      data: [[0, this.measure.reference], [this.last, this.measure.reference]],
    }];
  }

  /** Thresholds, dashed, from right to left: their names stand at the left, where the curves have one beginning. */
  levels(color) {
    return this.thresholds.drawn.map((one) => ({
      type: 'line', silent: true, symbol: 'none', z: 0, color, lineStyle: { type: [6, 4], width: 1.2 }, tooltip: { show: false },
      data: [[this.last, one.value], [0, one.value]],
      endLabel: { show: true, formatter: () => this.threshold(one), color, fontSize: 11, align: 'left', offset: [0, -8] },
    }));
  }

  /** Lines at the ticks of a logarithmic axis, where the library draws its own at whole powers. */
  rules(ticks, color) {
    return ticks.map((tick) => ({
      type: 'line', silent: true, symbol: 'none', z: -1, color, lineStyle: { width: 1 }, tooltip: { show: false }, data: [[0, tick], [this.last, tick]],
    }));
  }

  tip(hovered) {
    const at = hovered.length > 0 ? Math.round(hovered[0].axisValue) : -1;
    if (!this.isOwn) {
      return '';
    }
    return h('div', { class: 'tip' }, h('b', {}, `Generation ${at}`), this.rowsAt(at).map(({ arm, point }) =>
      h('div', {}, swatch(arm), label(arm), h('i', {}, told(point, this.measure.format)))));
  }

  rowsAt(generation) {
    return this.lines
      .map(({ arm, points }) => ({ arm, point: points.find((point) => point.generation === generation) }))
      .filter(({ point }) => point)
      .sort((a, b) => b.point.mean - a.point.mean);
  }

  /** Only the chart that is pointed at tells its figures; the others show the same generation by a line. */
  own(yes) {
    this.isOwn = yes;
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape') {
      this.leave();
    }
    if (step === undefined || !this.chart) {
      return;
    }
    event.preventDefault();
    this.isOwn = true;
    this.at = Math.max(0, Math.min(this.last, (this.at ?? (step > 0 ? -1 : this.last + 1)) + step));
    const [x, y] = this.chart.convertToPixel({ gridIndex: 0 }, [this.at, this.lines[0]?.points.at(-1)?.mean ?? 0]);
    this.chart.dispatchAction({ type: 'showTip', x, y });
    this.status.textContent = `Generation ${this.at}: ${this.rowsAt(this.at)
      .map(({ arm, point }) => `${arm.name} ${told(point, this.measure.format)}`).join(', ') || 'nothing measured'}`;
  }

  leave() {
    this.isOwn = false;
    this.at = undefined;
    this.status.textContent = '';
    this.chart?.dispatchAction({ type: 'hideTip' });
  }

  /** The picture as a file. */
  svg() {
    return this.chart?.renderToSVGString();
  }

  close() {
    this.chart?.dispose();
    this.chart = undefined;
  }
}

export const label = (arm) => (arm.floor ? `${arm.name} (floor)` : arm.name);

/** As many digits as the steps need: 1.025, and not 1.03 for it. */
function axisWord(value, measure) {
  const word = measure.format(value);
  return word.endsWith('%') ? `${Number((100 * value).toPrecision(4))} %` : String(Number(value.toPrecision(4)));
}
