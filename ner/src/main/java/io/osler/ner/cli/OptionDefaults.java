package io.osler.ner.cli;

import io.osler.ner.NerOptions;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.detect.SpanScoreOptions;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.task.Tasks;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes the defaults from where the library has them, so help texts cannot drift. */
final class OptionDefaults implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec argument) {
        NerOptions ner = NerOptions.DEFAULTS;
        return !(argument instanceof OptionSpec option)
                ? null
                : switch (option.longestName()) {
                    case "--format" ->
                        ExportFormat.DEFAULTS.stream().map(LowerCaseName::of).collect(Collectors.joining(","));
                    case "--offsets" -> LowerCaseName.of(OffsetUnit.CODE_POINTS);
                    case "--detector" -> LowerCaseName.of(Detector.LLM);
                    case "--decoding" -> LowerCaseName.of(AnswerDecoding.GREEDY);
                    case "--threshold" -> Double.toString(SpanScoreOptions.DEFAULTS.threshold());
                    case "--task" -> Tasks.BUILT_IN.getFirst();
                    case "--context" -> Integer.toString(ner.engine().contextTokensMax());
                    default -> null;
                };
    }
}
