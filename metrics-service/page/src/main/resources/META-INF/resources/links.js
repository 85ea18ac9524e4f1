/** The address of what is seen: #EXPERIMENT, and behind it what is hidden and how spread is drawn. */

/** @returns {{id: string, view: {hidden: Set<string>, band: string, linear: boolean}}} */
export function readLink() {
  const [id, query = ''] = location.hash.slice(1).split('?');
  const asked = new URLSearchParams(query);
  return {
    id: decoded(id),
    view: { hidden: new Set(asked.getAll('hide')), band: asked.get('band') === 'error' ? 'error' : 'range', linear: asked.has('linear') },
  };
}

/** Puts the view into the address, without a step in the browser's history for each click. */
export function writeLink(id, view) {
  const query = new URLSearchParams();
  view.hidden.forEach((name) => query.append('hide', name));
  if (view.band === 'error') {
    query.set('band', 'error');
  }
  if (view.linear) {
    query.set('linear', '');
  }
  history.replaceState(null, '', `#${encodeURIComponent(id)}${query.size > 0 ? `?${query}` : ''}`);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // somebody's own percent signs
  }
}
