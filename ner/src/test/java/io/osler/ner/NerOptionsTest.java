package io.osler.ner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.BoundaryProfile;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import io.osler.ner.task.TaskDefaults;
import io.osler.ner.task.Tasks;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NerOptionsTest {
    private static final Task TASK = Tasks.find("clinical")
            .withDefaults(new TaskDefaults(
                    OutputFormat.JSON,
                    PromptProfile.STUDY,
                    SelectionSpec.parse("random,seed=3,k=8"),
                    BoundaryProfile.WITH_DETERMINERS,
                    Optional.empty()));

    @Test
    void whatATaskSaysHolds() {
        assertThat(NerOptions.DEFAULTS.selection(TASK)).hasToString("random,k=8,seed=3");
        DetectorOptions asked = NerOptions.DEFAULTS.detection(TASK);
        assertThat(asked.format()).isEqualTo(OutputFormat.JSON);
        assertThat(asked.profile()).isEqualTo(PromptProfile.STUDY);
        assertThat(asked.boundary()).isEqualTo(BoundaryProfile.WITH_DETERMINERS);
        assertThat(asked.openBias()).isEqualTo(1);
    }

    @Test
    void whatTheCallerSaysGoesBeforeIt() {
        NerOptions options = NerOptions.DEFAULTS.withFormat(OutputFormat.DICE).withOpenBias(0.5);
        assertThat(options.detection(TASK).format()).isEqualTo(OutputFormat.DICE);
        assertThat(options.detection(TASK).openBias()).isEqualTo(0.5);
        assertThat(options.withExamples(2).selection(TASK)).hasToString("random,k=2,seed=3");
        NerOptions kate = options.withSelection(SelectionSpec.parse("kate:tfidf,k=5"));
        assertThat(kate.selection(TASK)).hasToString("kate:tfidf,k=5");
        assertThat(kate.detection(TASK).openBias()).isEqualTo(0.5);
        assertThat(kate.withExamples(0).selection(TASK).k()).isZero();
    }

    @Test
    void neighboursNeedNoBiasAndOtherExamplesDo() {
        NerOptions kate = NerOptions.DEFAULTS.withSelection(SelectionSpec.parse("kate:tfidf,k=5"));
        assertThat(kate.detection(TASK).openBias()).isZero();
        assertThat(kate.withExamples(0).detection(TASK).openBias()).isEqualTo(1);
        for (String other : List.of("static", "spread", "random", "farthest:tfidf")) {
            NerOptions options = NerOptions.DEFAULTS.withSelection(SelectionSpec.parse(other));
            assertThat(options.detection(TASK).openBias()).as(other).isEqualTo(1);
        }
    }

    @Test
    void moreExamplesThanThereAreAreAllOfThem() {
        int pool = TASK.examples().size();
        assertThat(NerOptions.DEFAULTS.withExamples(pool + 1).selection(TASK).k())
                .isEqualTo(pool);
        assertThat(NerOptions.DEFAULTS.selection(TASK.withExamples(List.of())).k())
                .isZero();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> NerOptions.DEFAULTS.withExamples(-1)).hasMessage("examples is -1, expected 0 or more");
        assertThatThrownBy(() -> NerOptions.DEFAULTS.withOpenBias(Double.NaN))
                .hasMessage("openBias is NaN, expected a finite number");
    }
}
