package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.MeasuringDesk;
import java.time.InstantSource;

/**
 * How an instance decides.
 *
 * @param desk what decides
 * @param clock stamps the ends of runs and measures patience, nothing else
 * @param mostEvents entries kept in the stream of events
 */
public record DeskSettings(MeasuringDesk desk, InstantSource clock, int mostEvents) {}
