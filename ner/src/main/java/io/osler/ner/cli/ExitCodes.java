package io.osler.ner.cli;

/** What the process ends with. */
final class ExitCodes {
    static final int DONE = 0;
    /** Some inputs, or all, could not be read; the rest is done. */
    static final int INPUTS_FAILED = 1;

    static final int WRONG_USAGE = 2;
    /** The machine, the model or the output place does not serve. */
    static final int ENVIRONMENT = 3;

    private ExitCodes() {}
}
