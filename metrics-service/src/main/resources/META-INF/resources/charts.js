import { h, mark, s, swatch } from './elements.js';
import { pointsOf, singlesOf } from './seeds.js';

const HEIGHT = 300;
const TOP = 14;
const BOTTOM = 34;
const LEFT = 46;

/**
 * A chart with one line per arm over the generations, of several seeds their mean with a thin line for each. `read` takes a measured generation to its value, `reference` is a
 * value worth a line of its own, `logarithmic` spreads ratios that differ by factors.
 */
export function lineChart(container, { arms, generations, read, format, reference, logarithmic }) {
  const lines = arms
    .map((arm) => ({ arm, points: pointsOf(arm, read), singles: singlesOf(arm, read) }))
    .filter((line) => line.points.length > 0);
  const width = Math.max(280, container.clientWidth);
  const labelled = width >= 520 && lines.length > 0;
  const right = labelled ? Math.min(190, 62 + 7 * Math.max(...lines.map((line) => line.arm.name.length))) : 14;
  const values = lines.flatMap((line) => [line.points, ...line.singles].flat().map((point) => point.value));
  const y = scale(values.concat(reference ?? []), logarithmic);
  const x = (g) => LEFT + ((width - LEFT - right) * g) / Math.max(1, generations);
  const svg = s('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, role: 'img', 'aria-label': summary(lines, format) });
  axes(svg, { x, y, width, right, generations, format });
  if (reference !== undefined && lines.length > 0) {
    svg.append(s('line', { class: 'reference', x1: LEFT, x2: width - right, y1: y.at(reference), y2: y.at(reference) }));
  }
  const path = (points) => points.map((point, i) => `${i ? 'L' : 'M'}${x(point.g)} ${y.at(point.value)}`).join('');
  for (const { arm, points, singles } of lines) {
    singles.forEach((one) => svg.append(s('path', { class: 'line single', d: path(one), stroke: arm.color })));
    svg.append(s('path', { class: `line ${arm.floor ? 'floor' : ''}`, d: path(points), stroke: arm.color }));
    points.forEach((point) => svg.append(mark(arm, x(point.g), y.at(point.value))));
  }
  if (labelled) {
    endLabels(svg, lines, x, y, format);
  }
  if (lines.length === 0) {
    svg.append(s('text', { class: 'waiting', x: (width + LEFT - right) / 2, y: HEIGHT / 2 - 8, 'text-anchor': 'middle' },
      'The first point appears when generation 0 is measured.'));
  }
  container.replaceChildren(svg);
  if (!labelled && lines.length > 0) {
    container.append(h('div', { class: 'legend' }, lines.map(({ arm }) => h('span', {}, swatch(arm), label(arm)))));
  }
  tooltip(container, svg, { lines, x, width, generations, format });
}

const label = (arm) => (arm.floor ? `${arm.name} (floor)` : arm.name);

function summary(lines, format) {
  return lines.map(({ arm, points }) => `${arm.name}: ${points.map((p) => format(p.value)).join(', ')}`).join('; ');
}

function scale(values, logarithmic) {
  if (values.length === 0) {
    values = logarithmic ? [1, 2] : [0, 1];
  }
  const spread = Math.max(...values) / Math.min(...values);
  const log = logarithmic && spread > 1.8;
  const to = log ? Math.log : (value) => value;
  const back = log ? Math.exp : (value) => value;
  const margin = 0.07 * (to(Math.max(...values)) - to(Math.min(...values))) || 0.05;
  const low = to(Math.min(...values)) - margin;
  const high = to(Math.max(...values)) + margin;
  const at = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (to(value) - low) / (high - low));
  return { at, ticks: log ? logTicks(back(low), back(high)) : ticks(low, high) };
}

function ticks(low, high) {
  const raw = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw);
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) {
    found.push(i * step);
  }
  return found;
}

function logTicks(low, high) {
  const candidates = [];
  for (let power = -3; power <= 6; power++) {
    [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8].forEach((factor) => candidates.push(factor * 10 ** power));
  }
  return candidates.filter((tick) => tick >= low && tick <= high).filter((_, i, all) => all.length < 9 || i % 2 === 0);
}

function axes(svg, { x, y, width, right, generations, format }) {
  for (const tick of y.ticks) {
    svg.append(s('line', { class: 'grid', x1: LEFT, x2: width - right, y1: y.at(tick), y2: y.at(tick) }));
    svg.append(s('text', { x: LEFT - 9, y: y.at(tick) + 4, 'text-anchor': 'end' }, format(tick)));
  }
  const every = Math.ceil((generations + 1) / 12);
  for (let g = 0; g <= generations; g += every) {
    svg.append(s('text', { x: x(g), y: HEIGHT - BOTTOM + 19, 'text-anchor': 'middle' }, String(g)));
  }
  svg.append(s('text', { x: (LEFT + width - right) / 2, y: HEIGHT - 1, 'text-anchor': 'middle' }, 'generation'));
}

function endLabels(svg, lines, x, y, format) {
  const labels = lines
    .map(({ arm, points }) => ({ arm, last: points.at(-1), at: y.at(points.at(-1).value) + 4 }))
    .sort((a, b) => a.at - b.at);
  for (let i = 1; i < labels.length; i++) {
    labels[i].at = Math.max(labels[i].at, labels[i - 1].at + 16);
  }
  const over = labels.at(-1).at - (HEIGHT - BOTTOM + 6);
  for (let i = labels.length - 1, limit = Infinity; i >= 0 && over > 0; i--) {
    labels[i].at = Math.min(labels[i].at, i === labels.length - 1 ? labels[i].at - over : limit);
    limit = labels[i].at - 16;
  }
  const edge = Math.max(...labels.map(({ last }) => x(last.g)));
  for (const { arm, last, at } of labels) {
    svg.append(s('text', { class: 'label', x: edge + 12, y: at, style: `fill: ${arm.color}` },
      `${format(last.value)} ${arm.name}`));
  }
}

function tooltip(container, svg, { lines, x, width, generations, format }) {
  if (lines.length === 0) {
    return;
  }
  const tip = h('div', { class: 'tip', hidden: '' });
  const cross = s('line', { class: 'cross', y1: TOP, y2: HEIGHT - BOTTOM, visibility: 'hidden' });
  svg.prepend(cross);
  container.append(tip);
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const left = ((event.clientX - box.left) * width) / box.width;
    const g = Math.max(0, Math.min(generations, Math.round(((left - x(0)) / (x(generations) - x(0) || 1)) * generations)));
    const rows = lines
      .map(({ arm, points }) => ({ arm, point: points.find((point) => point.g === g) }))
      .filter(({ point }) => point)
      .sort((a, b) => b.point.value - a.point.value);
    tip.hidden = rows.length === 0;
    cross.setAttribute('visibility', rows.length === 0 ? 'hidden' : 'visible');
    cross.setAttribute('x1', x(g));
    cross.setAttribute('x2', x(g));
    tip.replaceChildren(h('b', {}, `Generation ${g}`),
      ...rows.map(({ arm, point }) => h('div', {}, swatch(arm), label(arm), h('i', {}, format(point.value)))));
    const beyond = x(g) + 14 + tip.offsetWidth > width;
    tip.style.left = `${beyond ? Math.max(0, x(g) - 14 - tip.offsetWidth) : x(g) + 14}px`;
    tip.style.top = `${TOP}px`;
  });
  svg.addEventListener('pointerleave', () => {
    tip.hidden = true;
    cross.setAttribute('visibility', 'hidden');
  });
}
