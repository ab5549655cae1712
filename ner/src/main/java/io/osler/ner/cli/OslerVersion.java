package io.osler.ner.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Osler this is: the jar says, or the launcher. */
final class OslerVersion implements IVersionProvider {
    static String text() {
        return Optional.ofNullable(OslerVersion.class.getPackage().getImplementationVersion())
                .orElse(System.getProperty("osler.version", "development"));
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "osler " + text(),
            "JDK %s, %s %s".formatted(Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
        };
    }
}
