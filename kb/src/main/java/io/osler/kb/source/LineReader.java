package io.osler.kb.source;

/**
 * A file's lines, one at a time, without their line ends ({@code \n} or {@code \r\n}); the last one may lack it. No line
 * is longer than {@link Utf8Reader#RUN_MAX}. For one thread.
 */
final class LineReader implements AutoCloseable {
    private static final int BUFFER_CHARS = 1 << 15;

    private final String file;
    private final Utf8Reader in;
    private final char[] buffer = new char[BUFFER_CHARS];
    private int position;
    private int limit;
    private long number;
    private String text = "";

    LineReader(VocabularyFile file) {
        this.file = file.toString();
        this.in = file.read(Utf8Reader.Runs.LINES);
    }

    /** Steps to the next line; false when there is none. */
    boolean next() {
        StringBuilder begun = null;
        while (true) {
            if (position == limit && !fill()) {
                return begun != null && settle(begun.toString());
            }
            int end = lineEnd();
            if (end < limit) {
                String rest = new String(buffer, position, end - position);
                position = end + 1;
                return settle(begun == null ? rest : begun.append(rest).toString());
            }
            begun = begun == null ? new StringBuilder() : begun;
            begun.append(buffer, position, limit - position);
            position = limit;
        }
    }

    /** The line stepped to. */
    String text() {
        return text;
    }

    /** Its number, from 1. */
    long number() {
        return number;
    }

    boolean isBlank() {
        return text.isBlank();
    }

    /**
     * @param index in the line's text, from 0
     */
    Place place(int index) {
        return new Place(file, number, index + 1);
    }

    private boolean settle(String line) {
        text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        number++;
        return true;
    }

    private int lineEnd() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    @Override
    public void close() {
        in.close();
    }
}
