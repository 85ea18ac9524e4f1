import { lastOf, valuesAt } from './arms.js';
import { bearableShare, bearableText } from './bearable.js';
import { fixed, h, swatch } from './elements.js';
import { gapClosed, summary } from './statistics.js';

const ratioOf = (m) => m.perplexityRatio;
const coverageOf = (m) => m.text.vocabularyCoverage;
const two = fixed(2);

/** Of specifications of earlier releases, which name no stages. */
const COLLAPSED = 1.3;
const NEAR = 0.05;

/**
 * What the figures say so far, a sentence for each arm, the worst first: how far it has come from generation 0 and from the floor, and how sure that is.
 *
 * @returns a list; empty where nothing beyond generation 0 is measured
 */
export function conclusions(arms) {
  const floor = arms.find((arm) => arm.floor && lastOf(arm) > 0);
  const baseline = arms.find((arm) => arm.name === 'baseline' && lastOf(arm) > 0);
  return arms.filter((arm) => lastOf(arm) > 0).map((arm) => ({ arm, ...sentence(arm, floor, baseline) })).sort((one, other) => other.ratio - one.ratio);
}

function sentence(arm, floor, baseline) {
  const generation = lastOf(arm);
  const ratio = valuesAt(arm, generation, ratioOf).map(({ value }) => value);
  const coverage = valuesAt(arm, generation, coverageOf).map(({ value }) => value);
  const figures = `After ${generation} ${generation === 1 ? 'generation' : 'generations'} perplexity is ${spread(ratio)} times that of`
    + ` generation 0, and vocabulary coverage ${spread(coverage)}.`;
  return { ratio: summary(ratio).mean, verdict: verdict(arm, summary(ratio).mean, floor), text: [figures, beside(arm, floor, baseline)].filter(Boolean).join(' ') };
}

function verdict(arm, ratio, floor) {
  if (arm === floor) {
    return { word: 'the floor', kind: 'floor' };
  }
  if (ratio > (arm.specification.stages?.collapsedRatio ?? COLLAPSED)) {
    return { word: 'collapses', kind: 'C' };
  }
  const generation = floor ? Math.min(lastOf(arm), lastOf(floor)) : 0;
  const lowest = floor ? summary(valuesAt(floor, generation, ratioOf).map(({ value }) => value)).mean : 1;
  const own = floor ? summary(valuesAt(arm, generation, ratioOf).map(({ value }) => value)).mean : ratio;
  return own - lowest <= NEAR ? { word: 'holds', kind: 'A' } : { word: 'loses', kind: 'B' };
}

function beside(arm, floor, baseline) {
  if (!floor || arm === floor) {
    return arm === floor ? 'It learns from human text alone, and no arm is expected to do better.' : '';
  }
  const generation = Math.min(lastOf(arm), lastOf(floor), baseline ? lastOf(baseline) : Infinity);
  const at = (one) => valuesAt(one, generation, ratioOf);
  const distance = paired(at(arm), at(floor));
  const away = distance.length > 0 ? `It is ${spread(distance, signed)} from the floor ${floor.name} in generation ${generation}.` : '';
  if (!baseline || arm === baseline) {
    return away;
  }
  const closed = gapClosed(arm, baseline, floor, at);
  if (closed === null) {
    return `${away} The baseline is no further from the floor than runs differ: there is no gap to close yet.`;
  }
  return summary(closed).mean < 0 ? `${away} That is further than the baseline.`
    : `${away} It closes ${spread(closed, (value) => `${Math.round(100 * value)} %`)} of the baseline’s gap.`;
}

function paired(own, other) {
  const by = new Map(other.map(({ seed, value }) => [seed, value]));
  return own.filter(({ seed }) => by.has(seed)).map(({ seed, value }) => value - by.get(seed));
}

function signed(value) {
  const size = Math.abs(value).toFixed(2);
  return `${size === '0.00' ? '' : value < 0 ? '−' : '+'}${size}`;
}

function spread(values, format = two) {
  const { n, mean, min, max } = summary(values);
  return n === 1 ? format(mean) : `${format(mean)} [${format(min)}, ${format(max)}]`;
}

/** How far the figures can be believed. */
export function caution(arms) {
  const counts = arms.map((arm) => arm.seeds.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return most === 1
    ? 'One seed: two runs that differ in nothing else came out up to 0.09 apart in the perplexity ratio. Run with --seeds 42,43,44 to see the spread.'
    : `${least === most ? most : `${least} to ${most}`} seeds: in brackets the least and the greatest. Differences are taken seed by seed.`;
}

export function conclusionList(arms) {
  const found = conclusions(arms);
  const borne = bearableShare(arms, ratioOf);
  return found.length === 0
    ? [h('p', { class: 'hint' }, 'The first conclusion appears when generation 1 of an arm is measured.')]
    : [h('ul', { class: 'conclusions' }, found.map(({ arm, verdict: { word, kind }, text }) => h('li', {},
      h('p', {}, swatch(arm), h('b', {}, arm.name), h('span', { class: `pill ${kind}` }, word)), h('p', {}, text)))),
    borne && h('p', { class: 'borne' }, bearableText(borne)),
    h('p', { class: 'hint' }, caution(arms))].filter(Boolean);
}
