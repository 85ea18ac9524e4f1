package io.tailkeeper.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told of a child. */
public final class Recorder implements ChildWatch {

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();

    @Override
    public void event(String message) {
        events.add(message);
    }

    @Override
    public void failed(String message) {
        failures.add(message);
    }
}
