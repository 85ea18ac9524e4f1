import { label } from './charts.js';
import { Picture, resolved } from './drawing.js';
import { count, fixed, h } from './elements.js';

const HEIGHT = 220;
const MOST = 400; // points of a curve; beyond it every other one goes
const loss = fixed(3);

/**
 * The loss of the runs that are trained now, by step: what was told before the page was opened, then what the service tells, point by
 * point. It begins anew with each generation.
 */
export class TrainingCurves {

  /** @param before takes a run's id and a generation to a promise of the losses that were told before: [{step, loss}]; missing where nobody knows */
  constructor(before) {
    this.before = before;
    this.curves = new Map();
    this.canvas = h('div', { class: 'curve', role: 'img', style: `height: ${HEIGHT}px` });
    this.picture = new Picture(this.canvas);
    this.element = h('section', { class: 'panel', hidden: '', 'aria-label': 'Training loss' }, h('h2', {}, 'Training loss, now'),
      h('p', { class: 'hint' }, 'Nats a token by optimizer step of the generation under way, from its first step.'), h('div', { class: 'plot' }, this.canvas));
  }

  /**
   * Takes what runs say of themselves.
   *
   * @param views of runs
   * @returns whether there is a new point
   */
  add(views) {
    let news = false;
    for (const { run: { runId, arm, specification: { seed } }, state, progress } of views) {
      const now = progress.at(-1);
      if (state !== 'running' || now?.phase !== 'training' || now.trained) {
        news = this.curves.delete(runId) || news;
      } else if (Number.isFinite(now.loss)) {
        news = this.extend(this.curveOf(runId, now.generation, { arm, seed }), now) || news;
      }
    }
    return news;
  }

  curveOf(runId, generation, names) {
    const known = this.curves.get(runId);
    if (known?.generation === generation) {
      return known;
    }
    const begun = { ...names, generation, points: [] };
    this.curves.set(runId, begun);
    this.before?.(runId, generation).then((told) => this.prepend(begun, told), () => {}); // without them it begins here
    return begun;
  }

  /** What was told before the first point of a curve. */
  prepend(curve, told) {
    const first = curve.points[0]?.[0] ?? Infinity;
    curve.points = told.filter(({ step }) => step < first).map(({ step, loss: value }) => [step, value]).concat(curve.points);
    while (curve.points.length > MOST) {
      curve.points = thinned(curve.points);
    }
    this.news?.();
  }

  /** A step that was told before says nothing new; an earlier one comes from a training that was begun again. */
  extend(curve, { done, loss: value }) {
    if (curve.points.at(-1)?.[0] === done) {
      return false;
    }
    curve.points = curve.points.filter(([step]) => step < done);
    if (curve.points.length >= MOST) {
      curve.points = thinned(curve.points);
    }
    curve.points.push([done, value]);
    return true;
  }

  draw(arms, view) {
    const by = new Map(arms.map((arm) => [arm.name, arm]));
    const several = new Set([...this.curves.values()].map(({ seed }) => seed)).size > 1;
    const lines = [...this.curves.values()].filter(({ arm }) => !view.hidden.has(arm)).map((curve) => ({ ...curve, name: nameOf(curve, by.get(curve.arm), several), color: resolved(by.get(curve.arm)?.color ?? 'var(--arm7)') }));
    this.element.hidden = lines.length === 0;
    if (lines.length === 0) {
      return;
    }
    this.canvas.setAttribute('aria-label', `Training loss. ${lines.map(({ name, points }) => `${name}: step ${count(points.at(-1)[0])}, ${loss(points.at(-1)[1])}`).join('; ')}`);
    this.picture.draw(() => option(lines));
  }

  close() {
    this.picture.close();
  }
}

const thinned = (points) => points.filter((_, i) => i % 2 === 0);

const nameOf = ({ arm, seed, generation }, known, several) => `${known ? label(known) : arm}${several ? `, seed ${seed}` : ''}, generation ${generation}`;

function option(lines) {
  const [soft, panel, ink, line] = ['--soft', '--panel', '--ink', '--line'].map((name) => resolved(`var(${name})`));
  const text = { color: soft, fontSize: 12, fontFamily: 'system-ui, sans-serif' };
  return {
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    grid: { left: 8, right: 16, top: 34, bottom: 30, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: text, selectedMode: false },
    xAxis: { type: 'value', axisLabel: text, axisLine: { lineStyle: { color: line } }, splitLine: { show: false }, name: 'step', nameLocation: 'middle', nameGap: 24, nameTextStyle: text },
    yAxis: { type: 'value', scale: true, axisLabel: text, splitLine: { lineStyle: { color: line } } },
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12.5, fontFamily: 'system-ui, sans-serif' },
      formatter: (hovered) => h('div', { class: 'tip' }, h('b', {}, `Step ${count(hovered[0].axisValue)}`),
        hovered.map(({ seriesName, data: [, value] }) => h('div', {}, seriesName, h('i', {}, loss(value))))),
    },
    series: lines.map(({ name, color, points }) => ({ type: 'line', name, color, data: points, symbol: 'circle', symbolSize: 4, showSymbol: points.length < 60, lineStyle: { width: 1.8 }, emphasis: { disabled: true } })),
  };
}
