package io.osler.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import io.osler.models.text.ChatTemplate.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatTemplateTest {
    private static final Path GOLDEN = Path.of("src/test/resources/chat/golden.json");
    private static final List<Message> TWO_TURNS =
            List.of(new Message("user", " a {{ x }} b\n"), new Message("assistant", "<think>q</think>r"));

    private static Stream<Arguments> golden() {
        return JsonMapper.shared()
                .readTree(GOLDEN.toFile())
                .valueStream()
                .map(row -> Arguments.of(row.path("name").asString(), row));
    }

    /** What transformers renders; see PROVENANCE.md. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void rendersAsTransformersDoes(String name, JsonNode row) {
        ChatTemplate template = new ChatTemplate(
                row.path("template").asString(),
                name,
                row.path("bos_token").asString(),
                row.path("eos_token").asString());
        List<Message> messages = row.path("messages")
                .valueStream()
                .map(message -> new Message(
                        message.path("role").asString(), message.path("content").asString()))
                .toList();
        boolean openAnswer = row.path("add_generation_prompt").asBoolean();

        if (row.path("error").asBoolean(false)) {
            assertThatThrownBy(() -> template.render(messages, openAnswer))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(
                            "FORMAT_UNSUPPORTED: " + name + ": the chat template refuses this conversation")
                    .hasMessageContaining("raise_exception(")
                    .hasMessageContaining("roles were [user, ");
        } else {
            assertThat(template.render(messages, openAnswer))
                    .isEqualTo(row.path("expected").asString());
        }
    }

    private static String rendered(String template) {
        return new ChatTemplate(template, "place", "<s>", "</s>").render(TWO_TURNS);
    }

    /** Expected values from jinja2 3.1.6 with the settings of transformers. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{ messages[0].content.strip() }} => a {{ x }} b",
                "[{{ messages[0]['content'].rstrip('\\n') }}] => [ a {{ x }} b]",
                "{{ messages[1].content.split('</think>')[-1].lstrip('\\n') }} => r",
                "{{ 'a.b.c'.split('.')[1] }} => b",
                "{% if messages[1].content.startswith('<think>') %}yes{% endif %} => yes",
                "{{ 'x' in messages[0].content and not messages[1].role.endswith('x') }} => True",
                "{% if not add_generation_prompt is defined %}t{% else %}f{% endif %} => f",
                "{% if not 'user' in ['user'] %}t{% else %}f{% endif %} => f",
                "{% if not messages[0].nope is defined %}t{% else %}f{% endif %} => t",
                "{% if messages[0].role == 'x' or not messages[0]['content'] is string %}t{% else %}f{% endif %} => f",
                "{% for k, v in messages[1].items() %}{{ k }}:{{ v[:3] }} {% endfor %}. => role:ass content:<th .",
                "{{ messages[1]|tojson }} => {\"role\": \"assistant\", \"content\": \"<think>q</think>r\"}",
                "{{ {'a': [1, none, true, 'é<&>']}|tojson }} => {\"a\": [1, null, true, \"é<&>\"]}",
                "{{ messages[0].get('nope', 'd') }} {{ nope|default('e') }} => d e",
                "{% set n = namespace(i=0) %}{% for m in messages %}{% set n.i = n.i + 1 %}{% endfor %}{{ n.i }} => 2",
                "{% macro f(a, b='z') %}{{ a }}-{{ b }}{% endmacro %}{{ f('1') }} {{ f('1', b='2') }} => 1-z 1-2",
                "{{ (messages|selectattr('role', 'equalto', 'user')|list)[0].role }} => user",
                "{{ messages|map(attribute='role')|join(', ') }} => user, assistant",
                "{% for i in range(messages|length - 1, -1, -1) %}{{ i }}{% endfor %} => 10",
                "{% for i in range(3) %}{% if i == 1 %}{% break %}{% endif %}{{ i }}{% endfor %} => 0",
                "{{ true }} {{ 1/2 }} {{ 7//2 }} {{ 'it\\'s' }} => True 0.5 3 it's",
                "{% raw %}{{ x }}{% endraw %} => {{ x }}"
            })
    void speaksAsJinja2Does(String template, String expected) {
        assertThat(rendered(template)).isEqualTo(expected);
    }

    private static Stream<Arguments> whitespace() {
        return Stream.of(
                Arguments.of(
                        "{{ messages[0].role }} {% if true %}x{% endif %} {% if true %}y{% endif %}|", "user x y|"),
                Arguments.of("a {% if true %} b {% endif %} c|", "a  b  c|"),
                Arguments.of("{% if true %} {% if true %}x{% endif %} {% endif %}|", " x |"),
                Arguments.of(
                        "{% if true %}\n    {% if true %}\n        x\n    {% endif %}\n{% endif %}\n|", "        x\n|"),
                Arguments.of("{% if true %}\n    {{ 'a' }} {% if true %}b{% endif %}\n{% endif %}\n|", "    a b|"),
                Arguments.of(" {% set x = 1 %} {{ x }} {# c #} z|", " 1  z|"),
                Arguments.of("\t{% if true %}\n\t{%- if true -%}\n  a\n  {%- endif %}\n {% endif %}b|", "ab|"),
                Arguments.of("x\n  {%+ if true %}y{% endif %}|", "x\n  y|"),
                Arguments.of("{# c #}\n\n  {# d #}\n{{ 'a' }}\n{% if true %}\n{% endif %}\nb|", "\na\nb|"),
                Arguments.of("{% for m in messages %}{{ m.role }} {% endfor %}|", "user assistant |"),
                Arguments.of("{% for m in messages -%} {{ m.role }} {%- endfor %} q|", "userassistant q|"),
                Arguments.of("{{ 'a' }}\n\n{% if true %}x{% endif %}\n\n{{ 'b' }}|", "a\n\nx\nb|"),
                Arguments.of("a\n  {%- if true %}\n  b\n  {%- endif %}\nc|", "a  bc|"),
                Arguments.of(
                        "{% macro f(x) %}\n  [{{ x }}]\n{% endmacro %}\n{{ f('1') }}{{ f('2') }}|", "  [1]\n  [2]\n|"),
                Arguments.of(
                        "{%- macro f(x) -%}\n  [{{ x }}] \n{%- endmacro -%}\n{{ f('1') }} {{ f('2') }}|", "[1] [2]|"));
    }

    /** Expected values from jinja2 3.1.6: what trim_blocks, lstrip_blocks and the signs - and + do to each other. */
    @ParameterizedTest
    @MethodSource("whitespace")
    void keepsTheWhitespaceJinja2Keeps(String template, String expected) {
        assertThat(rendered(template)).isEqualTo(expected);
    }

    @Test
    void oneNewlineAtTheEndOfTheTemplateDoesNotCount() {
        assertThat(rendered("x\n\n")).isEqualTo("x\n");
        assertThat(rendered("x\n")).isEqualTo("x");
        assertThat(rendered("{{ 'x\\n' }}")).isEqualTo("x\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{% for m in messages if m.role == 'user' %}x{% endfor %} => a loop with a condition",
                "{% for m in [] %}x{% else %}y{% endfor %} => a loop with an else branch",
                "{{ messages|items }} => the filter 'items'",
                "{{ 'a'|nope }} => the filter 'nope'",
                "{{ 'a' is nope }} => the test 'nope'",
                "{% if false %}{% elif 'a' is nope %}x{% endif %} => the test 'nope'",
                "{{ 'a'.nope() }} => the method 'nope' with 0 arguments",
                "{{ messages.size() }} => the method 'size' with 0 arguments",
                "{{ 'a'.getClass() }} => the method 'getClass' with 0 arguments",
                "{{ messages }} => printing a list or a mapping",
                "{{ messages|tojson(indent=2) }} => tojson with arguments"
            })
    void whatCannotBeHadIsRefusedByName(String template, String construct) {
        assertThatThrownBy(() -> rendered(template))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FORMAT_UNSUPPORTED: place: the chat template uses " + construct)
                .hasMessageEndingWith("which is not supported; send plain text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{ messages[::-1] }} => SYNTAX_ERROR",
                "{% include 'x' %} => (DISABLED, line -1, at include)",
                "{% nope %} => SYNTAX_ERROR",
                "{{ nope() }} => SYNTAX_ERROR",
                "{{ strftime_now('%Y') }} => SYNTAX_ERROR"
            })
    void whatJinjavaRefusesIsRefused(String template, String reason) {
        assertThatThrownBy(() -> rendered(template))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FORMAT_UNSUPPORTED: place: the chat template ")
                .hasMessageContaining(reason);
    }

    /** A branch for tools, say, that this conversation does not take. */
    @Test
    void whatIsNotReachedIsNotRefused() {
        assertThat(rendered("{% if tools %}{{ tools|nope }}{% endif %}x")).isEqualTo("x");
    }

    @Test
    void messagesNeverQuoteTheConversation() {
        assertThatThrownBy(() -> new ChatTemplate("{{ raise_exception(messages[0].content) }}", "place", "", "")
                        .render(List.of(new Message("user", "Mrs Example"))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("raise_exception(messages[0].content)")
                .message()
                .doesNotContain("Mrs Example");
    }

    @Test
    void noteTextThatLooksLikeATemplateIsText() {
        String note = "{{ bos_token }} {% if true %}x{% endif %} {# gone #} {{ raise_exception('x') }}";
        ChatTemplate template = new ChatTemplate(
                "{% set c = messages[0]['content'] %}{{ c }}|{{ c | trim }}"
                        + "|{% for m in messages %}{{ m.content }}{% endfor %}",
                "place", "<s>", "");
        assertThat(template.render(List.of(new Message("user", note)))).isEqualTo(String.join("|", note, note, note));
    }
}
