package io.osler.kb.build;

/** Adds up lengths to offsets of 32 bits, and says when these do not suffice. */
final class Offsets {
    private static final long MOST = 0xFFFF_FFFFL;

    private long sum;

    /** The offset before the next length. */
    int before(int length) {
        long before = sum;
        add(length);
        return (int) before;
    }

    /** The offset after the next length. */
    int after(int length) {
        add(length);
        return (int) sum;
    }

    private void add(int length) {
        sum += length;
        if (sum > MOST) {
            throw new IllegalArgumentException(
                    "the texts of one kind take more than 4 GiB, expected less. Build several knowledge bases");
        }
    }
}
