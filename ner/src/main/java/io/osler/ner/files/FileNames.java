package io.osler.ner.files;

import java.util.regex.Pattern;

/**
 * Note ids as names of files. Everything but ASCII letters, digits, dot, hyphen and underscore becomes an underscore:
 * other scripts are file names only where the system's locale says so.
 */
public final class FileNames {
    /** Leaves room for a number and endings in the 255 bytes most file systems take. */
    private static final int LENGTH_MAX = 120;

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");
    /** A leading dot hides a file or leaves the directory, a leading hyphen reads as an option, a final dot is lost. */
    private static final Pattern UNSAFE_ENDS = Pattern.compile("^[.-]+|\\.+$");

    private static final Pattern RESERVED_BY_WINDOWS =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private final UniqueNames names = new UniqueNames();

    /** A name for {@code id} without ending, handed out once. */
    public String take(String id) {
        return names.take(safe(id));
    }

    private static String safe(String id) {
        String name = UNSAFE.matcher(id).replaceAll("_");
        name = UNSAFE_ENDS
                .matcher(name.substring(0, Math.min(LENGTH_MAX, name.length())))
                .replaceAll("_");
        if (name.isEmpty()) {
            return "note";
        }
        return RESERVED_BY_WINDOWS.matcher(name).matches() ? "_" + name : name;
    }
}
