package io.osler.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against Jackson's parser and a check of schemas written here. Schemas in single quotes. */
class JsonLanguageTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TokenVocabulary VOCABULARY =
            Vocabularies.bytesAnd("\":", "\": \"", "\", \"", "\"}", "true", "null", "\\n", "12", "{\"", "\"a\"");

    private static final String MENTIONS = """
            {'type': 'array', 'minItems': 1, 'maxItems': 3, 'title': 'Mentions', 'items': {'$ref': '#/$defs/mention'},
             '$defs': {'mention': {
               'type': 'object',
               'description': 'invented',
               'properties': {
                 'text': {'type': 'string', 'minLength': 1, 'maxLength': 12},
                 'label': {'enum': ['problem', 'treatment', 'test']},
                 'negated': {'type': 'boolean', 'default': false},
                 'score': {'type': ['number', 'null']},
                 'code': {'type': 'string', 'pattern': '^C[0-9]{7}$'}},
               'required': ['text', 'label'],
               'additionalProperties': false}}}""";

    private static final String OPTIONAL = """
            {'properties': {
              'first': {'type': 'integer', 'minimum': -12, 'exclusiveMaximum': 240},
              'second': {'anyOf': [{'type': 'string', 'maxLength': 2}, {'type': 'integer'}, {'const': [1, {'k': null}]}]},
              'sl/a~sh \\"q\\"': {'oneOf': [{'type': 'boolean'}, {'const': 'x'}]},
              'list': {'items': {'items': {'type': 'null'}, 'maxItems': 2}}}}""";

    private static JsonNode schema(String quoted) {
        return JSON.readTree(quoted.replace('\'', '"'));
    }

    private static TokenAutomaton automaton(String quoted) {
        return TokenAutomaton.of(TokenLanguage.jsonSchema(schema(quoted)), VOCABULARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MENTIONS,
                OPTIONAL,
                "{'type': 'string'}",
                "{'type': 'string', 'pattern': 'a[\\\"\\\\\\\\\\n]b', 'maxLength': 6}",
                "{'type': 'string', 'pattern': '^x|y$', 'minLength': 2}",
                "{'type': 'number'}",
                "{'type': 'integer', 'minimum': 7}",
                "{'type': 'integer', 'maximum': -7}",
                "{'type': 'integer', 'exclusiveMinimum': -1, 'maximum': 0}",
                "{'type': 'object', 'properties': {}}",
                "{'type': 'object', 'additionalProperties': false}",
                "{'enum': [1.5, 'a\\n\\u0001\\\"é', null, {'b': [], 'a': [1, 2]}, -3]}",
                "{'enum': [1.5, 2, 'x'], 'type': ['integer', 'string']}",
                "{'allOf': [{'type': 'boolean'}], 'title': 'wrapped'}"
            })
    void everythingWrittenIsValid(String quoted) {
        JsonNode schema = schema(quoted);
        TokenAutomaton automaton = automaton(quoted);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 150; i++) {
            String text = randomText(automaton, random);
            JsonNode value = JSON.readTree(text);
            assertThat(valid(schema, schema, value))
                    .as("%s for %s", text, quoted)
                    .isTrue();
        }
    }

    /** Leans to a quotation mark, so that strings without a bound end. */
    private static String randomText(TokenAutomaton automaton, SplittableRandom random) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int state = automaton.start();
        while (!automaton.mustEnd(state) && !(automaton.isComplete(state) && random.nextInt(4) == 0)) {
            int[] allowed = automaton.allowed(state).ids();
            boolean end = automaton.allowed(state).contains('"') && random.nextInt(8) == 0;
            int id = end ? '"' : allowed[random.nextInt(allowed.length)];
            text.writeBytes(VOCABULARY.bytes(id));
            state = automaton.next(state, id);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static boolean valid(JsonNode root, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            return valid(root, root.at(schema.get("$ref").asString().substring(1)), value);
        }
        for (String list : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(list)) {
                return schema.get(list).valueStream().anyMatch(one -> valid(root, one, value));
            }
        }
        if (schema.has("type") && !hasType(schema.get("type"), value)) {
            return false;
        }
        if (schema.has("const") || schema.has("enum")) {
            return value.equals(schema.get("const"))
                    || schema.path("enum").valueStream().anyMatch(value::equals);
        }
        return switch (value.getNodeType()) {
            case OBJECT -> validObject(root, schema, value);
            case ARRAY ->
                isWithin(value.size(), schema, "minItems", "maxItems")
                        && value.valueStream().allMatch(item -> valid(root, schema.get("items"), item));
            case STRING ->
                isWithin(
                                value.asString()
                                        .codePointCount(0, value.asString().length()),
                                schema,
                                "minLength",
                                "maxLength")
                        && Pattern.compile(schema.path("pattern").asString(""))
                                .matcher(value.asString())
                                .find();
            case NUMBER ->
                isWithin(value.doubleValue(), schema, "minimum", "maximum")
                        && isWithin(value.doubleValue() - 1, schema, "exclusiveMinimum", "none")
                        && isWithin(value.doubleValue() + 1, schema, "none", "exclusiveMaximum");
            default -> true;
        };
    }

    private static boolean validObject(JsonNode root, JsonNode schema, JsonNode value) {
        boolean listed = value.propertyStream()
                .allMatch(entry -> schema.path("properties").has(entry.getKey())
                        && valid(root, schema.path("properties").get(entry.getKey()), entry.getValue()));
        return listed
                && value.isObject()
                && schema.path("required").valueStream().allMatch(name -> value.has(name.asString()));
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(one -> hasType(one, value));
        }
        return switch (type.asString()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    private static boolean isWithin(double number, JsonNode schema, String min, String max) {
        return number >= schema.path(min).asDouble(Double.NEGATIVE_INFINITY)
                && number <= schema.path(max).asDouble(Double.POSITIVE_INFINITY);
    }

    @Test
    void writesValidTextsOnOneLine() {
        TokenAutomaton mentions = automaton(MENTIONS);
        for (String text : List.of(
                "[{'text':'fever','label':'problem'}]",
                "[{'text': 'fever', 'label': 'problem', 'negated': true, 'score': -1.5e3, 'code': 'C0015967'}]",
                "[{'text': '😀\\n\\\\','label':'test','score':null}, {'text': 'x', 'label': 'test'}]")) {
            assertThat(accepts(mentions, text)).as(text).isTrue();
        }
        for (String text : List.of(
                "[]",
                "[ {'text':'fever','label':'problem'}]",
                "[{'text':  'fever','label':'problem'}]",
                "[{'text':'fever','label':'problem',}]",
                "[{'label':'problem','text':'fever'}]",
                "[{'text':'','label':'problem'}]",
                "[{'text':'fever and more','label':'problem'}]",
                "[{'text':'a\tb','label':'problem'}]",
                "[{'text':'fever','label':'problems'}]",
                "[{'text':'fever','label':'problem','score':01}]",
                "[{'text':'fever','label':'problem','code':'C001'}]",
                "[{'text':'fever','label':'problem'}")) {
            assertThat(accepts(mentions, text)).as(text).isFalse();
        }
    }

    @Test
    void leavesOutWhatIsNotRequired() {
        TokenAutomaton automaton = automaton(
                "{'properties': {'a': {'const': 1}, 'b': {'const': 2}, 'c': {'const': 3}}, 'required': ['b']}");
        for (String text : List.of("{'b':2}", "{'a':1, 'b':2}", "{'b':2,'c':3}", "{'a':1,'b':2,'c':3}")) {
            assertThat(accepts(automaton, text)).as(text).isTrue();
        }
        for (String text : List.of("{}", "{'a':1}", "{,'b':2}", "{'a':1,'c':3}", "{'b':2,'a':1}", "{'b':2,'b':2}")) {
            assertThat(accepts(automaton, text)).as(text).isFalse();
        }
    }

    /** Against counting. */
    @Test
    void boundsOfIntegersAreExact() {
        for (int min : new int[] {-120, -9, -1, 0, 1, 10, 99}) {
            for (int max : new int[] {-101, -1, 0, 9, 10, 101}) {
                if (min > max) {
                    continue;
                }
                TokenAutomaton closed =
                        automaton("{'type': 'integer', 'minimum': %d, 'maximum': %d}".formatted(min, max));
                TokenAutomaton above = automaton("{'type': 'integer', 'exclusiveMinimum': %d}".formatted(min));
                TokenAutomaton below = automaton("{'type': 'integer', 'exclusiveMaximum': %d}".formatted(max));
                for (long i = -1200; i < 1200; i += i > -130 && i < 130 ? 1 : 7) {
                    String text = Long.toString(i);
                    assertThat(accepts(closed, text))
                            .as("%d in %d to %d", i, min, max)
                            .isEqualTo(i >= min && i <= max);
                    assertThat(accepts(above, text)).as("%d above %d", i, min).isEqualTo(i > min);
                    assertThat(accepts(below, text)).as("%d below %d", i, max).isEqualTo(i < max);
                }
                assertThat(accepts(above, "123456789012345")).isTrue();
                assertThat(accepts(below, "-1000000000")).isTrue();
                assertThat(accepts(above, "-1000000000")).isFalse();
                assertThat(accepts(closed, "05")).isFalse();
            }
        }
    }

    private static boolean accepts(TokenAutomaton automaton, String quoted) {
        return Vocabularies.accepts(automaton, VOCABULARY, quoted.replace('\'', '"'));
    }

    /** One spelling each, and the text of every other is read back by Jackson. */
    @Test
    void everyCharacterHasOneSpelling() {
        TokenAutomaton automaton = automaton("{'type': 'string', 'maxLength': 1}");
        for (int c = 0; c <= 0x2100; c++) {
            String json = JsonText.quoted(Character.toString(c));
            assertThat(JSON.readTree(json).asString()).isEqualTo(Character.toString(c));
            assertThat(Vocabularies.accepts(automaton, VOCABULARY, json))
                    .as(json)
                    .isTrue();
        }
        for (String json :
                List.of("'\\u0041'", "'\\/'", "'\\u000a'", "'\\u001F'", "'\n'", "'\\x'", "'''", "'\\'", "'ab'")) {
            assertThat(accepts(automaton, json)).as(json).isFalse();
        }
    }

    @Test
    void manyOptionalPropertiesStaySmall() {
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            properties.append("%s'p%d': {'type': ['string', 'null']}".formatted(i == 0 ? "" : ",", i));
        }
        TokenAutomaton automaton = automaton("{'properties': {%s}}".formatted(properties));
        assertThat(accepts(automaton, "{'p3': null, 'p59':'x'}")).isTrue();
        assertThat(TokenLanguage.jsonSchema(schema("{'properties': {%s}}".formatted(properties)))
                        .automaton()
                        .getSize())
                .isLessThan(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '¬',
            value = {
                "{} ¦ # has a schema that is no object, or says nothing; any value cannot be written",
                "{'items': true} ¦ #/items has a schema that is no object, or says nothing; any value",
                "{'type': 'text'} ¦ #/type has \"text\"; expected some of [array, boolean, integer, null, number, object",
                "{'not': {}} ¦ # has no type and [not]; expected a type, enum, const",
                "{'type': 'string', 'format': 'date'} ¦ #/format has 'format'; it is not supported for type string",
                "{'properties': {'a/b': {'type': 'number', 'minimum': 1}}} ¦ #/properties/a~1b/minimum has 'minimum'; it is",
                "{'type': ['integer', 'number'], 'minimum': 1} ¦ # has bounds and type number; bounds are supported",
                "{'type': 'integer', 'minimum': 1.5} ¦ #/minimum has 1.5; expected a whole number between plus and minus",
                "{'type': 'integer', 'minimum': 3, 'maximum': 2} ¦ # has bounds with no integer between them; expected",
                "{'type': 'string', 'minLength': -1} ¦ #/minLength has -1; expected a whole number from 0",
                "{'type': 'string', 'minLength': 3, 'maxLength': 2} ¦ #/maxLength has 2; expected at least the minimum, 3",
                "{'type': 'string', 'pattern': '^a$', 'minLength': 2} ¦ # has a pattern with no match of the length",
                "{'type': 'string', 'pattern': 'a(?=b)'} ¦ #/pattern: the pattern has '(?' and neither ':' nor",
                "{'type': 'array'} ¦ # has an array without items; expected the schema of its items",
                "{'type': 'object'} ¦ # has an object without properties; expected those that may be written",
                "{'properties': {}, 'required': ['a']} ¦ #/required has [a]; expected names of properties listed here",
                "{'properties': {}, 'required': 'a'} ¦ #/required has \"a\"; expected a list of names",
                "{'properties': {}, 'additionalProperties': {}} ¦ #/additionalProperties has a schema; expected true or",
                "{'enum': []} ¦ #/enum has []; expected a list with at least one entry",
                "{'enum': ['a'], 'type': 'integer'} ¦ #/enum has no value of type [integer]; expected at least one",
                "{'enum': ['a'], 'minLength': 1} ¦ #/minLength has 'minLength' beside 'enum'; both at once",
                "{'anyOf': [{'type': 'null'}], 'type': 'null'} ¦ #/type has 'type' beside 'anyOf'; both at once",
                "{'oneOf': [{'type': 'null'}, {'type': 'integer'}, {'type': 'number'}]} ¦ #/oneOf has alternatives 1 and 2,",
                "{'allOf': [{'type': 'null'}, {'type': 'null'}]} ¦ #/allOf has 2 schemas; expected one",
                "{'$ref': '#/$defs/b', '$defs': {'a': {}}} ¦ #/$ref has a reference to #/$defs/b, which does not exist;",
                "{'$ref': 'other.json'} ¦ #/$ref has a reference to another document; expected one like #/$defs/Name",
                "{'properties': {'a': {'$ref': '#'}}} ¦ #/properties/a/$ref has a reference back to #, which it is part of;",
            })
    void refusesWhatItCannotKeep(String quoted, String message) {
        assertThatThrownBy(() -> TokenLanguage.jsonSchema(schema(quoted)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the schema at " + message);
    }

    @Test
    void refusesRecursionAndExplosion() {
        String tree = "{'$ref': '#/$defs/node', '$defs': {'node': {'items': {'$ref': '#/$defs/node'}}}}";
        assertThatThrownBy(() -> TokenLanguage.jsonSchema(schema(tree)))
                .hasMessageStartingWith(
                        "the schema at #/$defs/node/items/$ref has a reference back to #/$defs/node, which"
                                + " it is part of; an automaton cannot count how deep it is");
        String large = "{'items': {'items': {'type': 'string', 'maxLength': 500}, 'maxItems': 500}, 'maxItems': 500}";
        assertThatThrownBy(() -> TokenLanguage.jsonSchema(schema(large)))
                .hasMessageStartingWith("the schema takes more than the 65536 states");
        String deep = "{'items':".repeat(150) + "{'type':'null'}" + "}".repeat(150);
        assertThatThrownBy(() -> TokenLanguage.jsonSchema(schema(deep)))
                .hasMessageContaining("has a schema 101 levels deep; expected at most 100");
        assertThatThrownBy(() -> TokenLanguage.jsonSchema("{\"type\":"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the schema is no JSON: ")
                .hasMessageEndingWith("at line 1, column 9");
    }
}
