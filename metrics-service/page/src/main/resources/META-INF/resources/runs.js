import { askToCancel } from './questions.js';
import { count, fixed, h, percent, swatch } from './elements.js';

const STAGES = { A: 'A, healthy', B: 'B, fluent but wrong', C: 'C, collapsed' };

const WAITS = 'waits for the trainer';

const LOSSES = {
  'cross-entropy': () => 'Cross entropy',
  tce: (loss) => `Truncated cross entropy ${loss.confidenceThreshold}`,
  focal: (loss) => `Focal loss ${loss.focus ?? 2}`,
  'dynamic-tce': (loss) => `Dynamic truncated cross entropy ${loss.deviations ?? 1}`,
  linear: (loss) => `Linear loss ${loss.slope ?? 1}`,
  exponential: (loss) => `Exponential loss ${loss.variationScale ?? 1}`,
  'variation-cross-entropy': (loss) => `Variation-bounded cross entropy ${loss.variationScale ?? 1}`,
  'variation-square': (loss) => `Variation-bounded square loss ${loss.variationScale ?? 2}`,
  'random-mask': (loss) => `Cross entropy masked by chance, as much as truncated at ${loss.confidenceThreshold}`,
};

const SELECTIONS = {
  oracle: () => 'true provenance known',
  random: (share) => `${share} kept by chance`,
  'top-share': (share) => `${share} kept, most human by detector`,
  surplexity: (share) => `${share} kept, most surprising`,
  'entropy-rate': (share) => `${share} kept, least repetitive`,
  'teacher-perplexity': (share) => `${share} kept, least surprising to generation 0`,
  'latent-filter': (share) => `${share} kept, in generation 0 most like human text`,
  contraction: () => 'drawn towards human text in generation 0',
  'reference-overlap': (share) => `${share} kept, most like the human text after its prompt`,
  golden: () => 'golden-ratio weights by detector',
  'golden-oracle': () => 'golden-ratio weights, true provenance known',
  curation: (share, { candidates, gamma, reward }) =>
    `1 of ${candidates ?? 4} kept, preferred by ${reward ?? 'detector'}, gamma ${gamma ?? 5}`,
  'generation-decay': (share, { decay }) => `weighted by age, ${decay ?? 0.5} a generation`,
};

const POLICIES = { accumulate: 'earlier text kept', 'accumulate-subsample': 'drawn from all text so far' };

function remedy({ loss, selection, data, decoding, training }) {
  const words = [LOSSES[loss.name]?.(loss) ?? loss.name];
  if (selection.method === 'resample' || selection.method === 'weight') {
    words.push(`${selection.method === 'resample' ? 'resampled' : 'weighted'} by detector, bias ${selection.bias}`);
  } else if (SELECTIONS[selection.method]) {
    words.push(SELECTIONS[selection.method](percent(selection.keepShare ?? 0.5), selection));
  }
  if (training?.unlearning) {
    words.push(`${training.unlearning.steps} steps of bounded forgetting`);
  }
  words.push(data.policy === 'rewrite-and-grow' ? 'all text written anew'
    : data.humanShare === 0 ? 'synthetic only' : data.syntheticShare === 0 ? 'human only'
      : `human ${data.humanShare} : synthetic ${data.syntheticShare}`);
  if (POLICIES[data.policy]) {
    words.push(POLICIES[data.policy]);
  }
  if (data.writers > 1) {
    words.push(`last ${data.writers} models write`);
  }
  if (decoding?.strategy === 'beam') {
    words.push(`written by beam search, ${decoding.beams ?? 5} beams`);
  }
  if (data.keepBase === false) {
    words.push('generation 0 is pre-trained');
  }
  if (data.schedule) {
    words.push('human share and size by schedule');
  }
  if (data.edit) {
    words.push(`human tokens above ${data.edit.probability ?? 0.99} drawn again`);
  }
  return words.join(', ');
}

/**
 * A card that follows one run; `update` changes it in place, so that bars move instead of jumping.
 *
 * @param cancel ends a run by its id; undefined where nobody can
 */
export function runCard(cancel) {
  const parts = {
    mark: h('span', { class: 'mark' }), name: h('h3'), state: h('span', { class: 'pill' }), remedy: h('p', { class: 'remedy' }),
    where: h('span'), phase: h('span'), failure: h('div', { class: 'failure', hidden: '' }),
    weak: h('div', { class: 'notice', hidden: '' }), figures: h('div', { class: 'figures' }),
    cancel: h('button', { class: 'small', type: 'button', hidden: '', onclick: () => askToCancel(`run ${parts.runId}`, () => cancel(parts.runId)) }, 'Cancel run'),
  };
  const bars = { collected: bar('Collected'), scored: bar('Scored'), work: bar('Steps') };
  const meter = h('div', { class: 'bars' }, Object.values(bars).flatMap((one) => one.cells));
  const whereabouts = h('div', { class: 'where' }, parts.where, parts.phase);
  const card = h('article', { class: 'panel run' },
    h('header', {}, parts.mark, parts.name, parts.state), parts.remedy, parts.failure, parts.weak, whereabouts, meter, parts.figures, parts.cancel);
  card.update = (view, arm, several) => {
    const now = view.progress.at(-1);
    parts.mark.replaceChildren(...(arm ? [swatch(arm)] : []));
    parts.name.textContent = several ? `${view.run.arm}, seed ${view.run.specification.seed}` : view.run.arm;
    parts.runId = view.run.runId;
    card.title = `run ${view.run.runId}`;
    parts.cancel.hidden = !cancel || view.state !== 'running';
    parts.state.className = `pill ${view.state}`;
    parts.state.textContent = view.state;
    parts.remedy.textContent = arm || view.run.specification.generations > 0
      ? remedy(view.run.specification) : 'Trains generation 0 on human text, for all arms';
    showFailure(parts.failure, view);
    showWeakness(parts.weak, view, arm);
    meter.hidden = view.state === 'completed' || !now;
    meter.style.display = meter.hidden ? 'none' : '';
    parts.where.textContent = whereNow(view, now);
    parts.phase.textContent = view.state === 'running' && now ? phaseNow(now) : '';
    if (now) {
      bars.collected.set(now.collected, now.expected);
      bars.scored.set(now.scored, now.expected);
      bars.work.name(now.phase === 'evaluating' || now.trained ? 'Evaluated' : 'Steps'); // what is counted last
      bars.work.set(now.done ?? 0, now.phase === 'selecting' ? 0 : now.total ?? 0);
    }
    showFigures(parts.figures, view.generations.at(-1));
  };
  return card;
}

function bar(name) {
  const fill = h('span');
  const label = h('span', {}, name);
  const value = h('span', { class: 'value' }, '–');
  return {
    cells: [label, h('span', { class: 'bar' }, fill), value],
    name(text) {
      label.textContent = text;
    },
    set(done, total) {
      fill.style.width = `${total > 0 ? Math.min(100, (100 * done) / total) : 0}%`;
      value.textContent = total > 0 ? `${count(done)} / ${count(total)}` : '–';
    },
  };
}

function whereNow(view, now) {
  const last = view.run.specification.generations;
  if (view.state === 'completed') {
    return last === 0 ? 'Generation 0 measured' : `All ${last} generations measured`;
  }
  if (!now && view.state !== 'running') {
    return 'Ended before its first sample';
  }
  if (!now) {
    return view.run.baseRunId ? `Waits for generation 0 of ${view.run.baseRunId}` : 'Waits for the first sample';
  }
  return last === 0 ? `Generation ${now.generation}` : `Generation ${now.generation} of ${last}`;
}

function phaseNow(now) {
  if (now.trained) {
    return 'measuring';
  }
  if (!now.phase) {
    return now.collected < now.expected ? 'collecting' : now.scored < now.expected ? 'scoring' : WAITS;
  }
  const loss = now.loss === undefined ? '' : `, loss ${now.loss.toFixed(2)}`;
  const speed = now.tokensPerSecond === undefined ? '' : `, ${count(Math.round(now.tokensPerSecond))} tokens/s`;
  return now.phase === 'training' ? `training${loss}${speed}` : now.phase;
}

/** Whether somebody works on a run right now: it has begun, is not over, and waits for nobody. */
export const isAtWork = (view) => view.state === 'running' && view.progress.length > 0 && phaseNow(view.progress.at(-1)) !== WAITS;

function showFailure(element, view) {
  element.hidden = view.state !== 'failed' && view.state !== 'cancelled';
  if (!element.hidden) {
    element.replaceChildren(h('b', {}, `${view.state === 'failed' ? 'Failed' : 'Cancelled'} in ${view.finished.service}`),
      view.finished.reason ?? '');
  }
}

const tooWeak = (detector) => detector.calibration !== undefined && !detector.calibration.usable;

/** A selection by a detector that cannot be selected by is no selection: that has to be seen. */
function showWeakness(element, view, arm) {
  const blind = arm?.selects ? (view.detectors ?? []).filter((detector) => detector.deciding && tooWeak(detector)) : [];
  element.hidden = blind.length === 0;
  if (blind.length > 0) {
    const generations = blind.map((detector) => detector.generation).join(', ');
    element.replaceChildren(h('b', {}, `Generation ${generations}: too weak to select with`),
      `Detector ${blind[0].detectorId} gave every sample 0.5: uniform weights, no text thrown away.`);
  }
}

function showFigures(element, last) {
  element.hidden = !last;
  element.style.display = last ? '' : 'none';
  if (last) {
    const figure = (value, name) => h('div', {}, h('b', {}, value), h('span', {}, name));
    element.replaceChildren(
      figure(last.perplexityRatio.toFixed(3), `ratio, generation ${last.trained.generation}`),
      figure(last.text.vocabularyCoverage.toFixed(3), 'coverage'),
      h('div', {}, h('b', {}, h('span', { class: `pill ${last.stage}` }, STAGES[last.stage])), h('span', {}, 'stage')));
  }
}

const COLUMNS = [
  ['Gen.', (m) => String(m.trained.generation)],
  ['Perplexity ratio', (m) => m.perplexityRatio.toFixed(3)],
  ['Perplexity', (m) => m.trained.test.perplexity.toFixed(1)],
  ['Token accuracy', (m) => fixed(3)(m.trained.test.tokenAccuracy)],
  ['Knowledge', (m) => fixed(3)(m.trained.test.knowledge?.accuracy)],
  ['Coverage', (m) => m.text.vocabularyCoverage.toFixed(3)],
  ['KL h|m', (m) => m.text.klFromHuman.toFixed(2)],
  ['KL m|h', (m) => m.text.klToHuman.toFixed(2)],
  ['Smoothed KL h|m', (m) => fixed(3)(m.text.divergence?.smoothedKlFromHuman)],
  ['Jensen-Shannon', (m) => fixed(3)(m.text.divergence?.jensenShannon)],
  ['Tail mass', (m) => fixed(4)(m.text.machine?.tailMass)],
  ['Entropy', (m) => fixed(2)(m.trained.test.confidence?.meanEntropy)],
  ['Self-BLEU', (m) => m.text.selfBleu.toFixed(3)],
  ['Diversity', (m) => m.text.diversity.toFixed(3)],
  ['Detector AUROC', (m) => m.detectorAuroc.toFixed(3)],
  ['Human share before', (m) => percent(m.trained.selection.humanShareBefore)],
  ['after', (m) => percent(m.trained.selection.humanShareAfter)],
  ['Masked', (m) => percent(m.trained.maskedShare)],
];

/** Every run of the arms with its name: an arm's, and its seed where there are several. */
const runsOf = (arms) => arms.flatMap((arm) => arm.seeds.map((run) => (
  { arm, ...run, name: arm.seeds.length > 1 ? `${arm.name}, seed ${run.seed}` : arm.name })));

/** One row per run and generation. */
export function generationTable(arms) {
  const rows = runsOf(arms).flatMap(({ arm, name, measured }) => measured.map((m, i) => h('tr', { class: i > 0 ? 'again' : 'first' },
    h('td', {}, i === 0 ? swatch(arm) : null, name), COLUMNS.map(([, read]) => h('td', {}, read(m))),
    h('td', {}, h('span', { class: `pill ${m.stage}` }, m.stage)), books(m.books))));
  if (rows.length === 0) {
    return h('p', { class: 'hint', style: 'padding: 16px 18px' }, 'No generation is measured yet.');
  }
  return h('table', {},
    h('thead', {}, h('tr', {}, ['Arm', ...COLUMNS.map(([name]) => name), 'Stage', 'Books'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, rows));
}

function books(b) {
  const balanced = b.collected === b.scored + b.deadLettered && b.scored === b.pooled + b.rejected;
  const title = `collected ${b.collected}, scored ${b.scored}, dead letters ${b.deadLettered}, pooled ${b.pooled}, rejected ${b.rejected}, selected ${b.selected}`;
  return h('td', { title, class: balanced ? null : 'off' }, balanced ? 'balanced' : 'off');
}

const BESIDE = [
  ['Scored', 'Samples judged', (d) => (d.scored === d.expected ? count(d.scored) : `${count(d.scored)} / ${count(d.expected)}`)],
  ['Pool AUROC', 'On the generation’s own pool, by provenance', (d) => fixed(3)(d.figures?.quality.auroc)],
  ['Draws human', 'True human share of what the run’s selection draws with it', (d) => drawn(d, (one) => percent(one.humanShareAfter))],
  ['ESS', 'Effective sample size, share of the pool', (d) => drawn(d, (one) => percent(one.effectiveSampleSize / one.pooled))],
  ['N_h', 'Effective number of human documents as the detector says, without > with selection',
    (d) => drawn(d, (one) => both((n) => n.toFixed(0), ' > ', one.effectiveHumansBefore, one.effectiveHumansAfter))],
  ['Bias', 'That was used, or would be', (d) => drawn(d, (one) => one.bias.toFixed(1))],
  ['Shared', 'Of the deciding detector’s draw', (d) => percent(d.figures?.wouldSelect?.sharedWeight)],
  ['Rank corr.', 'Spearman, with the deciding detector', (d) => fixed(2)(d.figures?.agreement?.rankCorrelation)],
  ['Same side', 'Of 0.5 as the deciding detector; in brackets Cohen’s kappa, the same beyond chance', (d) => sides(d.figures?.agreement)],
  ['Found at 1, 5 %', 'Machine-written samples found at 1 % and at 5 % false positives',
    (d) => both(percent, ', ', d.figures?.quality.truePositiveRateAt1, d.figures?.quality.truePositiveRateAt5)],
  ['Pool ECE', 'Expected calibration error on the pool', (d) => fixed(3)(d.figures?.quality.calibrationError)],
  ['Own AUROC', 'Out of fold, on labelled text', (d) => fixed(3)(d.calibration?.quality.auroc)],
  ['Own ECE', 'Expected calibration error on labelled text, before > after its temperature',
    (d) => both(fixed(3), ' > ', d.calibration?.quality.calibrationErrorBefore, d.calibration?.quality.calibrationErrorAfter)],
];

const both = (format, sign, first, second) => (first === undefined ? '–' : format(first) + sign + format(second));
const sides = (agreement) => (agreement === undefined ? '–' : `${percent(agreement.sameSide)} (${fixed(2)(agreement.kappa)})`);

function drawn(detector, read) {
  const would = detector.figures?.wouldSelect;
  return would?.failure ? 'fails' : would?.selection ? read(would.selection) : '–';
}

/** One row per detector, for generations that more than one detector scored; null when there are none. */
export function detectorTable(arms) {
  const rows = runsOf(arms).flatMap(({ arm, name, detectors }) => {
    const beside = detectors.filter((one) => detectors.some((other) => other.generation === one.generation && other.detectorId !== one.detectorId));
    return beside.map((detector, i) => h('tr', { class: i > 0 ? 'again' : 'first' },
      h('td', {}, i === 0 ? swatch(arm) : null, name),
      h('td', {}, detector.generation === beside[i - 1]?.generation ? '' : String(detector.generation)),
      h('td', { class: 'name' }, detector.detectorId, detector.deciding && arm.selects ? h('span', { class: 'pill running' }, 'decides') : null,
        tooWeak(detector) ? h('span', { class: 'pill B', title: 'It gives every sample 0.5' }, 'too weak to select with: uniform weights') : null),
      BESIDE.map(([, , read]) => h('td', { title: detector.figures?.wouldSelect?.failure }, read(detector)))));
  });
  return rows.length === 0 ? null : h('table', {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Arm'), h('th', { scope: 'col' }, 'Gen.'), h('th', { scope: 'col', class: 'name' }, 'Detector'),
      BESIDE.map(([name, title]) => h('th', { scope: 'col', title }, name)))),
    h('tbody', {}, rows));
}
