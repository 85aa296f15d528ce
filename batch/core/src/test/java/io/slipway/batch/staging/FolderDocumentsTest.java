package io.slipway.batch.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first word counts, for whoever writes and for whoever reads. */
class FolderDocumentsTest {
  @TempDir Path folder;

  @Test
  void theFirstIsKeptAndGivenToAllWhoComeLater() throws IOException {
    Documents documents = FolderDocuments.open(folder.resolve("run"));
    assertThat(documents.read("plan.json")).isEmpty();
    assertThat(documents.keep("plan.json", "first".getBytes(UTF_8))).asString().isEqualTo("first");
    assertThat(documents.keep("plan.json", "second".getBytes(UTF_8))).asString().isEqualTo("first");
    assertThat(documents.read("plan.json").orElseThrow()).asString().isEqualTo("first");
  }

  @Test
  void manyWhoWriteAtOnceAreToldTheSameAndLeaveNothingElse() throws Exception {
    List<Future<byte[]>> told = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Set<String> words = new HashSet<>();
    try {
      for (int i = 0; i < 40; i++) {
        byte[] word = ("word " + i).getBytes(UTF_8);
        told.add(threads.submit(() -> FolderDocuments.open(folder).keep("planned.json", word)));
      }
      for (Future<byte[]> one : told) {
        words.add(new String(one.get(), UTF_8));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(words).hasSize(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactly("planned.json");
    }
  }
}
