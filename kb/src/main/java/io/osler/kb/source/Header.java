package io.osler.kb.source;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The columns of a table by name. Case and signs in names do not matter: {@code Preferred_Name} is {@code preferred name}.
 */
record Header(List<String> names, Map<String, Integer> columns) {

    static Header of(List<String> names) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            columns.putIfAbsent(plain(names.get(i)), i);
        }
        return new Header(List.copyOf(names), columns);
    }

    /**
     * @param aliases the names a column goes by, the best first
     */
    OptionalInt find(String... aliases) {
        for (String alias : aliases) {
            Integer column = columns.get(plain(alias));
            if (column != null) {
                return OptionalInt.of(column);
            }
        }
        return OptionalInt.empty();
    }

    boolean has(String... aliases) {
        return find(aliases).isPresent();
    }

    String name(int column) {
        return column < names.size() ? names.get(column) : "";
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
