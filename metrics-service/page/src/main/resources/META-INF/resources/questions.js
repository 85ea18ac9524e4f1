import { h } from './elements.js';

/**
 * Asks whether a run is to be cancelled, and has it done when somebody says so.
 *
 * @param name of the run, for people
 * @param cancel does it; a promise that fails when it could not be done
 */
export function askToCancel(name, cancel) {
  ask(`Cancel ${name}?`, 'Every service stops working on it within seconds. What was measured stays. A cancelled run cannot be taken up again, and arms that wait for its'
    + ' generation 0 wait in vain.', ['Let it run', 'Cancel the run'], cancel);
}

/** The same for removing an experiment. */
export function askToRemove(name, remove) {
  ask(`Delete experiment ${name}?`, 'Its figures, samples and alerts go from this page and from the API, for everybody, and cannot be brought back here. Kafka keeps its records, and'
    + ' folders with reports stay as they are.', ['Keep it', 'Delete the experiment'], remove);
}

function ask(title, words, [no, yes], act) {
  const failure = h('p', { class: 'failure', role: 'alert', hidden: '' });
  const keep = h('button', { class: 'chip', type: 'button', autofocus: '', onclick: () => dialog.close() }, no);
  const end = h('button', { class: 'chip danger', type: 'button', onclick: run }, yes);
  const dialog = h('dialog', { 'aria-labelledby': 'question', onclose: () => dialog.remove() },
    h('h2', { id: 'question' }, title), h('p', {}, words), failure, h('div', { class: 'chips' }, keep, end));
  document.body.append(dialog);
  dialog.showModal();

  async function run() {
    end.disabled = true;
    try {
      await act();
      dialog.close();
    } catch (reason) {
      failure.textContent = reason.message;
      failure.hidden = false;
      end.disabled = false;
    }
  }
}
