import { fixed, percent } from './elements.js';

const two = fixed(2);
const three = fixed(3);

/**
 * Every measure of a generation that is drawn, in the order of the page. `read` takes a measured generation to its value, undefined
 * where it has none; `worse` says which way collapse goes; `reference` is a value worth a line of its own; `logarithmic` spreads
 * ratios that differ by factors.
 */
export const MEASURES = [
  {
    id: 'perplexityRatio', title: 'Perplexity ratio', worse: 'up', chief: true, reference: 1, logarithmic: true, format: two,
    hint: 'On held-out human text, relative to generation 0. The floor is what human text alone costs.',
    read: (m) => m.perplexityRatio,
  },
  {
    id: 'vocabularyCoverage', title: 'Vocabulary coverage', worse: 'down', chief: true, format: two,
    hint: 'Different words of the model, divided by those of human text of equal length.',
    read: (m) => m.text.vocabularyCoverage,
  },
  {
    id: 'klFromHuman', title: 'KL(human || model)', unit: 'nats', worse: 'up', format: two,
    hint: 'Unigrams. It grows as tails go missing.',
    read: (m) => m.text.klFromHuman,
  },
  {
    id: 'klToHuman', title: 'KL(model || human)', unit: 'nats', worse: 'up', format: two,
    hint: 'Unigrams, the published form: types that the sample lacks weigh most.',
    read: (m) => m.text.klToHuman,
  },
  {
    id: 'tokenAccuracy', title: 'Token accuracy', worse: 'down', format: three,
    hint: 'Share of held-out tokens that were the model’s most probable one.',
    read: (m) => m.trained.test.tokenAccuracy,
  },
  {
    id: 'confidentShare', title: 'Confident tokens', worse: 'up', format: percent,
    hint: 'Share of held-out tokens that the model gives more than 0.99.',
    read: (m) => m.trained.test.confidentShare,
  },
  {
    id: 'selfBleu', title: 'Self-BLEU', worse: 'up', format: three,
    hint: 'How alike the model’s documents are, BLEU-4 of each against the others.',
    read: (m) => m.text.selfBleu, beside: { name: 'human text', read: (m) => m.text.humanSelfBleu },
  },
  {
    id: 'diversity', title: 'Diversity within a document', worse: 'down', format: three,
    hint: 'Unique n-grams over n-grams, n = 2, 3, 4, multiplied.',
    read: (m) => m.text.diversity, beside: { name: 'human text', read: (m) => m.text.humanDiversity },
  },
  {
    id: 'humanShareAfter', title: 'Human share of what is learned', worse: 'down', format: percent,
    hint: 'True provenance, after selection. No selection reads it but the oracle’s.',
    read: (m) => m.trained.selection.humanShareAfter,
  },
  {
    id: 'effectiveSampleSize', title: 'Effective sample size', unit: 'of the pool', worse: 'down', format: percent,
    hint: '(sum w)² / sum w², as a share of the pool: how many documents the weights leave.',
    read: (m) => m.trained.selection.effectiveSampleSize / m.trained.selection.pooled,
  },
  {
    id: 'detectorAuroc', title: 'Detector AUROC', worse: 'down', reference: 0.5, format: three,
    hint: 'How well the detector tells this model’s text from human text, out of fold. 0.5 is chance.',
    read: (m) => m.detectorAuroc,
  },
  {
    id: 'maskedShare', title: 'Masked tokens', format: percent,
    hint: 'Share of the tokens that truncated cross entropy left out.',
    read: (m) => (m.trained.maskedShare > 0 ? m.trained.maskedShare : undefined),
  },
];

/** Those that some generation has a value of. */
export function measured(arms) {
  return MEASURES.filter((measure) =>
    arms.some((arm) => arm.seeds.some((seed) => seed.measured.some((m) => Number.isFinite(measure.read(m))))));
}
