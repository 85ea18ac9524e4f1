/**
 * Mean, range and standard error of values, one for each seed.
 *
 * @returns {{n: number, mean: number, min: number, max: number, sd: number|undefined, se: number|undefined}} sd with n - 1 below, se is
 *     sd / sqrt n; both undefined for a single value
 */
export function summary(values) {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sd = n < 2 ? undefined : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  return { n, mean, min: Math.min(...values), max: Math.max(...values), sd, se: sd === undefined ? undefined : sd / Math.sqrt(n) };
}

/**
 * How much of the baseline's distance to the floor an arm avoids, seed by seed: 1 - (arm - floor) / (baseline - floor).
 *
 * @param at takes an arm to its values by seed, of one generation and measure
 * @returns the shares of those seeds that all three have; null where the baseline is no further from the floor than seeds differ
 */
export function gapClosed(arm, baseline, floor, at) {
  const by = (one) => new Map(at(one).map(({ seed, value }) => [seed, value]));
  const [own, worst, best] = [by(arm), by(baseline), by(floor)];
  const seeds = [...own.keys()].filter((seed) => worst.has(seed) && best.has(seed));
  const gaps = seeds.map((seed) => worst.get(seed) - best.get(seed));
  if (seeds.length === 0 || !isGap(gaps)) {
    return null;
  }
  return seeds.map((seed, i) => 1 - (own.get(seed) - best.get(seed)) / gaps[i]);
}

const SMALLEST_GAP = 0.02;

/** Of one sign in every seed, and larger than what two runs of one seed may differ by. */
function isGap(gaps) {
  return gaps.every((gap) => Math.abs(gap) > SMALLEST_GAP && Math.sign(gap) === Math.sign(gaps[0]));
}
