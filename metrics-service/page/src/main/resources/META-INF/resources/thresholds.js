import { valuesAt } from './arms.js';
import { summary } from './statistics.js';

/** Of specifications that name no stages. */
const STAGES = { collapsedRatio: 1.3, collapsedDiversity: 0.6, lostCoverage: 0.05 };

/** What the stage of a generation asks for besides: a loss of knowledge. */
const LOST_KNOWLEDGE = 0.05;

/** Of specifications that name no rules of alerts, those whose measure is drawn. */
const RULES = [
  { id: 'perplexity', measure: 'perplexityRatio', direction: 'above', threshold: 1.3 },
  { id: 'coverage', measure: 'vocabularyCoverage', direction: 'below', threshold: 0.9, relative: true },
  { id: 'nothing-masked', measure: 'maskedShare', direction: 'below', threshold: 0.001 },
  { id: 'nothing-edited', measure: 'changedShare', direction: 'below', threshold: 0.01 },
];

/** Losses that mask tokens: the others are not judged by how many. */
const MASKS = new Set(['tce', 'dynamic-tce', 'random-mask']);

/** The least share of a chart's height that its curves keep. */
const LEAST = 1 / 3;

/**
 * The thresholds of a measure: those of the stages of collapse, and those of rules of alerts.
 *
 * @param arms whose specifications set them, and whose generation 0 some are relative to
 * @returns [{name, value}], one for each value; empty where nobody says what holds, as in a comparison of reports
 */
export function thresholdsOf(measure, arms) {
  const found = new Map();
  for (const arm of arms.filter(({ specification }) => specification.corpus)) {
    for (const { name, value } of [...ofStages(measure, arm), ...ofRules(measure, arm)]) {
      const known = found.get(value.toPrecision(6)) ?? { value, names: new Set(), arms: new Set() };
      found.set(value.toPrecision(6), known);
      known.names.add(name);
      known.arms.add(arm.name);
    }
  }
  return [...found.values()].map(({ value, names, arms: those }) => (
    { value, name: [...names].join(', ') + (those.size < arms.length ? ` (${[...those].join(', ')})` : '') }));
}

function ofStages(measure, arm) {
  const stages = { ...STAGES, ...arm.specification.stages };
  const first = firstOf(measure, arm);
  switch (measure.id) {
    case 'perplexityRatio': return [level('collapsed', stages.collapsedRatio)];
    case 'vocabularyCoverage': return first === undefined ? [] : [level('lost coverage', first - stages.lostCoverage)];
    case 'knowledgeAccuracy': return first === undefined ? [] : [level('lost knowledge', first - LOST_KNOWLEDGE)];
    case 'diversity': return ofHuman(`collapsed, ${stages.collapsedDiversity} of human`, measure, stages.collapsedDiversity, arm);
    default: return [];
  }
}

function ofRules(measure, arm) {
  return (arm.specification.alerts ?? RULES)
    .filter((rule) => rule.measure === measure.id && (!rule.arms || rule.arms.includes(arm.name)) && (measure.id !== 'maskedShare' || MASKS.has(arm.specification.loss.name)))
    .map((rule) => ({ rule, first: rule.relative ? firstOf(measure, arm) : 1 }))
    .filter(({ first }) => first !== undefined)
    .map(({ rule, first }) => level(`alert ${rule.id}`, rule.threshold * first));
}

const level = (name, value) => ({ name, value });

/** Mean over the seeds of generation 0. */
function firstOf(measure, arm) {
  const values = valuesAt(arm, 0, measure.read).map(({ value }) => value);
  return values.length > 0 ? summary(values).mean : undefined;
}

/** A share of what human text has: the mean over generations and seeds, as the level moves with the prompts. */
function ofHuman(name, measure, share, arm) {
  const values = Array.from({ length: arm.generations + 1 }, (_, generation) => valuesAt(arm, generation, measure.human).map(({ value }) => value)).flat();
  return values.length > 0 ? [level(name, share * summary(values).mean)] : [];
}

/**
 * Those that can be drawn without the curves being squeezed, the nearest first, and those that cannot.
 *
 * @param range {min, max} of the curves, null where there are none
 * @param scale takes a value to its height: the value itself, or its logarithm
 * @returns {{drawn: Array, left: Array}}
 */
export function fitting(thresholds, range, scale) {
  if (!range) {
    return { drawn: thresholds, left: [] };
  }
  const flat = range.max === range.min ? Math.abs(range.max) * 0.1 || 0.1 : 0; // room that a chart gives to equal values
  const [low, high] = [scale(range.min - flat), scale(range.max + flat)];
  const distance = ({ value }) => Math.max(low - scale(value), scale(value) - high, 0);
  const fits = (lowest, highest) => (high - low) / (highest - lowest) >= LEAST;
  let [lowest, highest] = [low, high];
  const drawn = [];
  const left = [];
  for (const one of [...thresholds].sort((a, b) => distance(a) - distance(b))) {
    const at = scale(one.value);
    const [wider, higher] = [Math.min(lowest, at), Math.max(highest, at)];
    if (Number.isFinite(at) && fits(wider, higher)) {
      [lowest, highest] = [wider, higher];
      drawn.push(one);
    } else {
      left.push(one);
    }
  }
  return { drawn, left };
}
