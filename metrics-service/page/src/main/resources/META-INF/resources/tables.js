import { label, pointsOf } from './charts.js';
import { h, swatch } from './elements.js';

const spread = (value, format) => (value === undefined ? '–' : format(value));

/** The figures behind a chart: every arm and generation with n, mean, range and standard error. */
export function measureTable(measure, arms) {
  const rows = arms.flatMap((arm) => pointsOf(arm, measure.read).map((point, i) => h('tr', { class: i > 0 ? 'again' : 'first' },
    h('td', {}, i === 0 ? swatch(arm) : null, label(arm)), h('td', {}, String(point.generation)), h('td', {}, String(point.n)),
    h('td', {}, measure.format(point.mean)), h('td', {}, measure.format(point.min)), h('td', {}, measure.format(point.max)),
    h('td', {}, spread(point.se, measure.format)))));
  return h('table', {}, h('caption', {}, measure.title),
    h('thead', {}, h('tr', {}, ['Arm', 'Gen.', 'n', 'Mean', 'Min', 'Max', 'Std. error'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, rows));
}

/** One row for each run and generation, with every measure: what a table behind a chart is made of. */
export function csv(measures, arms) {
  const lines = [['arm', 'seed', 'runId', 'generation', ...measures.map(({ id }) => id)].join(',')];
  for (const arm of arms) {
    for (const { seed, runId, measured } of arm.seeds) {
      for (const m of measured) {
        const values = measures.map(({ read }) => read(m)).map((value) => (Number.isFinite(value) ? String(value) : ''));
        lines.push([quoted(arm.name), seed, quoted(runId), m.trained.generation, ...values].join(','));
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A field that a spreadsheet takes for text, and not for a formula. */
function quoted(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to whoever looks at the page. */
export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  h('a', { href: address, download: name.replaceAll(/[^\w.-]+/g, '_') }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
