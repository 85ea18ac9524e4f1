import { drawAll, onWidth } from './drawing.js';
import { readLink, writeLink } from './links.js';
import { ExperimentPage } from './page.js';

/** The charts of a report, over the data that the file carries: an experiment as the service told of it, or several as reports do. */
const data = JSON.parse(document.getElementById('experiment').textContent);
const page = new ExperimentPage(data.experimentId, readLink().view, (view) => writeLink(data.experimentId, view),
  { samples: async (runId, generation) => data.samples[runId]?.[generation] });
const place = document.getElementById('charts');

place.replaceChildren(...page.pictures);
page.showCharts(data.runs);
if (data.samples && Object.keys(data.samples).length > 0) {
  document.getElementById('samples').replaceChildren(page.samples.element);
  page.samples.show(page.arms);
}
onWidth(place, () => page.draw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => page.draw());
addEventListener('beforeprint', () => {
  page.draw();
  drawAll();
});
