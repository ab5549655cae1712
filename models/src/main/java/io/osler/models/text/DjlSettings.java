package io.osler.models.text;

/**
 * What DJL must be told before its first class loads: nothing is downloaded and nobody is called home. Users who set
 * a property themselves keep their value.
 */
public final class DjlSettings {
    private DjlSettings() {}

    public static void apply() {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("RUST_FLAVOR", "cpu"); // the tokenizer has no use for a GPU and would look for one
    }

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null && System.getenv(key) == null) {
            System.setProperty(key, value);
        }
    }
}
