package io.tailkeeper.detector;

/**
 * A text that is known to be human or machine-written.
 *
 * @param text as it came, not normalised
 * @param machineWritten the truth
 * @param source where it comes from: a set, a domain, a generator; quality is measured by source
 * @param origin names the human text it is, or was made from: texts of one origin stay together when texts are split
 */
public record LabelledText(String text, boolean machineWritten, String source, String origin) {}
