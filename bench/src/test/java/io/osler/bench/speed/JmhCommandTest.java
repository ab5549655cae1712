package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class JmhCommandTest {
    @Test
    void everySuiteIsListed() {
        assertThat(JmhCommand.names("io.osler.bench"))
                .map(name -> name.substring("io.osler.bench.speed.".length()))
                .containsExactly(
                        "BranchBenchmark.score",
                        "DecodeBenchmark.write",
                        "DraftBenchmark.mark",
                        "EmbeddingBenchmark.encode",
                        "FewShotNerBenchmark.detect64",
                        "HeadBenchmark.annotate",
                        "HeadBenchmark.read",
                        "HeadBenchmark.tag",
                        "HiddenStatesBenchmark.read",
                        "KbBenchmark.lookUp",
                        "KbBenchmark.lookUpInAnotherOrder",
                        "KbBenchmark.lookUpMistyped",
                        "KbBenchmark.scanMegabyte",
                        "KbOpenBenchmark.open",
                        "OpenBenchmark.open",
                        "PrefillBenchmark.manyShort",
                        "PrefillBenchmark.oneLong",
                        "SharedPrefixBenchmark.verify",
                        "SharedPrefixBenchmark.write",
                        "StepBenchmark.step",
                        "VectorScanBenchmark.read",
                        "VectorScanBenchmark.search");
    }

    @Test
    void aPatternChooses() {
        assertThat(JmhCommand.names("Prefill.*Long")).containsExactly("io.osler.bench.speed.PrefillBenchmark.oneLong");
    }

    @Test
    void aPatternThatMatchesNothingIsWrongUse() {
        assertThat(new CommandLine(new JmhCommand()).execute("NoSuchSuite")).isEqualTo(2);
    }
}
