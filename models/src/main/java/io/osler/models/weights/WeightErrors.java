package io.osler.models.weights;

import io.osler.models.ModelException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Words for what can be wrong with a weight file, and the places they name. */
final class WeightErrors {
    static final String FETCH_AGAIN = "Fetch or convert the file again";

    private static final int NAMES_NEAR = 3;

    /** Longest part of a name from a file that goes into a message. */
    private static final int NAME_SHOWN = 100;

    private WeightErrors() {}

    /** "model.gguf": the file without its directories. */
    static String place(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** "model.gguf, tensor blk.0.attn_q.weight". */
    static String place(Path path, String tensorName) {
        return place(path) + ", tensor " + shown(tensorName);
    }

    static ModelException corrupt(String place, String message) {
        return new ModelException(ModelException.Code.FILE_CORRUPT, place, message + ". " + FETCH_AGAIN);
    }

    static ModelException truncated(String place, String message) {
        return new ModelException(ModelException.Code.FILE_TRUNCATED, place, message + ". " + FETCH_AGAIN);
    }

    static ModelException unsupported(String place, String message) {
        return new ModelException(ModelException.Code.FORMAT_UNSUPPORTED, place, message);
    }

    static ModelException noTensor(Path path, String name, Collection<String> names) {
        String message = "the file has no such tensor among its %d; nearest: %s. It may belong to another model family"
                .formatted(names.size(), nearest(name, names));
        return new ModelException(ModelException.Code.ARCHITECTURE_UNSUPPORTED, place(path, name), message);
    }

    static ModelException undecodable(Path path, TensorInfo tensor) {
        return unsupported(
                place(path, tensor.name()),
                "its numbers are %s, this build reads %s. Convert the model to one of these, for example Q4_K_M or Q8_0"
                        .formatted(tensor.format(), NumberFormat.ggmlTypesDecodable()));
    }

    /** The few names that share most of their beginning and end with the one asked for. */
    static String nearest(String name, Collection<String> names) {
        List<String> near = names.stream()
                .sorted(Comparator.comparingInt((String other) -> -likeness(name, other)))
                .limit(NAMES_NEAR)
                .map(WeightErrors::shown)
                .toList();
        return near.isEmpty() ? "none" : String.join(", ", near);
    }

    /** A name from a file, fit for one line of a message. */
    static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= NAME_SHOWN ? line : line.substring(0, NAME_SHOWN) + "…";
    }

    /** Twice the characters shared at the beginning and the end, less the characters that the other has in excess. */
    private static int likeness(String name, String other) {
        int shorter = Math.min(name.length(), other.length());
        int begin = 0;
        while (begin < shorter && name.charAt(begin) == other.charAt(begin)) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin
                && name.charAt(name.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return 2 * (begin + end) - other.length();
    }
}
