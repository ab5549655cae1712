package io.osler.models.store;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where a store lies and what it may draw on.
 *
 * @param directory        holds one directory for each model; made when the first model is pulled
 * @param hubEndpoint      http or https address of a Hugging Face-compatible hub
 * @param hubToken         sent to the endpoint's own host and to no other; empty for none
 * @param localDirectories tried before any other source of a catalogue's model: each holds {@code ID/} or the files
 * @param executablePath   where {@code pip}, {@code python3} and {@code mvn} are looked for
 */
public record StoreOptions(
        Path directory, URI hubEndpoint, String hubToken, List<Path> localDirectories, List<Path> executablePath) {
    private static final String HUB_DEFAULT = "https://huggingface.co";

    public StoreOptions {
        directory = directory.toAbsolutePath().normalize();
        String scheme = hubEndpoint.getScheme();
        if (hubEndpoint.getHost() == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("hub endpoint (HF_ENDPOINT) is '%s', expected an address such as %s"
                    .formatted(hubEndpoint, HUB_DEFAULT));
        }
        localDirectories = List.copyOf(localDirectories);
        executablePath = List.copyOf(executablePath);
    }

    /** From this process's environment: see {@link #from(Map, Path)}. */
    public static StoreOptions fromEnvironment() {
        return from(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * {@code OSLER_HOME} (else {@code ~/.osler}; the store is its {@code models}), {@code HF_ENDPOINT},
     * {@code HF_TOKEN}, {@code OSLER_MODELS_DIR} and {@code PATH}.
     */
    static StoreOptions from(Map<String, String> environment, Path userHome) {
        String home = environment.getOrDefault("OSLER_HOME", "");
        String endpoint = environment.getOrDefault("HF_ENDPOINT", "").strip();
        return new StoreOptions(
                (home.isBlank() ? userHome.resolve(".osler") : Path.of(home)).resolve("models"),
                address(endpoint.isEmpty() ? HUB_DEFAULT : endpoint),
                environment.getOrDefault("HF_TOKEN", "").strip(),
                paths(environment.getOrDefault("OSLER_MODELS_DIR", "")),
                paths(environment.getOrDefault("PATH", "")));
    }

    public StoreOptions withDirectory(Path directory) {
        return new StoreOptions(directory, hubEndpoint, hubToken, localDirectories, executablePath);
    }

    public StoreOptions withHub(URI hubEndpoint, String hubToken) {
        return new StoreOptions(directory, hubEndpoint, hubToken, localDirectories, executablePath);
    }

    public StoreOptions withLocalDirectories(List<Path> localDirectories) {
        return new StoreOptions(directory, hubEndpoint, hubToken, localDirectories, executablePath);
    }

    public StoreOptions withExecutablePath(List<Path> executablePath) {
        return new StoreOptions(directory, hubEndpoint, hubToken, localDirectories, executablePath);
    }

    /** Without the token: options end up in logs. */
    @Override
    public String toString() {
        return "StoreOptions[directory=%s, hubEndpoint=%s, hubToken=%s, localDirectories=%s]"
                .formatted(directory, hubEndpoint, hubToken.isEmpty() ? "none" : "set", localDirectories);
    }

    private static URI address(String endpoint) {
        try {
            return URI.create(endpoint.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hub endpoint (HF_ENDPOINT) is '%s', expected an address such as %s"
                            .formatted(endpoint, HUB_DEFAULT),
                    e);
        }
    }

    private static List<Path> paths(String joined) {
        return Arrays.stream(joined.split(File.pathSeparator))
                .filter(part -> !part.isBlank())
                .map(Path::of)
                .toList();
    }
}
