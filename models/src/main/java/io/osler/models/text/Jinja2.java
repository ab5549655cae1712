package io.osler.models.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.el.JinjavaNodePreProcessor;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.InterpreterFactory;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.tree.ExpressionNode;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELResolver;

/**
 * Jinjava made to speak jinja2 as chat templates use it: its switches set, Python's methods for strings and mappings,
 * and a watch over every node about to be rendered, because Jinjava silently leaves out what it does not know.
 *
 * <p>These differences remain, none of which chat templates are known to meet: None prints as nothing, and joined by
 * {@code ~} truth values print in lower case; attributes of what is undefined are undefined, not an error;
 * {@code a and b} is a truth value; a text that says {@code false} and nothing else does not hold as a condition.
 */
final class Jinja2 {
    private static final int OUTPUT_CHARS_MAX = 16 << 20;

    /** Those whose results are jinja2's for strings, numbers, lists and mappings. */
    private static final Set<String> FILTERS = Set.of(
            "capitalize",
            "count",
            "d",
            "default",
            "escape",
            "e",
            "float",
            "int",
            "join",
            "last",
            "length",
            "list",
            "lower",
            "map",
            "reject",
            "rejectattr",
            "replace",
            "reverse",
            "safe",
            "select",
            "selectattr",
            "sort",
            "string",
            "sum",
            "title",
            "tojson",
            "trim",
            "unique",
            "upper");

    private static final Set<String> TESTS = Set.of(
            "boolean",
            "defined",
            "divisibleby",
            "eq",
            "equalto",
            "even",
            "false",
            "float",
            "ge",
            "gt",
            "in",
            "integer",
            "iterable",
            "le",
            "lower",
            "lt",
            "mapping",
            "ne",
            "none",
            "number",
            "odd",
            "sameas",
            "sequence",
            "string",
            "true",
            "undefined",
            "upper");

    private static final Pattern INDENTED_BLOCK =
            Pattern.compile("(?m)^[^\\S\\n]+(?=\\{[%#](?![-+]))", Pattern.UNIX_LINES);
    private static final Pattern CODE = Pattern.compile("\\{[{%].*?[%}]\\}", Pattern.DOTALL);
    private static final Pattern STRING =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
    private static final Pattern FILTER = Pattern.compile("\\|\\s*(\\w+)");
    private static final Pattern TEST = Pattern.compile("\\bis\\s+(?:not\\s+)?(\\w+)");

    /** {@code not a.b['c'] is …}: the operand is a name with attributes, or a string. */
    private static final Pattern NEGATED_TEST = Pattern.compile(
            "\\bnot\\s+((?:\\w+(?:\\.\\w+|\\[[^\\]]*\\])*|'[^']*'|\"[^\"]*\")\\s+(?:is|in)\\s+(?:not\\s+)?"
                    + "(?:\\w+(?:\\.\\w+|\\[[^\\]]*\\])*|\\[[^\\]]*\\]|'[^']*'|\"[^\"]*\"))");

    private Jinja2() {}

    /** Thrown inside a rendering; comes back as a {@link TemplateError} whose cause it is. */
    static final class Unsupported extends InterpretException {
        private final String construct;

        Unsupported(String construct) {
            super("not supported: " + construct);
            this.construct = construct;
        }
    }

    /** The construct that was refused, when that is what went wrong. */
    static Optional<String> unsupported(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Unsupported unsupported) {
                return Optional.of(unsupported.construct);
            }
        }
        return Optional.empty();
    }

    /** Shared by all templates: rendering keeps its state elsewhere. */
    static Jinjava dialect() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new PythonMethods());
        ELResolver standard = JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY;
        resolver.add(standard);
        Jinjava jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(false) // it strips within lines too; done beforehand
                .withKeepTrailingNewline(true) // means that of the output; the template's is dropped beforehand
                .withNestedInterpretationEnabled(false) // a note may contain {{ }}: it is text, not a template
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUsePyishObjectMapper(true)
                        .withUseSnakeCasePropertyNaming(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withAllowAdjacentTextNodes(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .withKeepNullableLoopValues(true)
                        .withHandleBackslashInQuotesOnly(true)
                        .build())
                .withElResolver(resolver)
                .withProcessors(JinjavaProcessors.newBuilder()
                        .withNodePreProcessor(Jinja2::beforeNode)
                        .build())
                .withInterperterFactory(PythonPrinting.FACTORY)
                .withMaxOutputSize(OUTPUT_CHARS_MAX)
                .withDisabled(Map.of(Context.Library.TAG, Set.of("include", "import", "from", "extends")))
                .build());
        Context context = jinjava.getGlobalContext();
        context.registerFunction(new ELFunctionDefinition("", "raise_exception", Jinja2.class, "raise", String.class));
        context.registerFilter(new PythonJson());
        return jinjava;
    }

    /**
     * The same template where Jinjava reads one differently: a single newline at its end does not count, nor do spaces
     * between the start of a line and a block, and {@code not a is b} means {@code not (a is b)}.
     */
    static String spelledForJinjava(String template) {
        String body = template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
        return CODE.matcher(INDENTED_BLOCK.matcher(body).replaceAll(""))
                .replaceAll(code -> Matcher.quoteReplacement(
                        NEGATED_TEST.matcher(code.group()).replaceAll("not ($1)")));
    }

    /** Prints truth values as Python does; None and undefined both print as nothing here. */
    private static final class PythonPrinting extends JinjavaInterpreter {
        static final InterpreterFactory FACTORY = new InterpreterFactory() {
            @Override
            public JinjavaInterpreter newInstance(JinjavaInterpreter original) {
                return new PythonPrinting(original);
            }

            @Override
            public JinjavaInterpreter newInstance(Jinjava jinjava, Context context, JinjavaConfig config) {
                return new PythonPrinting(jinjava, context, config);
            }
        };

        private PythonPrinting(JinjavaInterpreter original) {
            super(original);
        }

        private PythonPrinting(Jinjava jinjava, Context context, JinjavaConfig config) {
            super(jinjava, context, config);
        }

        @Override
        public String getAsString(Object value) {
            return switch (value) {
                case Boolean truth -> truth ? "True" : "False";
                case Map<?, ?> _, Collection<?> _ -> throw new Unsupported("printing a list or a mapping");
                case null, default -> super.getAsString(value);
            };
        }
    }

    /** Called by templates through Jinjava; the message stays inside the renderer. */
    @SuppressWarnings("DoNotCallSuggester") // templates call it because it throws
    public static String raise(String message) {
        throw new IllegalArgumentException(message);
    }

    private static void beforeNode(Node node, JinjavaInterpreter interpreter) {
        new JinjavaNodePreProcessor().accept(node, interpreter);
        if (node instanceof ExpressionNode) {
            requireKnown(node.getMaster().getImage());
        } else if (node instanceof TagNode tag) {
            requireKnown(tag.getHelpers());
            branches(tag).forEach(branch -> requireKnown(branch.getHelpers()));
            if (tag.getName().equals("for")) {
                requirePlainLoop(tag);
            }
        }
    }

    private static void requireKnown(String code) {
        String bare = STRING.matcher(code).replaceAll("''");
        FILTER.matcher(bare)
                .results()
                .filter(found -> !FILTERS.contains(name(found)))
                .forEach(found -> refuse("the filter '%s'".formatted(found.group(1))));
        TEST.matcher(bare)
                .results()
                .filter(found -> !TESTS.contains(name(found)))
                .forEach(found -> refuse("the test '%s'".formatted(found.group(1))));
    }

    private static String name(MatchResult found) {
        return found.group(1).toLowerCase(Locale.ROOT);
    }

    private static void requirePlainLoop(TagNode loop) {
        if (STRING.matcher(loop.getHelpers()).replaceAll("''").matches("(?s).*\\sif\\s.*")) {
            refuse("a loop with a condition (for … in … if …)");
        }
        if (loop.getChildren().stream()
                .anyMatch(child -> child instanceof TagNode tag && tag.getName().equals("else"))) {
            refuse("a loop with an else branch");
        }
    }

    /** An {@code elif} is evaluated by its {@code if} and never announced as a node of its own. */
    private static List<TagNode> branches(TagNode tag) {
        return tag.getChildren().stream()
                .filter(TagNode.class::isInstance)
                .map(TagNode.class::cast)
                .filter(child -> child.getName().equals("elif"))
                .toList();
    }

    private static void refuse(String construct) {
        throw new Unsupported(construct);
    }
}
