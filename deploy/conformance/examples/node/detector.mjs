// A detector for Tailkeeper, made from the contracts alone. Usage: node detector.mjs [HOST:PORT [ID [INSTANCE]]]
// This file is what an author writes: one function. All else is in contract.mjs, which stays as it is for another detector.
import { serve } from './contract.mjs'

const SMOOTHING = 0.5 // added to each count: a word seen in one class alone would get infinite odds

/**
 * Learns from labelled text how machine-written text differs from human text: how much likelier is each word, and each pair of
 * words, in the one than in the other? Both classes have equal prompts and lengths, so counts need no totals.
 *
 * @param {string[]} humanTexts written by people
 * @param {string[]} machineTexts written by the model of the generation
 * @returns {(text: string) => number} the logit of a text: 0 where nothing is known, greater the more it looks
 *     machine-written. Equal texts get equal logits. A sample for which it throws is refused, and becomes a dead letter; a
 *     labelled text, which may be empty, for which it throws ends the program.
 */
export function fit(humanTexts, machineTexts) {
  const human = countGrams(humanTexts)
  const machine = countGrams(machineTexts)
  const logOdds = gram => Math.log((count(machine, gram) + SMOOTHING) / (count(human, gram) + SMOOTHING))
  return text => gramsOf(text).reduce((sum, gram) => sum + logOdds(gram), 0)
}

/** The words of a text and its pairs of neighbouring words, in lower case; a punctuation mark is a word. */
function gramsOf(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []
  const grams = []
  for (const [i, word] of words.entries()) {
    grams.push(word)
    if (i > 0) grams.push(`${words[i - 1]} ${word}`)
  }
  return grams
}

/** How often each gram occurs in all texts together. */
function countGrams(texts) {
  const counts = new Map()
  for (const text of texts) for (const gram of gramsOf(text)) counts.set(gram, count(counts, gram) + 1)
  return counts
}

function count(counts, gram) {
  return counts.get(gram) ?? 0
}

const [bootstrap = '127.0.0.1:9092', id = 'surprise', instance = '0'] = process.argv.slice(2)
await serve(fit, { bootstrap, id, instance })
