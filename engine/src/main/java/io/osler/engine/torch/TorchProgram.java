package io.osler.engine.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a TorchScript program: methods from resource files of {@code engine/arch}, their {@code ${names}} filled
 * with a model's sizes. The dialect is the one libtorch itself writes into archives.
 */
public record TorchProgram(String text) {
    private static final String HEAD = """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              packed : Dict[int, __torch__.torch.classes.quantized.LinearPackedParamsBase]
            """;
    private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
    private static final String FOLDER = "/io/osler/engine/arch/";

    /**
     * @param parts  resource names without ending, in any order
     * @param values what the names in the texts stand for
     */
    public static TorchProgram of(List<String> parts, Map<String, Object> values) {
        String body = parts.stream().map(TorchProgram::resource).collect(Collectors.joining("\n"));
        String code = body.lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                .collect(Collectors.joining("\n", HEAD, "\n"));
        return new TorchProgram(NAME.matcher(code).replaceAll(name -> value(values, name.group(1))));
    }

    private static String value(Map<String, Object> values, String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("program text asks for '%s', which has no value".formatted(name));
        }
        return Matcher.quoteReplacement(value.toString());
    }

    private static String resource(String part) {
        String name = FOLDER + part + ".torchscript";
        try (InputStream stream = TorchProgram.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no program text " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
