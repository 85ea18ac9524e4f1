package io.tailkeeper.experiment.inputs;

import io.tailkeeper.experiment.ExperimentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** Names of files that cannot be passed on; told of before anything is started. */
public final class FileNames {

    /** What Java makes of a byte that the encoding of the locale does not know. */
    private static final char UNKNOWN = '\uFFFD';

    /** A prompt may be empty. */
    private static final String PROMPT = "--prompt";

    private FileNames() {}

    /**
     * What is wrong with the names that a program was started with.
     *
     * @param arguments of the command line
     * @param home where the program lies
     * @param current the working directory
     */
    public static Optional<String> fault(Collection<String> arguments, Path home, Path current) {
        String option = "";
        for (String argument : arguments) {
            if (argument.isEmpty() && option.startsWith("--") && !option.equals(PROMPT)) {
                return Optional.of(option + " has an empty value; a variable that is not set?");
            }
            if (argument.endsWith("=") && argument.startsWith("--")) {
                return Optional.of(argument + " has an empty value; a variable that is not set?");
            }
            option = argument;
            if (argument.indexOf(UNKNOWN) >= 0) {
                return Optional.of("\"" + argument + "\" has letters that this locale has no encoding for" + mend());
            }
        }
        return unreachable("the program's folder", home).or(() -> unreachable("the current folder", current));
    }

    private static Optional<String> unreachable(String what, Path folder) {
        return Files.isDirectory(folder)
                ? Optional.empty()
                : Optional.of(what + " cannot be reached: its name " + folder
                        + " has letters that this locale has no encoding for" + mend());
    }

    private static String mend() {
        return " (" + System.getProperty("sun.jnu.encoding") + "); set LC_ALL to a UTF-8 locale, for example C.UTF-8";
    }

    /**
     * The path, which settings can hold.
     *
     * @param option whose value it is, for the message
     * @throws ExperimentException when they cannot
     */
    public static Path settable(String option, Path path) {
        if (path.toAbsolutePath().toString().contains("${")) {
            throw new ExperimentException(option + " " + path + ": the services' settings take ${ in a name for the"
                    + " beginning of another setting; choose a folder without it");
        }
        return path;
    }
}
