package io.tailkeeper.contracts.architecture.tidy;

/** A command line, which may print. */
public class Program {

    private Program() {}

    public static void main(String[] arguments) {
        System.out.println(arguments.length);
    }
}
