/**
 * Arms, each with all its seeds. Runs that differ in nothing but the seed have the same arm name and form one arm. Colour and mark go
 * by the name, so an arm looks alike in every chart and on every page.
 */

const MARKS = ['circle', 'rect', 'triangle', 'diamond'];
const COLORS = 8;

/** The arms of the presets have their colours for good. */
const OWN = { baseline: 1, protected: 0, 'human-only': 3, oracle: 2, tce: 4, focal: 5, resample: 0, weight: 6, base: 7 };

function hash(name) {
  let value = 0;
  for (const letter of name) {
    value = (Math.imul(value, 31) + letter.codePointAt(0)) >>> 0;
  }
  return value;
}

function lookOf(name, round, tried) {
  const color = ((OWN[name] ?? hash(name) % COLORS) + tried) % COLORS;
  return { color: `var(--arm${color})`, mark: MARKS[(color + round + Math.floor(tried / COLORS)) % MARKS.length] };
}

/** A colour and a mark for every name, no pair of them twice up to 32 names; names come in any order and get what they would get in any other. */
export function looks(names) {
  const used = new Set();
  const found = new Map();
  const sorted = [...new Set(names)].sort((a, b) => (b in OWN) - (a in OWN) || (a < b ? -1 : 1));
  for (const name of sorted) {
    const round = Math.floor(found.size / COLORS);
    let look = lookOf(name, round, 0);
    for (let tried = 1; used.has(look.color + look.mark) && tried < COLORS * MARKS.length; tried++) {
      look = lookOf(name, round, tried);
    }
    used.add(look.color + look.mark);
    found.set(name, look);
  }
  return found;
}

const machineText = (data) => data.policy === 'rewrite-and-grow' || data.syntheticShare > 0;

const selects = ({ method, reward }) =>
  ['resample', 'weight', 'top-share', 'golden'].includes(method) || (method === 'curation' && reward !== 'length');

const isFloor = ({ specification }) => specification.selection.method === 'oracle' || !machineText(specification.data);

/**
 * The arms of an experiment that are compared: every run, but for those that only train generation 0 for others.
 *
 * @param views as the service tells of runs
 */
export function armsOf(views) {
  const compared = views.filter((view) => view.run.specification.generations > 0);
  const shown = compared.length > 0 ? compared : views;
  const style = looks(shown.map((view) => view.run.arm));
  const arms = new Map();
  for (const view of shown) {
    const { arm: name, specification, runId } = view.run;
    if (!arms.has(name)) {
      arms.set(name, {
        name,
        ...style.get(name),
        floor: isFloor(view.run),
        selects: selects(specification.selection),
        generations: specification.generations,
        specification,
        seeds: [],
      });
    }
    const arm = arms.get(name);
    arm.generations = Math.max(arm.generations, specification.generations);
    arm.seeds.push({ runId, seed: specification.seed, state: view.state, measured: view.generations, detectors: view.detectors ?? [] });
  }
  arms.forEach((arm) => arm.seeds.sort((a, b) => a.seed - b.seed));
  return [...arms.values()];
}

/** What an arm's seeds say of a generation: one value for each seed that has measured it. */
export function valuesAt(arm, generation, read) {
  return arm.seeds
    .map(({ seed, measured }) => ({ seed, value: valueOf(measured, generation, read) }))
    .filter(({ value }) => value !== undefined);
}

function valueOf(measured, generation, read) {
  const found = measured.find((one) => one.trained.generation === generation);
  const value = found === undefined ? undefined : read(found);
  return Number.isFinite(value) ? value : undefined;
}

/** The last generation that every seed of an arm has measured, but for seeds that ended early; -1 where there is none. */
export function lastOf(arm) {
  const whole = arm.seeds.filter(({ state }) => state !== 'failed' && state !== 'cancelled');
  return Math.min(...(whole.length > 0 ? whole : arm.seeds).map(({ measured }) => measured.at(-1)?.trained.generation ?? -1));
}
