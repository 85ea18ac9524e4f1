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
 * @returns the shares of those seeds that all three have; null where the baseline's distance is not above its noise
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

/** What two runs of one seed, which should be equal, came out apart in the perplexity ratio. */
const SAME_SEED = 0.09;

/** Quantiles 0.975 of Student's t for 1, 2, … degrees of freedom; beyond them the normal one. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093];

/** Above its noise: in each seed, and by the t interval of 95 % over the seeds; for one seed above what equal runs differ by. */
function isGap(gaps) {
  const { n, mean, min, se } = summary(gaps);
  return n === 1 ? mean > SAME_SEED : min > 0 && mean - (T[n - 2] ?? 1.96) * se > 0;
}
