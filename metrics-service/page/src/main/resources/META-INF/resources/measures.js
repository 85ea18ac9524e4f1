import { count, fixed, percent } from './elements.js';

const one = fixed(1);
const two = fixed(2);
const three = fixed(3);
const four = fixed(4);
const six = fixed(6);
const whole = (value) => count(Math.round(value));

/**
 * Every measure of a generation that is drawn, in the order of the page, by the names of the dictionary of measures. `read` takes a measured generation to its value, undefined
 * where it has none, and `human` to that of human text; `worse` says which way collapse goes; `reference` is a value worth a line of its own; `logarithmic` spreads
 * ratios that differ by factors.
 */
const ALL = [
  {
    id: 'perplexityRatio', group: 'Outcome', title: 'Perplexity ratio', worse: 'up', chief: true, reference: 1, logarithmic: true, format: two,
    hint: 'On held-out human text, relative to generation 0. The floor is what human text alone costs.',
    read: (m) => m.perplexityRatio,
  },
  {
    id: 'vocabularyCoverage', group: 'Outcome', title: 'Vocabulary coverage', worse: 'down', chief: true, format: two,
    hint: 'Different words of the model, divided by those of human text of equal length.',
    read: (m) => m.text.vocabularyCoverage,
  },
  {
    id: 'smoothedKlFromHuman', group: 'Tails', title: 'KL(human || model), smoothed', unit: 'nats', worse: 'up', format: three,
    hint: 'Words, half a count added to each on both sides. It grows as tails go missing.',
    read: (m) => m.text.divergence?.smoothedKlFromHuman,
  },
  {
    id: 'tokenSmoothedKlFromHuman', group: 'Tails', title: 'KL(human || model) of tokens', unit: 'nats', worse: 'up', format: three,
    hint: 'Tokens of the model’s vocabulary, half a count added to each on both sides.',
    read: (m) => m.text.tokenDivergence?.smoothedKlFromHuman,
  },
  {
    id: 'tokenKlToHuman', group: 'Tails', title: 'KL(model || human) of tokens, as published', unit: 'nats', worse: 'up', format: three,
    hint: 'Tokens of the model’s vocabulary; one that human text lacks has 1e-10.',
    read: (m) => m.text.tokenDivergence?.klToHuman,
  },
  {
    id: 'poolKlToHuman', group: 'Tails', title: 'KL(pool || human) of tokens, as published', unit: 'nats', worse: 'up', format: three,
    hint: 'All machine-written text that was learned from, beside held-out human text. Compare arms at one generation.',
    read: (m) => m.trained.poolDivergence?.klToHuman,
  },
  {
    id: 'poolSmoothedKlFromHuman', group: 'Tails', title: 'KL(human || pool) of tokens', unit: 'nats', worse: 'up', format: three,
    hint: 'The same the other way round, half a count added to each on both sides. It grows as tails go missing.',
    read: (m) => m.trained.poolDivergence?.smoothedKlFromHuman,
  },
  {
    id: 'poolSquaredDistance', group: 'Tails', title: 'Squared distance of tokens', worse: 'up', format: six,
    hint: 'Sum of (p − q)² of the same token frequencies, without bias: may lie below 0.',
    read: (m) => m.trained.poolDivergence?.squaredDistance,
  },
  {
    id: 'poolDrift', group: 'Tails', title: 'Drift of tokens', worse: 'up', format: six,
    hint: 'The same, less that of generation 1. In reports.',
    read: () => undefined,
  },
  {
    id: 'poolDriftExpected', group: 'Tails', title: 'Expected drift of tokens', format: six,
    hint: 'What sampling alone makes of that drift. Measured drift above it says that something else moves the model. In reports.',
    read: () => undefined,
  },
  {
    id: 'tailMass', group: 'Tails', title: 'Tail mass', worse: 'down', format: percent,
    hint: 'Share of the words that are among the rarest tenth of human types.',
    read: (m) => m.text.machine?.tailMass, human: (m) => m.text.human?.tailMass,
  },
  {
    id: 'effectiveVocabulary', group: 'Tails', title: 'Effective vocabulary', unit: 'words', worse: 'down', format: whole,
    hint: 'exp(H): as many equally frequent words would be as uncertain.',
    read: (m) => m.text.machine?.effectiveVocabulary, human: (m) => m.text.human?.effectiveVocabulary,
  },
  {
    id: 'collisionProbability', group: 'Tails', title: 'Collision probability', worse: 'up', format: four,
    hint: 'Sum of p²: two words drawn from the text are the same.',
    read: (m) => m.text.machine?.collisionProbability, human: (m) => m.text.human?.collisionProbability,
  },
  {
    id: 'zipfSlope', group: 'Tails', title: 'Zipf’s slope', worse: 'down', format: two,
    hint: 'Of log frequency on log rank, ranks 10 to 10,000. Steeper means fewer rare words.',
    read: (m) => m.text.machine?.zipfSlope, human: (m) => m.text.human?.zipfSlope,
  },
  {
    id: 'jensenShannon', group: 'Tails', title: 'Jensen-Shannon divergence', unit: 'nats, to 0.693', worse: 'up', format: three,
    hint: 'Between the word frequencies of model and human text.',
    read: (m) => m.text.divergence?.jensenShannon,
  },
  {
    id: 'klFromHuman', group: 'Tails', title: 'KL(human || model), as published', unit: 'nats', worse: 'up', format: two,
    hint: 'Words that the sample lacks have 1e-10, and weigh most.',
    read: (m) => m.text.klFromHuman,
  },
  {
    id: 'klToHuman', group: 'Tails', title: 'KL(model || human), as published', unit: 'nats', format: two,
    hint: 'What is lost is not asked for: it may fall while a model collapses.',
    read: (m) => m.text.klToHuman,
  },
  {
    id: 'mauve', group: 'Text', title: 'MAUVE', worse: 'down', format: three,
    hint: 'How alike the embeddings of model and human text are. Only equally many texts compare.',
    read: (m) => m.mauve?.value,
  },
  {
    id: 'distinct2', group: 'Text', title: 'Distinct-2', worse: 'down', format: percent,
    hint: 'Different bigrams of all, in the first 2,000 words.',
    read: (m) => m.text.machine?.distinct2, human: (m) => m.text.human?.distinct2,
  },
  {
    id: 'diversity', group: 'Text', title: 'Diversity within a document', worse: 'down', format: three,
    hint: 'Unique n-grams over n-grams, n = 2, 3, 4, multiplied.',
    read: (m) => m.text.diversity, human: (m) => m.text.humanDiversity,
  },
  {
    id: 'selfBleu', group: 'Text', title: 'Self-BLEU', worse: 'up', format: three,
    hint: 'How alike the documents are, BLEU-4 of each against the others.',
    read: (m) => m.text.selfBleu, human: (m) => m.text.humanSelfBleu,
  },
  {
    id: 'entropyRate', group: 'Text', title: 'Entropy rate', unit: 'bits a word', worse: 'down', format: two,
    hint: 'By the longest matches into the past, without a model.',
    read: (m) => m.text.machine?.entropyRate, human: (m) => m.text.human?.entropyRate,
  },
  {
    id: 'readingEase', group: 'Text', title: 'Reading ease', unit: 'points', format: one,
    hint: 'Flesch, made for English. A change either way is a sign.',
    read: (m) => m.text.machine?.readingEase, human: (m) => m.text.human?.readingEase,
  },
  {
    id: 'meanWords', group: 'Text', title: 'Length', unit: 'words a document', format: one,
    hint: 'A change either way is a sign.',
    read: (m) => m.text.machine?.meanWords, human: (m) => m.text.human?.meanWords,
  },
  {
    id: 'tokenAccuracy', group: 'Model', title: 'Token accuracy', worse: 'down', format: three,
    hint: 'Share of held-out tokens that were the model’s most probable one.',
    read: (m) => m.trained.test.tokenAccuracy,
  },
  {
    id: 'knowledgeAccuracy', group: 'Model', title: 'Knowledge retained', unit: 'share of items', worse: 'down', reference: 0.5, format: three,
    hint: 'Pairs of a true and a false sentence judged rightly. 0.5 is chance.',
    read: (m) => m.trained.test.knowledge?.accuracy,
  },
  {
    id: 'meanEntropy', group: 'Model', title: 'Entropy of the next token', unit: 'nats', worse: 'down', format: two,
    hint: 'Mean over held-out human text.',
    read: (m) => m.trained.test.confidence?.meanEntropy,
  },
  {
    id: 'shareAbove90', group: 'Model', title: 'Confident tokens', worse: 'up', format: percent,
    hint: 'Share of held-out tokens that the model gives more than 0.9.',
    read: (m) => m.trained.test.confidence?.shareAbove90,
  },
  {
    id: 'confidenceGap', group: 'Model', title: 'Confidence gap', worse: 'up', format: three,
    hint: 'How much more probability the model gives its own tokens than human ones, on average.',
    read: (m) => (m.text.confidence && m.trained.test.confidence ? m.text.confidence.meanProbability - m.trained.test.confidence.meanProbability : undefined),
  },
  {
    id: 'calibrationError', group: 'Model', title: 'Calibration error', worse: 'up', format: three,
    hint: 'Expected, of the most probable token, 15 bins.',
    read: (m) => m.trained.test.confidence?.calibrationError,
  },
  {
    id: 'humanShareAfterSelection', group: 'Training', title: 'Human share of what is learned', worse: 'down', format: percent,
    hint: 'True provenance, after selection. No selection reads it but the oracle’s.',
    read: (m) => m.trained.selection.humanShareAfter,
  },
  {
    id: 'effectiveSampleSize', group: 'Training', title: 'Effective sample size', unit: 'documents', worse: 'down', format: whole,
    hint: '(sum w)² / sum w² over the pool: how many documents the weights leave.',
    read: (m) => m.trained.selection.effectiveSampleSize,
  },
  {
    id: 'detectorAuroc', group: 'Training', title: 'Detector AUROC', worse: 'down', reference: 0.5, format: three,
    hint: 'How well the detector tells this model’s text from human text, out of fold. 0.5 is chance.',
    read: (m) => m.detectorAuroc,
  },
  {
    id: 'maskedShare', group: 'Training', title: 'Masked tokens', format: percent,
    hint: 'Share of the tokens that truncated cross entropy left out.',
    read: (m) => (m.trained.maskedShare > 0 ? m.trained.maskedShare : undefined),
  },
  {
    id: 'maskedLastEpoch', group: 'Training', title: 'Masked tokens of the last epoch', format: percent,
    hint: 'The same, of the last time that the text was read.',
    read: (m) => m.trained.maskedByEpoch?.at(-1),
  },
  {
    id: 'predictedRisk', group: 'Training', title: 'Predicted risk', format: three,
    hint: 'What theory predicts from numbers of documents and human share alone, as a multiple of generation 0. In reports.',
    read: () => undefined,
  },
  {
    id: 'editedShare', group: 'Training', title: 'Edited tokens', format: percent,
    hint: 'Share of the human tokens that token editing drew again.',
    read: ({ trained: { selection: { edits } } }) => (edits ? edits.edited / edits.tokens : undefined),
  },
  {
    id: 'changedShare', group: 'Training', title: 'Changed tokens', format: percent,
    hint: 'Share of the human tokens that token editing turned into another token. Below 1 % it does nothing.',
    read: ({ trained: { selection: { edits } } }) => (edits ? edits.changed / edits.tokens : undefined),
  },
];

/** The same, of generations as a report tells of them too: {trained: {generation}, figures: {name: value}}. */
export const MEASURES = ALL.map((measure) => ({
  ...measure,
  read: (m) => (m.figures ? m.figures[measure.id] : measure.read(m)),
  human: measure.human && ((m) => (m.figures ? undefined : measure.human(m))),
}));

/** Those that some generation has a value of. */
export function measured(arms) {
  return MEASURES.filter((measure) =>
    arms.some((arm) => arm.seeds.some((seed) => seed.measured.some((m) => Number.isFinite(measure.read(m))))));
}
