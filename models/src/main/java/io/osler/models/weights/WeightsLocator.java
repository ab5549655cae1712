package io.osler.models.weights;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out what a path holds and opens it. */
final class WeightsLocator {
    private static final String GGUF = ".gguf";
    private static final String SAFETENSORS = ".safetensors";
    private static final String SINGLE = "model.safetensors";
    private static final Pattern SPLIT = Pattern.compile(".*-\\d{5}-of-(\\d{5})\\.gguf");
    private static final int NAMES_SHOWN = 8;

    private WeightsLocator() {}

    static Weights open(Path path) {
        return Files.isDirectory(path) ? openDirectory(path) : openFile(path);
    }

    private static Weights openFile(Path file) {
        String name = file.toString();
        if (name.endsWith(GGUF)) {
            refuseSplit(file);
            return GgufFile.open(file);
        }
        if (name.endsWith(SAFETENSORS)) {
            return SafetensorsFile.open(file);
        }
        if (!Files.exists(file)) {
            throw missing(file, "there is no such file or directory");
        }
        throw WeightErrors.unsupported(
                WeightErrors.place(file), "expected a .gguf file, a .safetensors file, or a directory that holds one");
    }

    private static Weights openDirectory(Path directory) {
        List<Path> files = weightFiles(directory);
        List<Path> gguf =
                files.stream().filter(file -> file.toString().endsWith(GGUF)).toList();
        List<Path> safetensors = files.stream()
                .filter(file -> file.toString().endsWith(SAFETENSORS))
                .toList();
        boolean indexed = Files.exists(directory.resolve(ShardedSafetensors.INDEX));
        if (files.isEmpty() && !indexed) {
            throw missing(directory, "the directory holds no .gguf and no .safetensors file");
        }
        if (!gguf.isEmpty() && (indexed || !safetensors.isEmpty())) {
            throw ambiguous(directory, files);
        }
        if (indexed) {
            return ShardedSafetensors.open(directory);
        }
        if (Files.exists(directory.resolve(SINGLE))) {
            return SafetensorsFile.open(directory.resolve(SINGLE));
        }
        gguf.forEach(WeightsLocator::refuseSplit);
        if (files.size() > 1) {
            throw ambiguous(directory, files);
        }
        return openFile(files.getFirst());
    }

    private static List<Path> weightFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            file.toString().endsWith(GGUF) || file.toString().endsWith(SAFETENSORS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.Code.FILE_MISSING,
                    directory.toString(),
                    "the directory cannot be read (%s). Check its permissions".formatted(e),
                    e);
        }
    }

    private static void refuseSplit(Path file) {
        Matcher split = SPLIT.matcher(WeightErrors.place(file));
        if (split.matches() && Integer.parseInt(split.group(1)) > 1) {
            throw WeightErrors.unsupported(
                    WeightErrors.place(file),
                    "this is one of %d parts of a split model. Join them first: llama-gguf-split --merge"
                            .formatted(Integer.parseInt(split.group(1))));
        }
    }

    private static ModelException missing(Path path, String found) {
        return new ModelException(
                ModelException.Code.FILE_MISSING, path.toString(), found + ". Check the path, or pull the model again");
    }

    private static ModelException ambiguous(Path directory, List<Path> files) {
        String names = String.join(
                ", ", files.stream().limit(NAMES_SHOWN).map(WeightErrors::place).toList());
        return WeightErrors.unsupported(
                directory.toString(),
                "the directory holds %d files of weights (%s%s), expected one model. Give the path of the one meant"
                        .formatted(files.size(), names, files.size() > NAMES_SHOWN ? ", …" : ""));
    }
}
