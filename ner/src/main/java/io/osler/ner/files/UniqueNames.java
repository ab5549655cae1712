package io.osler.ner.files;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Hands every name out once: the second {@code a} becomes {@code a-2}. Case makes no difference, as on some disks. */
public final class UniqueNames {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> lastNumber = new HashMap<>();

    public String take(String wanted) {
        String name = wanted;
        while (!taken.add(key(name))) {
            name = wanted + '-' + lastNumber.merge(key(wanted), 2, (last, _) -> last + 1);
        }
        return name;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
