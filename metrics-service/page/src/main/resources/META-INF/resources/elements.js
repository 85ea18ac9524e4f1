/** An HTML element with attributes and children; text is never read as markup. */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function s(name, attributes = {}, ...children) {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'style') {
      element.style.cssText = value; // the page's policy takes no style attribute
    } else if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** The mark of an arm: colour and shape, so that it can be told without colour. */
export function mark(arm, x = 6, y = 6, r = 4.2) {
  const fill = { fill: arm.color };
  switch (arm.mark) {
    case 'circle': return s('circle', { cx: x, cy: y, r, ...fill });
    case 'rect': return s('rect', { x: x - r * 0.88, y: y - r * 0.88, width: r * 1.76, height: r * 1.76, rx: 1, ...fill });
    case 'triangle': return s('path', { d: `M${x} ${y - r * 1.15}L${x + r * 1.1} ${y + r * 0.85}H${x - r * 1.1}Z`, ...fill });
    default: return s('path', { d: `M${x} ${y - r * 1.2}L${x + r * 1.2} ${y}L${x} ${y + r * 1.2}L${x - r * 1.2} ${y}Z`, ...fill });
  }
}

export function swatch(arm) {
  return s('svg', { class: 'swatch', width: 12, height: 12, viewBox: '0 0 12 12', 'aria-hidden': 'true' }, mark(arm));
}

/**
 * A choice among options under a name.
 *
 * @param chosen is told of the value that somebody chose
 * @returns {{element: Element, fill: Function}} fill takes [value, words] pairs and what is chosen; it keeps the element where nothing changed
 */
export function picker(words, chosen) {
  const select = h('select', { onchange: () => chosen(select.value) });
  let filled = '';
  return {
    element: h('label', { class: 'field' }, h('span', {}, words), select),
    fill(options, value) {
      const signature = JSON.stringify(options);
      if (signature !== filled) {
        filled = signature;
        select.replaceChildren(...options.map(([option, text]) => h('option', { value: option }, text)));
      }
      select.value = value;
    },
  };
}

const whole = new Intl.NumberFormat('en');

export const count = (value) => whole.format(value);
export const fixed = (digits) => (value) => (value === undefined ? '–' : value.toFixed(digits));
export const percent = (value) => (value === undefined ? '–' : `${(100 * value).toFixed(value < 0.01 && value > 0 ? 2 : 0)} %`);
