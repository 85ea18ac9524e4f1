package io.tailkeeper.bench.kills;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who is to be killed when.
 *
 * @param kills in their order
 */
public record KillPlan(List<Kill> kills) {

    /** Every process of a stack, by its name there. */
    public static final List<String> VICTIMS = List.of("generator", "detector", "trainer", "metrics", "kafka", "redis");

    private static final double SOON = 0.5; // mean pauses

    public KillPlan {
        kills = List.copyOf(kills);
    }

    /**
     * One kill.
     *
     * @param victim the process
     * @param pause time since the kill before, in mean pauses
     * @param hesitation time since the victim's start, where it had to be waited for, in mean pauses
     */
    public record Kill(String victim, double pause, double hesitation) {}

    /**
     * So many kills at random moments, evenly over all victims; the same seed gives the same plan. One victim in four is
     * killed again soon, so that it is starting; the first kill comes soon too, so that the stack is.
     */
    public static KillPlan of(int kills, long seed) {
        Random random = new Random(seed);
        List<Kill> plan = new ArrayList<>();
        for (Group group : groups(kills, random)) {
            double pause = plan.isEmpty() ? SOON : 2;
            for (int kill = 0; kill < group.kills; kill++) {
                plan.add(new Kill(group.victim, pause * random.nextDouble(), random.nextDouble()));
                pause = SOON;
            }
        }
        return new KillPlan(plan);
    }

    /** Kills of one victim, one soon after the other. */
    private record Group(String victim, int kills) {}

    private static List<Group> groups(int kills, Random random) {
        List<String> victims = new ArrayList<>(VICTIMS);
        Collections.shuffle(victims, random);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < victims.size(); i++) {
            int mine = kills / victims.size() + (i < kills % victims.size() ? 1 : 0);
            int pairs = mine / 4;
            groups.addAll(Collections.nCopies(pairs, new Group(victims.get(i), 2)));
            groups.addAll(Collections.nCopies(mine - 2 * pairs, new Group(victims.get(i), 1)));
        }
        Collections.shuffle(groups, random);
        return groups;
    }
}
