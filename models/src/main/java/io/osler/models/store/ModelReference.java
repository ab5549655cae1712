package io.osler.models.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * How a user names a model: an id of the catalogue or the store, {@code hub:owner/name[@revision][/file.gguf]} for any
 * model of the hub, or {@code dir:/path} for one on this machine.
 */
public sealed interface ModelReference {
    String HUB_PREFIX = "hub:";
    String DIRECTORY_PREFIX = "dir:";

    /** The model's name in the store. */
    String id();

    /** The reference as it is written, which {@link #parse(String)} reads. */
    String text();

    /** A model known by its id. */
    record Named(String id) implements ModelReference {
        public Named {
            StoreNames.requireId(id);
        }

        @Override
        public String text() {
            return id;
        }
    }

    /**
     * A model of the hub.
     *
     * @param repo     {@code owner/name}
     * @param revision branch, tag or commit; {@code main} when the user named none
     * @param file     one GGUF file, or empty for configuration, tokenizer and safetensors
     */
    record OnHub(String id, String repo, String revision, String file) implements ModelReference {
        public OnHub {
            StoreNames.requireId(id);
            if (!file.isEmpty()) {
                StoreNames.requireFileName(file);
            }
        }

        @Override
        public String text() {
            return HUB_PREFIX
                    + repo
                    + (revision.equals("main") ? "" : "@" + revision)
                    + (file.isEmpty() ? "" : "/" + file);
        }
    }

    /** A directory of this machine, or one GGUF file; its files are copied. */
    record InDirectory(String id, Path path) implements ModelReference {
        public InDirectory {
            StoreNames.requireId(id);
            path = path.toAbsolutePath().normalize();
        }

        @Override
        public String text() {
            return DIRECTORY_PREFIX + path;
        }
    }

    /** {@code parse(text, "")}: the store's own name for it. */
    static ModelReference parse(String text) {
        return parse(text, "");
    }

    /**
     * @param as the name to give it in the store; empty for the usual one, which {@code dir:} has not
     * @throws IllegalArgumentException when the text is none of the three, or {@code as} does not go with it
     */
    static ModelReference parse(String text, String as) {
        if (text.startsWith(HUB_PREFIX)) {
            return hub(text, as);
        }
        if (text.startsWith(DIRECTORY_PREFIX)) {
            String path = text.substring(DIRECTORY_PREFIX.length());
            if (path.isBlank() || as.isEmpty()) {
                throw new IllegalArgumentException("model is '%s'%s, expected dir:/path with a name for it: --as ID"
                        .formatted(text, as.isEmpty() ? "" : " as '" + as + "'"));
            }
            return new InDirectory(as, Path.of(path));
        }
        if (!as.isEmpty() && !as.equals(text)) {
            throw new IllegalArgumentException(
                    "model '%s' as '%s': a model of the catalogue keeps its name".formatted(text, as));
        }
        return new Named(text);
    }

    private static ModelReference hub(String text, String as) {
        Matcher matcher = StoreNames.HUB_REFERENCE.matcher(text);
        if (!matcher.matches() || !ModelSource.Hub.isRepo(matcher.group("repo"))) {
            throw new IllegalArgumentException(
                    "model is '%s', expected hub:owner/name[@revision] or hub:owner/name[@revision]/file.gguf"
                            .formatted(text));
        }
        String repo = matcher.group("repo");
        String revision = matcher.group("revision") == null ? "main" : matcher.group("revision");
        String file = matcher.group("file") == null ? "" : matcher.group("file");
        return new OnHub(as.isEmpty() ? hubId(repo, file) : as, repo, revision, file);
    }

    /** Two dashes stand for the slash, so that no model of the hub takes a name of the catalogue. */
    private static String hubId(String repo, String file) {
        String id = repo.replace("/", "--");
        if (!file.isEmpty()) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            id += "--" + name.substring(0, name.length() - ".gguf".length());
        }
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_");
    }
}
