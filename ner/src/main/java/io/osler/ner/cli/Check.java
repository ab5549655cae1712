package io.osler.ner.cli;

/**
 * One thing the doctor looked at.
 *
 * @param name   of the thing
 * @param status whether it serves
 * @param found  what is there
 * @param advice what to do about it; empty when nothing
 */
record Check(String name, Status status, String found, String advice) {
    /** FAIL is what nothing works without. */
    enum Status {
        OK,
        WARN,
        FAIL
    }

    static Check ok(String name, String found) {
        return new Check(name, Status.OK, found, "");
    }

    static Check warn(String name, String found, String advice) {
        return new Check(name, Status.WARN, found, advice);
    }

    static Check fail(String name, String found, String advice) {
        return new Check(name, Status.FAIL, found, advice);
    }

    String line() {
        String line = "%-4s  %-10s  %s".formatted(LowerCaseName.of(status), name, found);
        return advice.isEmpty() ? line : line + System.lineSeparator() + "                  " + advice;
    }
}
