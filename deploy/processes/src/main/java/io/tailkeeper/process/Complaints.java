package io.tailkeeper.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a person is told of children that live and do not work: once when that has lasted, and once when it is over.
 *
 * <p>Not safe for use by several threads.
 */
final class Complaints {

    /** Longer than a restart of the broker, which all of them feel. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A process that has not been well yet is starting. */
    static final Duration START = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Map<String, Spell> spells = new HashMap<>();
    private final Set<Long> started = new HashSet<>();
    private final Set<String> told = new HashSet<>();

    Complaints(InstantSource clock) {
        this.clock = clock;
    }

    /** A time without work of one process. */
    private record Spell(long pid, Instant since) {}

    /**
     * What is new of a child.
     *
     * @param pid its process
     * @param fault what keeps that from working; empty when it works
     */
    Optional<String> news(String child, long pid, Optional<String> fault) {
        if (fault.isEmpty()) {
            started.add(pid);
            spells.remove(child);
            return told.remove(child) ? Optional.of(child + " works again") : Optional.empty();
        }
        Instant now = clock.instant();
        Spell spell =
                spells.compute(child, (name, known) -> known == null || known.pid != pid ? new Spell(pid, now) : known);
        Duration lasted = Duration.between(spell.since, now);
        boolean lasting = lasted.compareTo(started.contains(pid) ? PATIENCE : START) >= 0;
        return lasting && told.add(child)
                ? Optional.of(child + " has not worked for " + lasted.toSeconds() + " s: " + fault.get())
                : Optional.empty();
    }
}
