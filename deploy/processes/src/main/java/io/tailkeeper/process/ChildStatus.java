package io.tailkeeper.process;

/**
 * A supervised process as it is now.
 *
 * @param name its name
 * @param pid process id; changes with a restart; -1 before the first start
 * @param restarts how often it was started again
 * @param alive whether there is a process of it
 */
public record ChildStatus(String name, long pid, int restarts, boolean alive) {}
