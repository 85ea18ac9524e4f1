/**
 * Texts of the page whose contrast is below level AA of WCAG 2.2, success criterion 1.4.3: 4.5, or 3 for text of 24 pixels, or of
 * 18.66 pixels in bold. Text that is not seen is left out: of no size, clipped away, transparent.
 *
 * @returns {{checked: number, low: string[]}}
 */
(() => {
  const channels = (color) => {
    const numbers = color.match(/-?[\d.]+(e-?\d+)?/g).map(Number);
    const scale = color.startsWith('color(') ? 255 : 1;
    return { rgb: numbers.slice(0, 3).map((value) => value * scale), alpha: numbers[3] ?? 1 };
  };
  const over = (front, back) => ({ rgb: front.rgb.map((value, i) => value * front.alpha + back.rgb[i] * (1 - front.alpha)), alpha: 1 });
  const luminance = ({ rgb }) => {
    const [red, green, blue] = rgb.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = channels(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer.alpha === 1) {
        break;
      }
    }
    return layers.reverse().reduce((back, layer) => over(layer, back), channels(getComputedStyle(document.body).backgroundColor));
  };
  const opacity = (element) => {
    let all = 1;
    for (let at = element; at; at = at.parentElement) {
      all *= Number(getComputedStyle(at).opacity);
    }
    return all;
  };
  const seen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const texts = [...document.querySelectorAll('body *')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '') && seen(element) && !['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION'].includes(element.tagName));
  const low = [];
  for (const element of texts.concat([...document.querySelectorAll('select, input')].filter(seen))) {
    const style = getComputedStyle(element);
    const back = behind(element);
    const front = channels(element instanceof SVGElement ? style.fill : style.color);
    if (front.alpha === 0) {
      continue;
    }
    front.alpha *= opacity(element);
    const found = ratio(over(front, back), back);
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (found < least) {
      low.push(`${found.toFixed(2)} < ${least}: <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.trim().slice(0, 40)}`);
    }
  }
  return { checked: texts.length, low };
})()
