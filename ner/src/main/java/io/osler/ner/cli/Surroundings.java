package io.osler.ner.cli;

import io.osler.engine.Engine;
import io.osler.engine.MachineMemory;
import io.osler.models.store.ModelStore;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything a command touches beside its arguments and the files they name.
 *
 * @param in                   for the note {@code -}
 * @param out                  results
 * @param err                  everything else
 * @param terminal             who reads along
 * @param store                opened when a command needs it
 * @param annotators           opens a model
 * @param memoryAvailableBytes decides which model is the default
 * @param library              what libtorch was found; slow, throws when none is
 */
record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Supplier<ModelStore> store,
        NoteAnnotator.Factory annotators,
        LongSupplier memoryAvailableBytes,
        Supplier<LibraryFacts> library) {
    /**
     * libtorch as it was found.
     *
     * @param description for people
     * @param cudaDevices how many it sees
     */
    record LibraryFacts(String description, int cudaDevices) {}

    static Surroundings ofThisProcess() {
        return new Surroundings(
                System.in,
                System.out,
                System.err,
                Terminal.ofThisProcess(),
                ModelStore::open,
                NerAnnotator::open,
                MachineMemory::availableBytes,
                () -> new LibraryFacts(Engine.describeLibrary(), Engine.gpuCount()));
    }
}
