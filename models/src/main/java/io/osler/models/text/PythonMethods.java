package io.osler.models.text;

import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/**
 * The methods of Python's {@code str} and {@code dict} that chat templates call. No other method of any object can be
 * called from a template: Java's own would mean something else, or reach out of it.
 */
final class PythonMethods extends ELResolver {
    @Override
    public Object invoke(ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
        if (base == null || base instanceof Filter || base instanceof ExpTest) {
            return null; // Jinjava's own calls: functions and macros, filters, tests
        }
        Object result = switch (base) {
            case String text -> ofText(text, method.toString(), arguments);
            case Map<?, ?> map -> ofMap(map, method.toString(), arguments);
            default -> throw unsupported(method, arguments);
        };
        context.setPropertyResolved(true);
        return result;
    }

    private static Object ofText(String text, String method, Object[] arguments) {
        String first = arguments.length > 0 && arguments[0] instanceof String given ? given : null;
        return switch (method + "/" + arguments.length) {
            case "strip/0", "strip/1" -> strip(text, first, true, true);
            case "lstrip/0", "lstrip/1" -> strip(text, first, true, false);
            case "rstrip/0", "rstrip/1" -> strip(text, first, false, true);
            case "split/0" -> words(text);
            case "split/1" -> List.of(text.split(Pattern.quote(string(method, first)), -1));
            case "startswith/1" -> text.startsWith(string(method, first));
            case "endswith/1" -> text.endsWith(string(method, first));
            case "replace/2" -> text.replace(string(method, first), arguments[1].toString());
            case "upper/0" -> text.toUpperCase(Locale.ROOT);
            case "lower/0" -> text.toLowerCase(Locale.ROOT);
            case "find/1" -> (long) text.indexOf(string(method, first));
            default -> throw unsupported(method, arguments);
        };
    }

    private static Object ofMap(Map<?, ?> map, String method, Object[] arguments) {
        return switch (method + "/" + arguments.length) {
            case "get/1" -> map.get(arguments[0]);
            case "get/2" -> map.containsKey(arguments[0]) ? map.get(arguments[0]) : arguments[1];
            case "items/0" -> map.entrySet();
            case "keys/0" -> new ArrayList<>(map.keySet());
            case "values/0" -> new ArrayList<>(map.values());
            default -> throw unsupported(method, arguments);
        };
    }

    /** Python strips the given characters, or white space; Unicode's, as far as Java knows it. */
    private static String strip(String text, String characters, boolean left, boolean right) {
        IntPredicate goes = characters == null
                ? c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85
                : c -> characters.indexOf(c) >= 0;
        int begin = 0;
        int end = text.length();
        while (left && begin < end && goes.test(text.charAt(begin))) {
            begin++;
        }
        while (right && end > begin && goes.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("(?U)\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String string(String method, String argument) {
        if (argument == null) {
            throw new Jinja2.Unsupported("the method '%s' with something other than a string".formatted(method));
        }
        return argument;
    }

    private static Jinja2.Unsupported unsupported(Object method, Object[] arguments) {
        return new Jinja2.Unsupported("the method '%s' with %d arguments".formatted(method, arguments.length));
    }

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        // Templates write to no object; namespaces are handled by the set tag.
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return null;
    }
}
