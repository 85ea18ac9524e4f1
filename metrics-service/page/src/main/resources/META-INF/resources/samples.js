import { count, fixed, h, picker } from './elements.js';
import { foreign } from './foreign.js';

const WRITERS = { all: 'anybody', synthetic: 'the model', human: 'humans', unknown: 'unknown' };
const FATES = { all: 'kept and dropped', kept: 'kept', dropped: 'dropped' };
const score = fixed(3);

/**
 * What models wrote: beside the human continuation of the same prompt, and the pool that a generation was trained from. One run and one
 * generation at a time.
 */
export class SampleBrowser {

  /** @param load takes a run's id and a generation to a promise of its samples; of undefined where there are none */
  constructor(load) {
    this.load = load;
    this.wanted = { view: 'pairs', writer: 'all', fate: 'all', search: '' };
    this.run = picker('Arm', (runId) => this.choose({ runId }));
    this.generation = picker('Generation', (generation) => this.choose({ generation: Number(generation) }));
    this.writer = picker('Written by', (writer) => this.filter({ writer }));
    this.fate = picker('Shown', (fate) => this.filter({ fate }));
    this.search = h('input', { type: 'search', autocomplete: 'off', oninput: () => this.filter({ search: this.search.value.toLowerCase() }) });
    this.views = Object.entries({ pairs: 'Model beside human', pool: 'Pool' }).map(([view, words]) => (
      { view, button: h('button', { class: 'chip', type: 'button', onclick: () => this.filter({ view }) }, words) }));
    this.found = h('p', { class: 'hint', role: 'status' });
    this.list = h('div', { class: 'samples', tabindex: 0, role: 'region', 'aria-label': 'Samples that are shown' });
    this.element = h('section', { hidden: '', 'aria-label': 'Samples' }, h('h2', { class: 'section' }, 'Samples'),
      h('div', { class: 'fields' }, this.run.element, this.generation.element, h('div', { class: 'chips', role: 'group', 'aria-label': 'Which samples' },
        this.views.map(({ button }) => button)), this.writer.element, this.fate.element, h('label', { class: 'field' }, h('span', {}, 'Search'), this.search)),
      this.found, this.list);
    this.writer.fill(Object.entries(WRITERS), 'all');
    this.fate.fill(Object.entries(FATES), 'all');
  }

  /** @param arms with their seeds; what is looked at stays, and is asked for again when there may be more of it */
  show(arms) {
    const several = arms.some((arm) => arm.seeds.length > 1);
    this.runs = arms.flatMap((arm) => arm.seeds.map((seed) => ({ ...seed, generations: arm.generations, name: several ? `${arm.name}, seed ${seed.seed}` : arm.name })));
    this.element.hidden = this.runs.length === 0;
    if (!this.element.hidden) {
      this.choose({});
    }
  }

  choose(change) {
    this.chosen = { ...this.chosen, ...change };
    const run = this.runs.find(({ runId }) => runId === this.chosen.runId) ?? this.runs[0];
    const last = run.measured.at(-1)?.trained.generation ?? 0;
    const generation = Math.min(this.chosen.generation ?? last, run.generations);
    this.run.fill(this.runs.map(({ runId, name }) => [runId, name]), run.runId);
    this.generation.fill(Array.from({ length: run.generations + 1 }, (_, number) => [String(number), String(number)]), String(generation));
    this.ask(run, generation);
  }

  /** Asks once for what can have changed; an answer that comes after another choice is not shown. */
  async ask(run, generation) {
    const key = JSON.stringify([run.runId, generation, run.state, run.measured.length, run.detectors.filter((one) => one.figures).length]);
    if (key === this.asked) {
      return;
    }
    this.asked = key;
    try {
      const samples = await this.load(run.runId, generation);
      if (key === this.asked) {
        this.samples = samples;
        this.failure = undefined;
        this.at = generation;
        this.draw();
      }
    } catch (failure) {
      if (key === this.asked) {
        this.asked = undefined;
        this.samples = undefined;
        this.failure = failure;
        this.draw();
      }
    }
  }

  filter(change) {
    this.wanted = { ...this.wanted, ...change };
    this.draw();
  }

  draw() {
    const pool = this.wanted.view === 'pool';
    this.views.forEach(({ view, button }) => button.setAttribute('aria-pressed', String(view === this.wanted.view)));
    this.writer.element.hidden = !pool;
    this.fate.element.hidden = !pool;
    const all = this.samples?.[this.wanted.view] ?? [];
    const some = all.filter((sample) => (pool ? this.holds(sample) : this.contains(sample.prompt, sample.human, sample.model)));
    this.found.textContent = this.words(all, some);
    this.list.replaceChildren(...some.map((sample) => (pool ? this.pooled(sample) : this.pair(sample))));
  }

  holds(sample) {
    const { writer, fate } = this.wanted;
    return (writer === 'all' || sample.source === writer) && (fate === 'all' || fate === this.fateOf(sample)) && this.contains(sample.prompt, sample.text);
  }

  contains(...texts) {
    return this.wanted.search === '' || texts.some(({ text }) => text.toLowerCase().includes(this.wanted.search));
  }

  fateOf(sample) {
    return sample.weight !== undefined && sample.weight !== null ? 'kept' : this.samples.decided ? 'dropped' : 'undecided';
  }

  words(all, some) {
    if (this.failure) {
      return `The samples cannot be shown: ${this.failure.message}.`;
    }
    if (all.length === 0) {
      return this.wanted.view === 'pool'
        ? 'No text of this pool is kept here. Generation 0 has no pool that a model wrote in.'
        : 'No pairs are kept here: the model of this generation has not written yet, or its texts were not kept.';
    }
    return `${some.length === all.length ? all.length : `${some.length} of ${all.length}`} ${this.wanted.view === 'pool'
      ? 'samples of the pool, chosen without regard to what they say. q is the detector’s probability that a model wrote it.'
      : 'prompts of the calibration set, which no model learns from.'}`;
  }

  pair({ index, prompt, human, model }) {
    return h('article', { class: 'panel sample' }, h('header', {}, h('b', {}, `Prompt ${index}`)), h('div', { class: 'prompt' }, foreign(prompt)),
      h('div', { class: 'beside' }, h('div', {}, h('h3', {}, 'Human'), foreign(human)), h('div', {}, h('h3', {}, `Model ${this.at}`), foreign(model))));
  }

  pooled(sample) {
    const fate = this.fateOf(sample);
    const kind = { kept: 'completed', dropped: 'failed', undecided: '' }[fate];
    const learned = sample.learned > 0 ? `, learned ${count(sample.learned)} ${sample.learned === 1 ? 'time' : 'times'}` : '';
    return h('article', { class: 'panel sample' }, h('header', {},
      h('b', {}, sample.source === 'human' ? 'Human' : sample.source === 'unknown' ? 'Writer unknown' : `Model ${sample.writtenBy ?? ''}`),
      h('span', { class: 'q' }, h('meter', { min: 0, max: 1, value: sample.syntheticProbability, 'aria-hidden': 'true' }), `q ${score(sample.syntheticProbability)}`),
      h('span', { class: `pill ${kind}` }, fate === 'kept' ? `kept, weight ${sample.weight.toFixed(2)}${learned}` : fate)),
    h('div', { class: 'prompt' }, foreign(sample.prompt)), foreign(sample.text));
  }
}
