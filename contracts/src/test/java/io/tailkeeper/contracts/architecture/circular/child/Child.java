package io.tailkeeper.contracts.architecture.circular.child;

import io.tailkeeper.contracts.architecture.circular.Parent;

/** Needs the package it lies in. */
public class Child {

    public String parent() {
        return Parent.class.getSimpleName();
    }
}
