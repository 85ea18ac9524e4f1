import { h, picker } from './elements.js';

/** What the form has of the specification, each of a group of its own: path in an experiment file, name, what may be written. */
const SETTINGS = [
  ['generations', 'Generations', { inputmode: 'numeric' }],
  ['data.documents', 'Documents a generation', { inputmode: 'numeric' }],
  ['corpus.source', 'Corpus', {}],
  ['selection.detector-id', 'Detector', {}],
];

/**
 * A form that starts an experiment.
 *
 * @param service {presets, listeners: promises of what the service says; start: takes the text of an experiment file to a promise of
 *     what was started, which fails with a message and the path of the setting that is wrong}
 * @param started is told of the id of the new experiment
 */
export async function askToStart(service, started) {
  const form = new StartForm(service, started);
  document.body.append(form.dialog);
  form.dialog.showModal();
  await form.load();
}

class StartForm {

  constructor(service, started) {
    this.service = service;
    this.started = started;
    this.fields = new Map();
    this.preset = picker('Preset', (name) => this.choose(name));
    this.description = h('p', { class: 'hint' });
    this.arms = h('fieldset', { class: 'arms' });
    this.text = h('textarea', { rows: 18, spellcheck: 'false', 'aria-label': 'Experiment file', 'aria-describedby': 'start-failure' });
    this.whole = h('button', { class: 'small', type: 'button', onclick: () => this.putIn(this.chosen.file) }, 'Put in the whole preset');
    this.form = h('div', {}, h('div', { class: 'fields' }, this.preset.element), this.description,
      h('div', { class: 'fields' }, this.field('name', 'Name', {}), this.field('seeds', 'Seeds', { inputmode: 'numeric' })), this.arms,
      h('div', { class: 'fields' }, SETTINGS.map(([path, words, attributes]) => this.field(path, words, attributes))));
    this.file = h('div', { hidden: '' }, h('p', { class: 'hint' }, 'YAML or JSON, as ./tailkeeper run --spec takes it.'), this.text, this.whole);
    this.ways = ['Form', 'File'].map((words, i) => h('button', { class: 'chip', type: 'button', 'aria-pressed': String(i === 0), onclick: () => this.turn(i === 1) }, words));
    this.notices = h('div', { role: 'status' });
    this.failure = h('p', { class: 'failure', id: 'start-failure', role: 'alert', hidden: '' });
    this.begin = h('button', { class: 'chip primary', type: 'button', disabled: '', onclick: () => this.run() }, 'Start');
    this.dialog = h('dialog', { class: 'wide', 'aria-labelledby': 'start-title', onclose: () => this.dialog.remove() },
      h('div', { class: 'headed' }, h('h2', { id: 'start-title' }, 'Start an experiment'), h('div', { class: 'chips' }, this.ways)),
      this.form, this.file, this.notices, this.failure,
      h('div', { class: 'chips' }, h('button', { class: 'chip', type: 'button', onclick: () => this.dialog.close() }, 'Close'), this.begin));
  }

  field(path, words, attributes) {
    const id = `start-${path.replaceAll('.', '-')}`;
    const fault = h('span', { class: 'fault', id, role: 'alert', hidden: '' });
    const input = h('input', { type: 'text', autocomplete: 'off', 'aria-describedby': id, oninput: () => this.showNotices(), ...attributes });
    this.fields.set(path, { input, fault });
    return h('label', { class: 'field' }, h('span', {}, words), input, fault);
  }

  async load() {
    try {
      [this.presets, this.listeners] = await Promise.all([this.service.presets(), this.service.listeners()]);
      this.preset.fill(this.presets.map(({ name }) => [name, name]), this.presets[0].name);
      this.choose(this.presets[0].name);
      this.begin.disabled = Boolean(this.listeners.refusal);
    } catch (reason) {
      this.fail(reason);
    }
  }

  choose(name) {
    this.chosen = this.presets.find((one) => one.name === name);
    this.description.textContent = this.chosen.description;
    this.fields.get('name').input.value = name;
    this.fields.get('seeds').input.value = this.chosen.seeds.join(', ');
    SETTINGS.forEach(([path]) => { this.fields.get(path).input.value = this.chosen.settings[path]; });
    this.arms.replaceChildren(h('legend', {}, 'Arms'), ...this.chosen.arms.map((arm) => h('label', {}, h('input', { type: 'checkbox', checked: '', value: arm }), arm)));
    this.showNotices();
  }

  /** Form or file: the file begins as what the form says. */
  turn(toFile) {
    this.ways.forEach((way, i) => way.setAttribute('aria-pressed', String((i === 1) === toFile)));
    if (toFile && this.chosen) {
      this.text.value = this.asFile();
    }
    this.form.hidden = toFile;
    this.file.hidden = !toFile;
    this.clear();
    this.showNotices();
  }

  putIn(text) {
    this.text.value = text;
    this.text.focus();
  }

  /** The preset with what differs from it: an experiment file, each value in JSON, which YAML reads. */
  asFile() {
    const value = (path) => this.fields.get(path).input.value.trim();
    const changed = SETTINGS.filter(([path]) => value(path) !== this.chosen.settings[path]);
    const without = [...this.arms.querySelectorAll('input:not(:checked)')].map((box) => box.value);
    const lines = [`extends: ${this.chosen.name}`, `name: ${scalar(value('name'))}`, `seeds: [${value('seeds').split(',').map((seed) => scalar(seed.trim())).join(', ')}]`];
    if (changed.length > 0) {
      lines.push('specification:', ...changed.flatMap(([path]) => nested(path.split('.'), scalar(value(path)))));
    }
    if (without.length > 0) {
      lines.push('arms:', ...without.map((arm) => `  ${arm}: ~`));
    }
    return `${lines.join('\n')}\n`;
  }

  /** Who would not react. */
  showNotices() {
    if (!this.listeners) {
      return;
    }
    const { refusal, services } = this.listeners;
    const needed = { generator: 'no generator listens', trainer: 'no trainer listens' };
    const detector = this.fields.get('selection.detector-id').input.value.trim();
    if (this.file.hidden && detector) {
      needed[`detector.${detector}`] = `no detector listens in the group detector.${detector}, though one of your own may in another`;
    }
    const missing = services ? Object.keys(needed).filter((service) => !services.includes(service)).map((service) => needed[service]) : [];
    const lines = [
      ...(refusal ? [sentence(refusal)] : []),
      ...(services ? [] : ['The brokers do not say which services listen: whether anybody works on what is started is seen by its progress.']),
      ...(missing.length > 0 ? [sentence(`${missing.join('; ')}: what is started now waits until that changes`)] : []),
    ];
    this.notices.replaceChildren(...lines.map((line) => h('p', { class: 'notice' }, line)));
  }

  async run() {
    this.clear();
    this.begin.disabled = true;
    try {
      const { experimentId } = await this.service.start(this.file.hidden ? this.asFile() : this.text.value);
      this.dialog.close();
      this.started(experimentId);
    } catch (reason) {
      this.begin.disabled = false;
      this.fail(reason);
    }
  }

  /** Says what is wrong beside the field that it is about; of a file, and of what no field has, below. */
  fail(reason) {
    const at = this.file.hidden && [...this.fields.keys()].find((path) => reason.path === path || reason.path?.startsWith(`${path}.`));
    const { input, fault } = this.fields.get(at) ?? {};
    (fault ?? this.failure).textContent = reason.message;
    (fault ?? this.failure).hidden = false;
    input?.setAttribute('aria-invalid', 'true');
    (input ?? (this.file.hidden ? this.begin : this.text)).focus();
  }

  clear() {
    this.failure.hidden = true;
    this.fields.forEach(({ input, fault }) => {
      fault.hidden = true;
      input.removeAttribute('aria-invalid');
    });
  }
}

/** A value as YAML reads it: a number as it stands, and anything else in quotes. */
const scalar = (text) => (/^-?\d+$/.test(text) ? text : JSON.stringify(text));

const nested = (names, value) => names.map((name, i) => `${'  '.repeat(i + 1)}${name}:${i === names.length - 1 ? ` ${value}` : ''}`);

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;
