// Turns logits into probabilities, and measures how good they are.

const FOLDS = 2
const BINS = 15
const TEMPERATURES = Array.from({ length: 30 }, (_, i) => 0.2 * 1.3 ** i)

/**
 * Fits a detector to a calibration part. Quality and temperature are measured on texts that the fit did not see: each half is
 * judged by a detector that was fitted to the other half. The detector that is used afterwards is fitted to all texts.
 *
 * @param {(humanTexts: string[], machineTexts: string[]) => (text: string) => number} fit the author's function
 * @returns {{logit: Function, temperature: number, usable: boolean, quality: object}} the last three as the schema
 *     detector-calibrated.v1.json has them
 */
export function calibrate(fit, humanTexts, machineTexts) {
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    fit(withoutFold(humanTexts, fold), withoutFold(machineTexts, fold)))
  const unseen = texts => texts.map((text, i) => finite(folds[i % FOLDS](text))).sort((a, b) => b - a)
  const human = unseen(humanTexts)
  const machine = unseen(machineTexts)
  const samples = human.length + machine.length
  const area = auroc(human, machine)
  const temperature = bestTemperature(human, machine)
  const quality = {
    samples,
    auroc: area,
    truePositiveRateAt1: truePositiveRate(human, machine, 0.01),
    truePositiveRateAt5: truePositiveRate(human, machine, 0.05),
    calibrationErrorBefore: calibrationError(human, machine, 1),
    calibrationErrorAfter: calibrationError(human, machine, temperature)
  }
  // Too weak: less than two standard errors better than chance, by the variance of the Mann-Whitney statistic.
  const standardError = Math.sqrt((samples + 1) / (12 * human.length * machine.length))
  return { logit: fit(humanTexts, machineTexts), temperature, usable: area - 2 * standardError > 0.5, quality }
}

export function sigmoid(logit) {
  return 1 / (1 + Math.exp(-logit))
}

/** The logit itself; throws where it is none, since no record can hold it. */
export function finite(logit) {
  if (!Number.isFinite(logit)) throw new RangeError(`the detector's logit is ${logit}, not a finite number`)
  return logit
}

function withoutFold(texts, fold) {
  return texts.filter((_, i) => i % FOLDS !== fold)
}

/** The divisor of the logits with the smallest cross entropy. */
function bestTemperature(human, machine) {
  const signed = [...human, ...machine.map(logit => -logit)] // the greater, the more wrong
  const softplus = x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
  const crossEntropy = temperature => sum(signed.map(x => softplus(x / temperature)))
  return TEMPERATURES.reduce((best, other) => (crossEntropy(other) < crossEntropy(best) ? other : best))
}

/** How often a machine-written text has the greater logit of a pair; ties count half. 0 where a class is empty. */
function auroc(human, machine) {
  const wins = machine.map(m => sum(human.map(h => (m > h) + (m === h) / 2)))
  return sum(wins) / Math.max(1, human.length * machine.length)
}

/** The share of machine-written texts above the threshold that the given share of human texts exceeds. */
function truePositiveRate(human, machine, falsePositiveRate) {
  const threshold = human[Math.floor(falsePositiveRate * human.length)]
  return machine.filter(logit => logit > threshold).length / Math.max(1, machine.length)
}

/** Expected calibration error in bins of equal width. */
function calibrationError(human, machine, temperature) {
  const gaps = Array(BINS).fill(0)
  const add = (logit, label) => {
    const probability = sigmoid(logit / temperature)
    gaps[Math.min(BINS - 1, Math.floor(BINS * probability))] += probability - label
  }
  human.forEach(logit => add(logit, 0))
  machine.forEach(logit => add(logit, 1))
  return sum(gaps.map(Math.abs)) / Math.max(1, human.length + machine.length)
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0)
}
