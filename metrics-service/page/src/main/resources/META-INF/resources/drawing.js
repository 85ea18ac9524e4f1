/** What is drawn when: the charts in view at once, the others one by one, so that a page is seen before all of it is drawn. */

/* global echarts */

const waiting = new Map();
let begun = false;
let due = false;

/**
 * Draws into an element that has its place and height.
 *
 * @param draw is called when the page is laid out where the element is in view, else soon; of several calls for one element the last
 *     counts
 */
export function drawInTurn(element, draw) {
  waiting.delete(element);
  waiting.set(element, draw);
  if (!begun) {
    begun = true;
    queueMicrotask(drawInView);
  }
}

/** All of them are looked for before one is drawn, so that the page is laid out once. */
function drawInView() {
  begun = false;
  const seen = [...waiting].filter(([element]) => isInView(element));
  seen.forEach(([element]) => waiting.delete(element));
  seen.forEach(([, draw]) => draw());
  schedule();
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}

/** Draws at once what waits: before the page is printed. */
export function drawAll() {
  const all = [...waiting.values()];
  waiting.clear();
  all.forEach((draw) => draw());
}

/** A picture that ECharts draws into an element as SVG, and that keeps to the element's width. */
export class Picture {

  constructor(canvas) {
    this.canvas = canvas;
  }

  /** Draws in turn; the option is asked for then, and an element without width is left alone. */
  draw(option) {
    drawInTurn(this.canvas, () => {
      if (this.canvas.clientWidth > 0) {
        this.chart ??= echarts.init(this.canvas, null, { renderer: 'svg' });
        this.chart.resize();
        this.chart.setOption(option(), { notMerge: true });
      }
    });
  }

  close() {
    this.chart?.dispose();
  }
}

/** One after the next picture, what has come into view first, and with room for keys and pointers in between. */
function schedule() {
  if (!due && waiting.size > 0) {
    due = true;
    requestAnimationFrame(() => setTimeout(() => {
      due = false;
      const next = [...waiting].find(([element]) => isInView(element)) ?? [...waiting][0];
      if (next) {
        waiting.delete(next[0]);
        next[0].isConnected && next[1]();
      }
      schedule();
    }));
  }
}

/** Calls back when an element has another width: what is drawn does not change with its height. */
export function onWidth(element, changed) {
  let width = element.clientWidth;
  new ResizeObserver(() => {
    if (element.clientWidth !== width) {
      width = element.clientWidth;
      changed();
    }
  }).observe(element);
}

const colors = new Map();

/** A colour of the page's style, as it is now: light or dark. */
export function resolved(color) {
  if (!colors.has(color)) {
    const probe = document.createElement('span');
    probe.style.color = color;
    document.body.append(probe);
    colors.set(color, getComputedStyle(probe).color);
    probe.remove();
  }
  return colors.get(color);
}

/** To be called when the page may have become light or dark. */
export function forgetColors() {
  colors.clear();
}
