package io.slipway.batch.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A split is committed once, and what is committed can be read as it was. */
class FolderStagingTest {
  @TempDir Path folder;
  private FolderStaging staging;

  @BeforeEach
  void open() throws IOException {
    staging = FolderStaging.open(folder.resolve("run"));
  }

  @Test
  void ofManyWorkersOfOneSplitOneIsRightAndTheOthersAreTold() throws Exception {
    int workers = 8;
    CyclicBarrier start = new CyclicBarrier(workers);
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      for (int split = 0; split < 50; split++) {
        int index = split;
        List<Future<Commit>> answers = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
          Commit own = new Commit(split, "part-" + worker, 1, "sha256:0", worker, 0);
          FolderStaging another = FolderStaging.open(folder.resolve("run"));
          answers.add(
              threads.submit(
                  () -> {
                    start.await();
                    return another.commit(own);
                  }));
        }
        List<Commit> heard = new ArrayList<>();
        for (Future<Commit> answer : answers) {
          heard.add(answer.get());
        }
        assertThat(heard).containsOnly(staging.committed(index).orElseThrow());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aPartComesBackAsItWasAndACommitOfNothingIsNone() throws Exception {
    assertThat(staging.committed(3)).isEmpty();
    Commit commit = stored(3, "part-3-a", "rows of split 3");
    assertThat(staging.commit(commit)).isEqualTo(commit);
    assertThat(staging.committed(3)).contains(commit);
    staging.fetch(commit, folder.resolve("fetched"));
    assertThat(folder.resolve("fetched")).hasContent("rows of split 3");
  }

  @Test
  void aPartThatSomebodyChangedIsNotTakenForTheOneThatWasCommitted() throws Exception {
    Commit commit = staging.commit(stored(0, "part-0-a", "rows"));
    Files.writeString(folder.resolve("run/parts/part-0-a"), "r0ws");
    assertThatThrownBy(() -> staging.fetch(commit, folder.resolve("fetched")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("something has changed the staging area");
  }

  @Test
  void aWorkerThatWasKilledBeforeItsCommitLeavesTheSplitToTheNextOne() throws Exception {
    stored(0, "part-0-a", "half of the ro");
    Files.writeString(folder.resolve("run/commits/.0.f00"), "{\"split\": 0, \"par");
    assertThat(staging.committed(0)).isEmpty();
    Commit second = stored(0, "part-0-b", "all rows");
    assertThat(staging.commit(second)).isEqualTo(second);
    assertThat(staging.committed(0)).contains(second);
  }

  @Test
  void aRunIsRemovedWithAllThatItHasAndASecondTimeToo() throws Exception {
    staging.commit(stored(0, "part-0-a", "rows"));
    staging.remove();
    assertThat(folder.resolve("run")).doesNotExist();
    staging.remove();
  }

  private Commit stored(int split, String name, String rows) throws Exception {
    Path file = Files.writeString(folder.resolve(name), rows);
    byte[] bytes = rows.getBytes(StandardCharsets.UTF_8);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    staging.store(name, file);
    return new Commit(split, name, bytes.length, "sha256:" + sha256, 1, 0);
  }
}
