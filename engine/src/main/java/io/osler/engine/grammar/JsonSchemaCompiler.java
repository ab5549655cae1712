package io.osler.engine.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A JSON schema as one automaton over code points; {@link TokenLanguage#jsonSchema} says which keywords. Every text it
 * has is valid for the schema; not every valid JSON is one of its texts.
 */
final class JsonSchemaCompiler {
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions");

    /** What each type understands besides {@code type}. */
    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "object", Set.of("properties", "required", "additionalProperties"),
            "array", Set.of("items", "minItems", "maxItems"),
            "string", Set.of("minLength", "maxLength", "pattern"),
            "integer", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
            "number", Set.of(),
            "boolean", Set.of(),
            "null", Set.of());

    private static final int DEPTH_MAX = 100;

    private final JsonNode root;
    private final BoundedOperations operations = new BoundedOperations("the schema");
    private final Deque<String> references = new ArrayDeque<>();
    private int depth;

    private JsonSchemaCompiler(JsonNode root) {
        this.root = root;
    }

    static Automaton compile(JsonNode schema) {
        return new JsonSchemaCompiler(schema).value(schema, "#");
    }

    private Automaton value(JsonNode schema, String place) {
        if (!schema.isObject() || keywords(schema).isEmpty()) {
            throw refuse(
                    place,
                    "a schema that is no object, or says nothing",
                    "any value cannot be written as one" + " automaton; say its type");
        }
        if (++depth > DEPTH_MAX) {
            throw refuse(place, "a schema %d levels deep".formatted(depth), "expected at most " + DEPTH_MAX);
        }
        Automaton value = operations.deterministic(combined(schema, place));
        depth--;
        return value;
    }

    private Automaton combined(JsonNode schema, String place) {
        Set<String> keywords = keywords(schema);
        for (String keyword : List.of("$ref", "anyOf", "oneOf", "allOf")) {
            if (keywords.contains(keyword)) {
                requireAlone(keyword, keywords, place);
                return switch (keyword) {
                    case "$ref" -> reference(schema.get(keyword), place + "/$ref");
                    case "anyOf" -> operations.union(alternatives(schema.get(keyword), place + "/anyOf"));
                    case "oneOf" -> exactlyOne(alternatives(schema.get(keyword), place + "/oneOf"), place + "/oneOf");
                    default -> all(schema.get(keyword), place + "/allOf");
                };
            }
        }
        for (String keyword : List.of("enum", "const")) {
            if (keywords.contains(keyword)) {
                keywords.remove("type");
                requireAlone(keyword, keywords, place);
                return literals(schema, keyword, place);
            }
        }
        Set<String> types = types(schema, place);
        requireUnderstood(keywords, types, place);
        return operations.union(
                types.stream().map(type -> typed(type, types, schema, place)).toList());
    }

    private Automaton typed(String type, Set<String> types, JsonNode schema, String place) {
        return switch (type) {
            case "object" -> object(schema, place);
            case "array" -> array(schema, place);
            case "string" -> string(schema, place);
            case "integer" -> integer(schema, types, place);
            case "number" -> RegexParser.whole("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
            case "boolean" -> Operations.union(List.of(Automata.makeString("true"), Automata.makeString("false")));
            default -> Automata.makeString("null");
        };
    }

    // ---- references and combinations

    private Automaton reference(JsonNode reference, String place) {
        String target = reference.asString("");
        if (!target.startsWith("#")) {
            throw refuse(place, "a reference to another document", "expected one like #/$defs/Name");
        }
        if (references.contains(target) || target.equals("#")) {
            throw refuse(
                    place,
                    "a reference back to %s, which it is part of".formatted(target),
                    "an automaton cannot count how deep it is; write the levels out, down to a fixed depth");
        }
        references.push(target);
        Automaton value = value(resolve(target, place), target);
        references.pop();
        return value;
    }

    private JsonNode resolve(String target, String place) {
        try {
            JsonNode found = root.at(JsonPointer.compile(target.substring(1)));
            if (!found.isMissingNode()) {
                return found;
            }
        } catch (IllegalArgumentException | JacksonException e) {
            throw new IllegalArgumentException(
                    "the schema at %s refers to %s, expected a JSON pointer like #/$defs/Name".formatted(place, target),
                    e);
        }
        throw refuse(
                place,
                "a reference to %s, which does not exist".formatted(target),
                "expected one of " + new TreeSet<>(root.path("$defs").propertyNames()) + " under #/$defs");
    }

    private List<Automaton> alternatives(JsonNode list, String place) {
        requireFilled(list, place);
        return IntStream.range(0, list.size())
                .mapToObj(i -> value(list.get(i), place + "/" + i))
                .toList();
    }

    /** A text of two alternatives would be valid for both, and so not valid. */
    private Automaton exactlyOne(List<Automaton> alternatives, String place) {
        for (int i = 0; i < alternatives.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!Operations.isEmpty(operations.intersection(alternatives.get(j), alternatives.get(i)))) {
                    throw refuse(
                            place,
                            "alternatives %d and %d, which have a text in common".formatted(j, i),
                            "expected alternatives that exclude each other; say anyOf");
                }
            }
        }
        return operations.union(alternatives);
    }

    /** Generators of schemas wrap a reference in a list of one to put a title beside it. */
    private Automaton all(JsonNode list, String place) {
        requireFilled(list, place);
        if (list.size() > 1) {
            throw refuse(place, "%d schemas".formatted(list.size()), "expected one; write what they say as one schema");
        }
        return value(list.get(0), place + "/0");
    }

    // ---- given values

    private Automaton literals(JsonNode schema, String keyword, String place) {
        JsonNode given = schema.get(keyword);
        if (keyword.equals("enum")) {
            requireFilled(given, place + "/enum");
        }
        List<JsonNode> values = keyword.equals("enum") ? given.valueStream().toList() : List.of(given);
        Set<String> types = schema.has("type") ? types(schema, place) : KEYWORDS.keySet();
        List<Automaton> fitting = values.stream()
                .filter(value -> fits(value, types))
                .map(this::literal)
                .toList();
        if (fitting.isEmpty()) {
            throw refuse(place + "/" + keyword, "no value of type %s".formatted(types), "expected at least one");
        }
        return operations.union(fitting);
    }

    private static boolean fits(JsonNode value, Set<String> types) {
        return switch (value.getNodeType()) {
            case OBJECT -> types.contains("object");
            case ARRAY -> types.contains("array");
            case STRING -> types.contains("string");
            case BOOLEAN -> types.contains("boolean");
            case NULL -> types.contains("null");
            case NUMBER -> types.contains("number") || (types.contains("integer") && isWhole(value));
            default -> false;
        };
    }

    private static boolean isWhole(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private Automaton literal(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT ->
                objectOf(value.propertyStream()
                        .map(entry -> new Property(entry.getKey(), literal(entry.getValue()), true))
                        .toList());
            case ARRAY -> {
                List<Automaton> parts = new ArrayList<>();
                parts.add(Automata.makeChar('['));
                for (int i = 0; i < value.size(); i++) {
                    parts.add(i == 0 ? Automata.makeEmptyString() : comma());
                    parts.add(literal(value.get(i)));
                }
                parts.add(Automata.makeChar(']'));
                yield operations.concatenate(parts);
            }
            case STRING -> Automata.makeString(JsonText.quoted(requireText(value.asString())));
            default -> Automata.makeString(value.toString());
        };
    }

    // ---- types

    private Set<String> types(JsonNode schema, String place) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return Set.of(typeFromKeywords(schema, place));
        }
        Set<String> types = new LinkedHashSet<>();
        for (JsonNode name : type.isArray() ? type.valueStream().toList() : List.of(type)) {
            types.add(name.asString(""));
        }
        if (types.isEmpty() || !KEYWORDS.keySet().containsAll(types)) {
            throw refuse(place + "/type", "%s".formatted(type), "expected some of " + new TreeSet<>(KEYWORDS.keySet()));
        }
        return types;
    }

    private static String typeFromKeywords(JsonNode schema, String place) {
        return KEYWORDS.keySet().stream()
                .filter(type -> !KEYWORDS.get(type).isEmpty())
                .filter(type -> KEYWORDS.get(type).containsAll(keywords(schema)))
                .findFirst()
                .orElseThrow(() -> refuse(
                        place,
                        "no type and %s".formatted(new TreeSet<>(keywords(schema))),
                        "expected a type, enum, const, $ref, anyOf or oneOf; what else it asks is not supported"));
    }

    private Automaton string(JsonNode schema, String place) {
        Automaton content = CharacterSets.anyText();
        if (schema.has("minLength") || schema.has("maxLength")) {
            int min = count(schema, "minLength", 0, place);
            int max = count(schema, "maxLength", BoundedOperations.UNBOUNDED, place);
            requireOrder(min, max, "maxLength", place);
            content = operations.repeat(CharacterSets.automaton(CharacterSets.all()), min, max);
        }
        if (schema.has("pattern")) {
            Automaton pattern = pattern(schema.get("pattern"), place + "/pattern");
            content = operations.intersection(content, pattern);
        }
        content = operations.deterministic(content);
        if (Operations.isEmpty(content)) {
            throw refuse(place, "a pattern with no match of the length it asks", "expected at least one");
        }
        Automaton quote = Automata.makeChar('"');
        return operations.concatenate(List.of(quote, JsonText.spelled(content), quote));
    }

    private static Automaton pattern(JsonNode pattern, String place) {
        if (!pattern.isString()) {
            throw refuse(place, pattern.toString(), "expected a string");
        }
        try {
            return RegexParser.anywhere(pattern.asString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the schema at %s: %s".formatted(place, e.getMessage()), e);
        }
    }

    private Automaton integer(JsonNode schema, Set<String> types, String place) {
        Automaton any = RegexParser.whole("-?(0|[1-9][0-9]*)");
        if (KEYWORDS.get("integer").stream().noneMatch(schema::has)) {
            return any;
        }
        if (types.contains("number")) {
            throw refuse(place, "bounds and type number", "bounds are supported for integers alone; leave them out");
        }
        IntegerRange range = IntegerRange.ANY;
        for (String keyword : KEYWORDS.get("integer")) {
            if (schema.has(keyword)) {
                range = range.within(keyword, bound(schema, keyword, place));
            }
        }
        return operations.intersection(
                any,
                range.automaton()
                        .orElseThrow(() ->
                                refuse(place, "bounds with no integer between them", "expected" + " at least one")));
    }

    private Automaton array(JsonNode schema, String place) {
        int min = count(schema, "minItems", 0, place);
        int max = count(schema, "maxItems", BoundedOperations.UNBOUNDED, place);
        requireOrder(min, max, "maxItems", place);
        List<Automaton> lists = new ArrayList<>();
        if (min == 0) {
            lists.add(Automata.makeString("[]"));
        }
        if (max != 0) {
            if (!schema.has("items")) {
                throw refuse(place, "an array without items", "expected the schema of its items");
            }
            Automaton item = value(schema.get("items"), place + "/items");
            Automaton more = operations.repeat(
                    operations.concatenate(List.of(comma(), item)),
                    Math.max(0, min - 1),
                    max == BoundedOperations.UNBOUNDED ? max : max - 1);
            lists.add(operations.concatenate(List.of(Automata.makeChar('['), item, more, Automata.makeChar(']'))));
        }
        return operations.union(lists);
    }

    private Automaton object(JsonNode schema, String place) {
        JsonNode others = schema.path("additionalProperties");
        if (!others.isMissingNode() && !others.isBoolean()) {
            throw refuse(
                    place + "/additionalProperties",
                    "a schema",
                    "expected true or false: only the listed properties are written; list them");
        }
        JsonNode properties = schema.path("properties");
        boolean closed = others.isBoolean() && !others.asBoolean();
        if (!properties.isObject() && !(properties.isMissingNode() && closed)) {
            throw refuse(place, "an object without properties", "expected those that may be written; list them");
        }
        Set<String> required = required(schema, place);
        Map<String, Property> list = new LinkedHashMap<>();
        properties.propertyStream().forEach(entry -> {
            String name = requireText(entry.getKey());
            Automaton value = value(entry.getValue(), place + "/properties/" + escaped(name));
            list.put(name, new Property(name, value, required.remove(name)));
        });
        if (!required.isEmpty()) {
            throw refuse(place + "/required", "%s".formatted(required), "expected names of properties listed here");
        }
        return objectOf(List.copyOf(list.values()));
    }

    private static Set<String> required(JsonNode schema, String place) {
        JsonNode names = schema.path("required");
        if (!names.isMissingNode() && !(names.isArray() && names.valueStream().allMatch(JsonNode::isString))) {
            throw refuse(place + "/required", names.toString(), "expected a list of names");
        }
        return names.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private record Property(String name, Automaton value, boolean required) {}

    /**
     * Properties in their order. Built from the end, two states before each property, so that the size grows with the
     * sum of the properties and not with the number of their subsets:
     *
     * <pre>
     * none(i) ------------> key(i) -value-> some(i+1)       none: no property written so far, so no comma is due
     * some(i) --", "------> key(i)
     * none(i) ~> none(i+1), some(i) ~> some(i+1)            where property i may be left out
     * </pre>
     */
    private Automaton objectOf(List<Property> properties) {
        operations.requireStates(properties.stream()
                .mapToLong(property -> property.value().getNumStates())
                .sum());
        Automaton.Builder out = new Automaton.Builder();
        int start = out.createState();
        int end = out.createState();
        out.setAccept(end, true);
        int none = out.createState();
        int some = out.createState();
        out.addTransition(none, end, '}');
        out.addTransition(some, end, '}');
        for (Property property : properties.reversed()) {
            int key = key(out, property, some);
            int noneBefore = out.createState();
            out.addEpsilon(noneBefore, key);
            int someBefore = out.createState();
            int afterComma = out.createState();
            out.addEpsilon(afterComma, key);
            out.addTransition(afterComma, key, ' ');
            out.addTransition(someBefore, afterComma, ',');
            if (!property.required()) {
                out.addEpsilon(noneBefore, none);
                out.addEpsilon(someBefore, some);
            }
            none = noneBefore;
            some = someBefore;
        }
        out.addTransition(start, none, '{');
        return out.finish();
    }

    /** Key, colon and value, from the state returned to {@code next}. */
    private static int key(Automaton.Builder out, Property property, int next) {
        int value = out.getNumStates();
        out.copy(property.value());
        for (int state = 0; state < property.value().getNumStates(); state++) {
            if (property.value().isAccept(state)) {
                out.setAccept(value + state, false);
                out.addEpsilon(value + state, next);
            }
        }
        int afterColon = out.createState();
        out.addEpsilon(afterColon, value);
        out.addTransition(afterColon, value, ' ');
        int to = afterColon;
        int[] text = (JsonText.quoted(property.name()) + ":").codePoints().toArray();
        for (int i = text.length - 1; i >= 0; i--) {
            int from = out.createState();
            out.addTransition(from, to, text[i]);
            to = from;
        }
        return to;
    }

    private Automaton comma() {
        return operations.concatenate(List.of(Automata.makeChar(','), Operations.optional(Automata.makeChar(' '))));
    }

    // ---- what a keyword may say

    private static Set<String> keywords(JsonNode schema) {
        return schema.propertyNames().stream()
                .filter(name -> !ANNOTATIONS.contains(name) && !name.startsWith("x-"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void requireAlone(String keyword, Set<String> keywords, String place) {
        for (String other : keywords) {
            if (!other.equals(keyword)) {
                throw refuse(
                        place + "/" + escaped(other),
                        "'%s' beside '%s'".formatted(other, keyword),
                        "both at once are not supported; write one schema that says both");
            }
        }
    }

    private static void requireUnderstood(Set<String> keywords, Set<String> types, String place) {
        Set<String> understood = new TreeSet<>(Set.of("type"));
        types.forEach(type -> understood.addAll(KEYWORDS.get(type)));
        for (String keyword : keywords) {
            if (!understood.contains(keyword)) {
                throw refuse(
                        place + "/" + escaped(keyword),
                        "'%s'".formatted(keyword),
                        "it is not supported for type %s, expected some of %s; leave it out and check it afterwards"
                                .formatted(String.join(", ", types), understood));
            }
        }
    }

    private static int count(JsonNode schema, String keyword, int otherwise, String place) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
            throw refuse(place + "/" + keyword, value.toString(), "expected a whole number from 0");
        }
        return value.asInt();
    }

    private static int bound(JsonNode schema, String keyword, String place) {
        JsonNode value = schema.get(keyword);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || Math.abs((long) value.asInt()) > IntegerRange.MAX) {
            throw refuse(
                    place + "/" + keyword,
                    value.toString(),
                    "expected a whole number between plus and minus " + IntegerRange.MAX);
        }
        return value.asInt();
    }

    private static void requireOrder(int min, int max, String keyword, String place) {
        if (max != BoundedOperations.UNBOUNDED && max < min) {
            throw refuse(
                    place + "/" + keyword, "%d".formatted(max), "expected at least the minimum, %d".formatted(min));
        }
    }

    private static void requireFilled(JsonNode list, String place) {
        if (!list.isArray() || list.isEmpty()) {
            throw refuse(place, list.toString(), "expected a list with at least one entry");
        }
    }

    private static String requireText(String text) {
        return TokenLanguage.requireEncodable(text, "a name or value of the schema");
    }

    /** As a part of a JSON pointer. */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static IllegalArgumentException refuse(String place, String found, String advice) {
        return new IllegalArgumentException("the schema at %s has %s; %s".formatted(place, found, advice));
    }
}
