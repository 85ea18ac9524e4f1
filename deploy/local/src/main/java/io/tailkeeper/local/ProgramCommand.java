package io.tailkeeper.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command that belongs to another program: all that is typed behind it goes there, {@code --help} too. */
abstract class ProgramCommand implements Callable<Integer> {

    private final Program program;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    ProgramCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return program.run(arguments);
    }

    /** Measures. */
    @Command(name = "bench", description = "Measure speed, as a ratio to a reference, and exactness.")
    static final class Bench extends ProgramCommand {
        Bench() {
            super(Program.BENCH);
        }
    }

    /** Judges. */
    @Command(
            name = "conformance",
            description = "Judge a running detector service from outside, in whatever language it is written.")
    static final class Conformance extends ProgramCommand {
        Conformance() {
            super(Program.CONFORMANCE);
        }
    }

    /** Trains and evaluates. */
    @Command(name = "detector", description = "Train a detector from labelled texts, or measure one.")
    static final class Detector extends ProgramCommand {
        Detector() {
            super(Program.DETECTOR);
        }
    }

    /** Writes. */
    @Command(name = "generate", description = "Let a model continue a text.")
    static final class Generate extends ProgramCommand {
        Generate() {
            super(Program.GENERATE);
        }
    }
}
