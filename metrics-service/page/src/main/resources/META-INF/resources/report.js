import { readLink, writeLink } from './links.js';
import { ExperimentPage } from './page.js';

/** The charts of a report, over the data that the file carries: an experiment as the service told of it, or several as reports do. */
const data = JSON.parse(document.getElementById('experiment').textContent);
const page = new ExperimentPage(data.experimentId, readLink().view, (view) => writeLink(data.experimentId, view));
const place = document.getElementById('charts');

place.replaceChildren(page.controls, page.chief, page.charts);
page.showCharts(data.runs);
new ResizeObserver(() => page.draw()).observe(place);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => page.draw());
addEventListener('beforeprint', () => page.draw());
