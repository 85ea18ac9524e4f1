/** The seeds of some runs, in the order in which they were asked for. */
export function seedsOf(runs) {
  return [...new Set(runs.map((view) => view.run.specification.seed))];
}

/** What a run is called: its arm, and its seed where there are several. */
export function nameOf(run, several) {
  return several ? `${run.arm} seed ${run.specification.seed}` : run.arm;
}

/** The lines of a chart: the arms, or of several seeds one for each arm, with the runs that it is the mean of. */
export function overSeeds(arms) {
  if (new Set(arms.map((arm) => arm.seed)).size < 2) {
    return arms;
  }
  return [...new Set(arms.map((arm) => arm.arm))].map((name) => {
    const runs = arms.filter((arm) => arm.arm === name);
    return { ...runs[0], name, runs };
  });
}

/** The points of a line; of several seeds the mean, as far as all of them are measured. */
export function pointsOf(arm, read) {
  if (!arm.runs) {
    return arm.measured.map((m) => ({ g: m.trained.generation, value: read(m) }));
  }
  const lines = singlesOf(arm, read);
  return lines[0]
    .filter(({ g }) => lines.every((points) => points.some((point) => point.g === g)))
    .map(({ g }) => ({ g, value: lines.reduce((sum, points) => sum + points.find((point) => point.g === g).value, 0) / lines.length }));
}

/** The points of each run behind a mean; none of a single seed. */
export function singlesOf(arm, read) {
  return (arm.runs ?? []).map((run) => pointsOf(run, read));
}
