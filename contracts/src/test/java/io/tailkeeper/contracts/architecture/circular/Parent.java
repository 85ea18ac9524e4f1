package io.tailkeeper.contracts.architecture.circular;

import io.tailkeeper.contracts.architecture.circular.child.Child;

/** Needs the package inside its own. */
public class Parent {

    public static final String NAME = "parent";

    public String child() {
        return new Child().parent();
    }
}
