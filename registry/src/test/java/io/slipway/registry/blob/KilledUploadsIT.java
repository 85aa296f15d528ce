package io.slipway.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment leaves blobs that are whole and uploads that go on. */
class KilledUploadsIT {
  private static final int KILLS = Boolean.getBoolean("slipway.long") ? 200 : 5;

  @TempDir Path folder = Path.of("");

  @Test
  void everyBlobIsWholeAfterEveryKillAndEveryUploadGoesOn() throws Exception {
    Random random = new Random(5);
    for (int kill = 1; kill <= KILLS; kill++) {
      uploadAndKill(random.nextLong(), random.nextInt(1, 300));

      try (FileBlobStore store = FileBlobStore.open(folder)) {
        assertThat(Scrub.of(store, List.of()).findings()).as("after kill %d", kill).isEmpty();
        if (kill % 5 == 0) {
          finishAll(store);
        }
      }
    }
  }

  private void uploadAndKill(long seed, int millis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledUploader.class.getName(),
                folder.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).as("the first word of the process").isEqualTo("open");
      boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
      assertThat(ended).as("it ended by itself").isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void finishAll(FileBlobStore store) throws IOException {
    for (int number = 0; number < KilledUploader.BLOBS; number++) {
      Bytes blob = KilledUploader.blob(number);
      int kept = (int) store.received(blob.digest());

      assertThat(store.append(blob.digest(), kept, blob.all().length, blob.from(kept)))
          .isInstanceOf(Receipt.Stored.class);
      assertThat(store.read(blob.digest(), 0).readAllBytes()).isEqualTo(blob.all());
    }
  }
}
