/**
 * What all commands share: what a wrong command line is answered with, where results may be written, exit statuses. A program
 * with commands of its own makes its {@code CommandLine} with {@link io.tailkeeper.commandline.CommandLines}.
 */
@NullMarked
package io.tailkeeper.commandline;

import org.jspecify.annotations.NullMarked;
