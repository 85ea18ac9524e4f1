import { lastOf, valuesAt } from './arms.js';
import { summary } from './statistics.js';

/** Distance from the floor, in the perplexity ratio, that is borne. */
const BORNE = 0.05;

/**
 * How much machine-written text the first arm that learns a constant mixture anew each generation would bear, from what its generation 1
 * lost. With a share b the distance from the floor is G(t) = b² (R + G(t − 1)) and G(0) = 0, so G(1) = b² R gives R: our derivation from
 * Bakshi and Chakraborty, arXiv 2602.10531.
 *
 * @param ratioOf takes what was measured of a generation to its perplexity ratio
 * @returns {{arm, floor, generation, share, shares, foreseen, measured} | null} share: what would be borne, from 0 to 1, by the mean over
 *     seeds of what generation 1 lost; shares: by that of each seed; foreseen and measured: the distance after the last generation; null
 *     where nothing can be said
 */
export function bearableShare(arms, ratioOf) {
  const floor = arms.find((arm) => arm.floor && lastOf(arm) > 0);
  const arm = arms.find((one) => mixesAnew(one.specification) && lastOf(one) > 0);
  if (!floor || !arm) {
    return null;
  }
  const generation = Math.min(lastOf(arm), lastOf(floor));
  const [first, last] = [1, generation].map((at) => distances(arm, floor, at, ratioOf));
  if (generation < 2 || first.length === 0 || summary(first).mean <= 0) {
    return null;
  }
  const { humanShare, syntheticShare } = arm.specification.data;
  const learned = syntheticShare / (humanShare + syntheticShare);
  const lost = summary(first).mean;
  return {
    arm, floor, generation, share: limit(lost, learned), shares: first.map((each) => limit(each, learned)),
    foreseen: foreseen(lost, learned, generation), measured: summary(last).mean,
  };
}

/** The largest share with which the distance stays within what is borne, for good. */
const limit = (first, share) => (first <= 0 ? 1 : Math.sqrt(BORNE / (BORNE + first / share ** 2)));

/** The distance after some generations. */
const foreseen = (first, share, generation) =>
  Array.from({ length: generation - 1 }).reduce((distance) => first + share ** 2 * distance, first);

/** The sentence of it. */
export function bearableText({ arm, floor, generation, share, shares, foreseen: far, measured }) {
  const { n, min, max } = summary(shares);
  const range = n === 1 ? '' : ` [${whole(min)} %, ${whole(max)} %]`;
  return `With at most ${whole(share)} %${range} of machine-written text, ${arm.name} would stay within ${BORNE.toFixed(2)} of the floor ${floor.name}: an estimate from`
    + ` generation 1, by the recursion of arXiv 2602.10531, which foresees ${signed(far)} after generation ${generation}. Measured is ${signed(measured)}.`;
}

const whole = (value) => Math.round(100 * value);

const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

function mixesAnew({ data, loss, selection, restart, foreignWriter }) {
  return data.humanShare > 0 && data.syntheticShare > 0 && selection.method === 'none' && loss.name === 'cross-entropy' && restart === 'base'
    && !foreignWriter && !data.schedule && !data.edit && (data.policy ?? 'replace') === 'replace' && (data.writers ?? 1) === 1;
}

function distances(arm, floor, generation, ratioOf) {
  const by = new Map(valuesAt(floor, generation, ratioOf).map(({ seed, value }) => [seed, value]));
  return valuesAt(arm, generation, ratioOf).filter(({ seed }) => by.has(seed)).map(({ seed, value }) => value - by.get(seed));
}
