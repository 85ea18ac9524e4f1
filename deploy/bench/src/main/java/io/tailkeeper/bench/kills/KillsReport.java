package io.tailkeeper.bench.kills;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.bench.kills.Killer.Struck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What kills did to an experiment.
 *
 * @param seed of the plan
 * @param kills that were planned
 * @param struck those that were carried out, in their order
 * @param victims one line for each process
 * @param runs how often the experiment was run while processes were killed, or after
 * @param checkpoints of the undisturbed experiment, each compared in every run
 * @param figures of the undisturbed experiment, the checkpoints' sha256 among them
 * @param faults what was another one than in the undisturbed experiment, or must not be
 * @param seconds that all of it took
 */
public record KillsReport(
        long seed,
        int kills,
        List<Struck> struck,
        List<Victim> victims,
        int runs,
        long checkpoints,
        int figures,
        List<String> faults,
        double seconds) {

    private static final int FAULTS_SHOWN = 20;

    public KillsReport {
        struck = List.copyOf(struck);
        victims = List.copyOf(victims);
        faults = List.copyOf(faults);
    }

    /**
     * A process.
     *
     * @param name its name
     * @param kills how often it was killed
     * @param starting how often of that it was not ready yet
     * @param restarts how often it was started again; more than it was killed when it ended by itself too
     */
    public record Victim(String name, long kills, long starting, int restarts) {

        static Victim of(String name, List<Struck> struck, Map<String, Integer> restarts) {
            return new Victim(
                    name,
                    struck.stream().filter(kill -> kill.victim().equals(name)).count(),
                    struck.stream()
                            .filter(kill -> kill.victim().equals(name) && kill.starting())
                            .count(),
                    restarts.getOrDefault(name, 0));
        }
    }

    /** The victims of a plan, as far as it was carried out. */
    public static List<Victim> victims(List<Struck> struck, Map<String, Integer> restarts) {
        return KillPlan.VICTIMS.stream()
                .map(name -> Victim.of(name, struck, restarts))
                .toList();
    }

    /** Whether nothing was changed by any kill. */
    @JsonProperty
    public boolean unchanged() {
        return faults.isEmpty();
    }

    /** For a terminal of 80 columns. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("victim     kills  while it started  restarts");
        for (Victim victim : victims) {
            lines.add(row(victim.name, victim.kills, victim.starting, victim.restarts));
        }
        lines.add(row(
                "all",
                struck.size(),
                struck.stream().filter(Struck::starting).count(),
                victims.stream().mapToInt(Victim::restarts).sum()));
        lines.add("");
        lines.addAll(verdict());
        return lines;
    }

    private static String row(String name, long kills, long starting, int restarts) {
        return String.format(Locale.ROOT, "%-9s %6d %17d %9d", name, kills, starting, restarts);
    }

    private List<String> verdict() {
        String done = String.format(
                Locale.ROOT,
                "%d of %d kills, seed %d, %d run%s, %.0f s",
                struck.size(),
                kills,
                seed,
                runs,
                runs == 1 ? "" : "s",
                seconds);
        if (unchanged()) {
            return List.of(
                    done,
                    String.format(
                            Locale.ROOT,
                            "every run has the sha256 of all %d checkpoints and all %,d figures",
                            checkpoints,
                            figures),
                    "of the undisturbed one, and its books balance");
        }
        List<String> lines = new ArrayList<>(List.of(done, faults.size() + " differences or faults:"));
        faults.stream().limit(FAULTS_SHOWN).forEach(fault -> lines.add("  " + fault));
        if (faults.size() > FAULTS_SHOWN) {
            lines.add("  and " + (faults.size() - FAULTS_SHOWN) + " more; --output has all of them");
        }
        return lines;
    }
}
