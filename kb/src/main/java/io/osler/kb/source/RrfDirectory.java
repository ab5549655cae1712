package io.osler.kb.source;

import io.osler.kb.KbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of files in the Rich Release Format of the UMLS, and the columns of each: as MRFILES.RRF lists them, or else
 * those of the UMLS Reference Manual, chapter 3.
 */
final class RrfDirectory {
    private static final String LAYOUTS = "MRFILES.RRF";
    private static final Map<String, String> STANDARD = Map.of(
            LAYOUTS,
            "FIL,DES,FMT,CLS,RWS,BTS",
            "MRCONSO.RRF",
            "CUI,LAT,TS,LUI,STT,SUI,ISPREF,AUI,SAUI,SCUI,SDUI,SAB,TTY,CODE,STR,SRL,SUPPRESS,CVF",
            "MRSTY.RRF",
            "CUI,TUI,STN,STY,ATUI,CVF",
            "MRDEF.RRF",
            "CUI,AUI,ATUI,SATUI,SAB,DEF,SUPPRESS,CVF",
            "MRREL.RRF",
            "CUI1,AUI1,STYPE1,REL,CUI2,AUI2,STYPE2,RELA,RUI,SRUI,SAB,SL,RG,DIR,SUPPRESS,CVF",
            "MRCUI.RRF",
            "CUI1,VER,REL,RELA,MAPREASON,CUI2,MAPIN");

    private final Path directory;
    private final Map<String, List<String>> layouts = new HashMap<>();

    RrfDirectory(Path directory) {
        this.directory = directory;
        STANDARD.forEach((name, columns) -> layouts.put(name, List.of(columns.split(","))));
        find(LAYOUTS).ifPresent(this::readLayouts);
    }

    /** The rows of a file that must be there. */
    RrfRows rows(String name) {
        return rowsIfPresent(name)
                .orElseThrow(() -> new KbException(
                        KbException.Code.SOURCE_UNKNOWN,
                        directory.toString(),
                        "no " + name + " or " + name + ".gz, expected the META directory of a UMLS release"));
    }

    /** The rows of a file that may be there. */
    Optional<RrfRows> rowsIfPresent(String name) {
        return find(name).map(file -> new RrfRows(file, layouts.get(name)));
    }

    /** Whether this file, plain or compressed, is in the directory. */
    static boolean holds(Path directory, String name) {
        return Files.exists(directory.resolve(name)) || Files.exists(directory.resolve(name + ".gz"));
    }

    private Optional<VocabularyFile> find(String name) {
        for (String candidate : List.of(name, name + ".gz")) {
            if (Files.exists(directory.resolve(candidate))) {
                return Optional.of(new VocabularyFile(directory.resolve(candidate)));
            }
        }
        return Optional.empty();
    }

    private void readLayouts(VocabularyFile file) {
        try (RrfRows rows = new RrfRows(file, layouts.get(LAYOUTS))) {
            int fileColumn = rows.column("FIL");
            int formatColumn = rows.column("FMT");
            int countColumn = rows.column("CLS");
            while (rows.next()) {
                List<String> columns = Arrays.asList(rows.cell(formatColumn).split(",", -1));
                if (!rows.cell(countColumn).equals(String.valueOf(columns.size()))) {
                    throw rows.place(countColumn)
                            .malformed(
                                    Place.excerpt(rows.cell(countColumn)) + " columns",
                                    columns.size() + ", as many as FMT names");
                }
                if (STANDARD.containsKey(rows.cell(fileColumn))) {
                    layouts.put(rows.cell(fileColumn), columns);
                }
            }
        }
    }
}
