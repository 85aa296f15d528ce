package io.slipway.batch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Staging;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A split is committed once, and what is committed can be read as it was, wherever it is. */
abstract class StagingContract {
  @TempDir Path folder;

  /** That of a run. */
  abstract Staging open(String run) throws IOException;

  /** Writes over a part that was stored. */
  abstract void change(String run, String part, String rows) throws IOException;

  @Test
  void ofManyWorkersOfOneSplitOneIsRightAndTheOthersAreTold() throws Exception {
    Staging staging = open("run");
    int workers = 8;
    CyclicBarrier start = new CyclicBarrier(workers);
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      for (int split = 0; split < 10; split++) {
        List<Future<Commit>> answers = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
          Commit own = new Commit(split, "part-" + worker, 1, "sha256:0", worker, 0);
          answers.add(
              threads.submit(
                  () -> {
                    start.await();
                    return staging.commit(own);
                  }));
        }
        List<Commit> heard = new ArrayList<>();
        for (Future<Commit> answer : answers) {
          heard.add(answer.get());
        }
        assertThat(heard).containsOnly(staging.committed(split).orElseThrow());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aPartComesBackAsItWasAndACommitOfNothingIsNone() throws Exception {
    Staging staging = open("run");
    assertThat(staging.committed(3)).isEmpty();

    Commit commit = stored(staging, 3, "part-3-a", "rows of split 3");
    assertThat(staging.committed(3)).isEmpty();
    assertThat(staging.commit(commit)).isEqualTo(commit);

    assertThat(staging.committed(3)).contains(commit);
    staging.fetch(commit, folder.resolve("fetched"));
    assertThat(folder.resolve("fetched")).hasContent("rows of split 3");
  }

  @Test
  void aPartWithoutAByteIsOneAllTheSame() throws Exception {
    Staging staging = open("run");

    Commit commit = staging.commit(stored(staging, 0, "part-0-a", ""));

    staging.fetch(commit, folder.resolve("fetched"));
    assertThat(folder.resolve("fetched")).isEmptyFile();
  }

  @Test
  void aPartThatSomebodyChangedIsNotTakenForTheOneThatWasCommitted() throws Exception {
    Staging staging = open("run");
    Commit commit = staging.commit(stored(staging, 0, "part-0-a", "rows"));
    change("run", "part-0-a", "r0ws");

    assertThatThrownBy(() -> staging.fetch(commit, folder.resolve("fetched")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("something has changed the staging area");
  }

  @Test
  void theSecondAttemptAtASplitIsToldOfTheFirst() throws Exception {
    Staging staging = open("run");
    Commit first = staging.commit(stored(staging, 0, "part-0-a", "rows"));

    assertThat(staging.commit(stored(staging, 0, "part-0-b", "rows"))).isEqualTo(first);
    assertThat(staging.commit(first)).isEqualTo(first);
  }

  @Test
  void aRunIsRemovedWithAllThatItHasAndASecondTimeTooAndNoOtherIs() throws Exception {
    Staging staging = open("run");
    Staging another = open("run-2");
    staging.commit(stored(staging, 0, "part-0-a", "rows"));
    Commit kept = another.commit(stored(another, 0, "part-0-a", "others"));

    staging.remove();
    staging.remove();

    assertThat(open("run").committed(0)).isEmpty();
    assertThat(another.committed(0)).contains(kept);
    another.fetch(kept, folder.resolve("fetched"));
  }

  private Commit stored(Staging staging, int split, String name, String rows) throws Exception {
    Path file = Files.writeString(folder.resolve(name), rows);
    byte[] bytes = rows.getBytes(StandardCharsets.UTF_8);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    staging.store(name, file);
    return new Commit(split, name, bytes.length, "sha256:" + sha256, 1, 0);
  }
}
