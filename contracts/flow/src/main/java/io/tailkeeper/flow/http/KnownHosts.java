package io.tailkeeper.flow.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that a service is asked by. A page of a stranger can have its own name lead to this machine (DNS rebinding): a
 * browser then sends that name, and would hand the answer over. Addresses cannot be made to lead elsewhere.
 */
final class KnownHosts {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[?[0-9a-f:.]*:[0-9a-f:.]*(%\\w+)?]?");
    private static final String LOCALHOST = "localhost";

    private final Set<String> allowed;

    /** @param allowed names beside localhost and addresses; {@code *} for any */
    KnownHosts(Collection<String> allowed) {
        this.allowed = allowed.stream().map(KnownHosts::plain).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a request may name this host, without its port. */
    boolean contains(String host) {
        String name = plain(host);
        return name.equals(LOCALHOST)
                || name.endsWith("." + LOCALHOST)
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches()
                || allowed.contains(name)
                || allowed.contains("*");
    }

    private static String plain(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
