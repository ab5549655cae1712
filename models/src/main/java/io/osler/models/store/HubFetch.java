package io.osler.models.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Downloads files of one hub repository; goes on where an earlier download of the same file ended. */
record HubFetch(HubClient hub, ModelSource.Hub source) implements Fetch {
    @Override
    public void fetch(WantedFile file, Path into, LongConsumer bytesInHand) throws IOException, InterruptedException {
        hub.download(
                source.repo(), source.revision(), source.files().get(file.name()), file.bytes(), into, bytesInHand);
    }
}
