package io.osler.kb.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScanChoiceTest {
    @Test
    void vectorsWhereTheModuleAndTheWidthAre() {
        assertThat(ScanChoice.isPanama(true, 512)).isTrue();
        assertThat(ScanChoice.isPanama(true, 128)).isTrue();
        assertThat(ScanChoice.isPanama(true, 64)).isFalse();
        assertThat(ScanChoice.isPanama(false, 0)).isFalse();
    }

    @Test
    void testsRunWithTheModule() {
        assertThat(ScanChoice.best()).isInstanceOf(PanamaScan.class);
    }

    @Test
    void withoutTheModuleItSaysSoAndGoesOn() throws Exception {
        String said = withoutModule();
        assertThat(said)
                .contains("vectors are scanned without SIMD, several times slower: start the JVM with"
                        + " --add-modules=jdk.incubator.vector")
                .contains("chosen: scalar");
    }

    /** What a JVM without the module says. */
    private static String withoutModule() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Chooser.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Runs in the other JVM. */
    static final class Chooser {
        public static void main(String[] arguments) {
            System.out.println("chosen: " + ScanChoice.best().name());
        }

        private Chooser() {}
    }
}
