package io.tailkeeper.contracts.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes that know nothing of what the bytes mean: damage on the way, other encodings, two records in one. */
public final class ByteMutations {

    private static final int MUTATIONS = 12;
    private static final List<byte[]> DAMAGE = List.of(
            new byte[] {(byte) 0xC3, 0x28}, // the second byte does not belong to the first
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // half a surrogate pair
            new byte[] {(byte) 0xC0, (byte) 0x80}, // NUL in two bytes
            new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80}, // beyond Unicode
            new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, // byte order mark
            new byte[] {0},
            new byte[] {(byte) 0xFF});

    private ByteMutations() {}

    /**
     * Changed bytes.
     *
     * @param other body that a part may come from
     */
    public static byte[] mutate(byte[] body, byte[] other, SplittableRandom random) {
        int from = random.nextInt(body.length + 1);
        int to = from + random.nextInt(body.length - from + 1);
        return switch (random.nextInt(MUTATIONS)) {
            case 0, 1 -> flipped(body, random);
            case 2 -> Arrays.copyOf(body, from);
            case 3 -> replaced(body, from, to, new byte[0]);
            case 4 -> replaced(body, from, from, Arrays.copyOfRange(body, from, to));
            case 5 -> replaced(body, from, body.length, tail(other, random));
            case 6 -> replaced(body, from, from, DAMAGE.get(random.nextInt(DAMAGE.size())));
            case 7 -> replaced(body, 0, 0, DAMAGE.get(random.nextInt(DAMAGE.size())));
            case 8 ->
                replaced(
                        body,
                        from,
                        from,
                        " \n".repeat(NastyValues.length(random)).getBytes(StandardCharsets.UTF_8));
            case 9 -> encoded(body, random);
            case 10 -> replaced(body, from, to, NastyValues.value(random).getBytes(StandardCharsets.UTF_8));
            default -> replaced(body, body.length, body.length, other);
        };
    }

    private static byte[] flipped(byte[] body, SplittableRandom random) {
        byte[] flipped = body.clone();
        for (int i = random.nextInt(4); i >= 0 && body.length > 0; i--) {
            flipped[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] tail(byte[] other, SplittableRandom random) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }

    private static byte[] encoded(byte[] body, SplittableRandom random) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.getBytes(List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1)
                .get(random.nextInt(3)));
    }

    private static byte[] replaced(byte[] body, int from, int to, byte[] with) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + with.length);
        bytes.write(body, 0, from);
        bytes.write(with, 0, with.length);
        bytes.write(body, to, body.length - to);
        return bytes.toByteArray();
    }
}
