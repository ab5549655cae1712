package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java Flight Recorder gets to see: counts, and nothing else. */
class RecordingTest {
    private static final Set<String> OF_EVERY_EVENT = Set.of("startTime", "duration", "eventThread", "stackTrace");

    @TempDir
    Path folder;

    @Test
    void stepsAndRequestsAreRecordedAsCounts() throws IOException {
        Path model = ToyModel.write("llama", folder.resolve("toy"));
        Path file = folder.resolve("engine.jfr");
        EngineStats stats;
        try (Engine engine = Engine.open(model, ToyModel.OPTIONS);
                Recording recording = new Recording()) {
            recording.enable("io.osler.Step").withThreshold(Duration.ZERO);
            recording.enable("io.osler.Request");
            recording.start();
            engine.generateAll(IntStream.range(0, 4)
                    .mapToObj(i -> GenerationRequest.of(9, 8, 7, 6, i).withTokensMax(6))
                    .toList());
            engine.generate(GenerationRequest.of(9, 8, 7, 6, 1).withTokensMax(2));
            engine.generate(GenerationRequest.of(5, 6, 7).withGrammar(new Maze(3, 10)));
            engine.read(ReadingRequest.of(4, 3, 2).withHidden(new int[] {1, 2}, 1));
            stats = engine.stats();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        List<RecordedEvent> steps = named(events, "io.osler.Step");
        List<RecordedEvent> requests = named(events, "io.osler.Request");
        assertThat(events)
                .hasSize(steps.size() + requests.size())
                .allSatisfy(event -> assertThat(event.getStackTrace()).isNull());
        assertThat(steps).hasSize((int) stats.steps());
        assertThat(sum(steps, "tokens")).isEqualTo(stats.readTokens());
        assertThat(sum(steps, "draftTokens")).isEqualTo(stats.draftedTokens());
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.getInt("sequences")).isBetween(1, 4);
            assertThat(step.getInt("layers")).isBetween(1, 2);
        });
        assertThat(steps.getLast().getInt("layers")).isEqualTo(1);
        assertThat(sum(steps, "answers")).isGreaterThanOrEqualTo(24);
        assertThat(requests).hasSize(7);
        assertThat(sum(requests, "promptTokens")).isEqualTo(stats.promptTokens());
        assertThat(sum(requests, "readTokens")).isEqualTo(stats.readTokens());
        assertThat(sum(requests, "reusedTokens"))
                .isEqualTo(stats.reusedTokens())
                .isPositive();
        assertThat(sum(requests, "keptTokens")).isEqualTo(stats.keptTokens());
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.getDuration("queueTime")).isBetween(Duration.ZERO, Duration.ofMinutes(1));
            assertThat(request.getInt("steps")).isPositive();
        });
        assertNumbersAlone(steps.getFirst().getEventType());
        assertNumbersAlone(requests.getFirst().getEventType());
    }

    private static void assertNumbersAlone(EventType type) {
        assertThat(type.getFields().stream()
                        .filter(field -> !OF_EVERY_EVENT.contains(field.getName()))
                        .map(ValueDescriptor::getTypeName))
                .isNotEmpty()
                .allMatch(Set.of("int", "long")::contains);
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    private static long sum(List<RecordedEvent> events, String field) {
        return events.stream().mapToLong(event -> event.getLong(field)).sum();
    }
}
