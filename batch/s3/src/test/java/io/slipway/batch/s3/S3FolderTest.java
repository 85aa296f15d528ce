package io.slipway.batch.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.folder.SharedFolder.Document;
import io.slipway.testing.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a catalogue relies on, of a folder in a store. */
class S3FolderTest {
  private static final String NAME = "current.json";
  private static final int WRITERS = 4;
  private static final int CHANGES = 50;

  @Test
  void noChangeIsLostThatManyMakeAtOnce(@TempDir Path place) throws Exception {
    S3Server.lacking(place).ifPresent(reason -> Assumptions.abort("skipped: " + reason));
    try (TestStore store = TestStore.start(place);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      S3Folder folder = new S3Folder(store.store(), store.bucket());
      Callable<Void> changes =
          () -> {
            for (int change = 0; change < CHANGES; change++) {
              countOneMore(folder);
            }
            return null;
          };
      for (Future<Void> done : writers.invokeAll(Collections.nCopies(WRITERS, changes))) {
        done.get();
      }
      assertThat(count(folder.read(NAME))).isEqualTo(WRITERS * CHANGES);
    }
  }

  private static void countOneMore(S3Folder folder) throws IOException {
    while (true) {
      Optional<Document> seen = folder.read(NAME);
      byte[] next = Integer.toString(count(seen) + 1).getBytes(StandardCharsets.UTF_8);
      if (folder.replace(NAME, next, seen.map(Document::tag))) {
        return;
      }
    }
  }

  private static int count(Optional<Document> document) {
    return document
        .map(there -> Integer.parseInt(new String(there.content(), StandardCharsets.UTF_8)))
        .orElse(0);
  }
}
