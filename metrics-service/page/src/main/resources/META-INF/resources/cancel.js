import { h } from './elements.js';

/**
 * Asks whether a run is to be cancelled, and has it done when somebody says so.
 *
 * @param name of the run, for people
 * @param cancel does it; a promise that fails when it could not be done
 */
export function askToCancel(name, cancel) {
  const failure = h('p', { class: 'failure', role: 'alert', hidden: '' });
  const keep = h('button', { class: 'chip', type: 'button', autofocus: '', onclick: () => dialog.close() }, 'Let it run');
  const end = h('button', { class: 'chip danger', type: 'button', onclick: run }, 'Cancel the run');
  const dialog = h('dialog', { 'aria-labelledby': 'cancel-title', onclose: () => dialog.remove() },
    h('h2', { id: 'cancel-title' }, `Cancel ${name}?`),
    h('p', {}, 'Every service stops working on it within seconds. What was measured stays. A cancelled run cannot be taken up again, and arms that wait for its'
      + ' generation 0 wait in vain.'), failure, h('div', { class: 'chips' }, keep, end));
  document.body.append(dialog);
  dialog.showModal();

  async function run() {
    end.disabled = true;
    try {
      await cancel();
      dialog.close();
    } catch (reason) {
      failure.textContent = reason.message;
      failure.hidden = false;
      end.disabled = false;
    }
  }
}
