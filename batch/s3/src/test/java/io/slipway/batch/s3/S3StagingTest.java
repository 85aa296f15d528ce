package io.slipway.batch.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real store. */
@Timeout(120)
class S3StagingTest extends StagingContract {
  @TempDir static Path server = Path.of("");
  private static @Nullable TestStore started;

  private S3Location bucket = new S3Location("none", "");

  @BeforeAll
  static void start() throws IOException {
    started = TestStore.start(server);
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  @BeforeEach
  void bucket() {
    bucket = test().bucket();
  }

  private static TestStore test() {
    return Objects.requireNonNull(started);
  }

  @Override
  Staging open(String run) {
    return new S3Staging(test().store(), bucket.resolve("staging/" + run));
  }

  @Override
  void change(String run, String part, String rows) throws IOException {
    Path file = Files.writeString(folder.resolve("changed"), rows);
    test().store().put(bucket.resolve("staging/" + run + "/parts/" + part), file);
  }

  @Test
  void aBucketThatIsNotThereIsSaidWithWhatToDo() {
    Staging staging = new S3Staging(test().store(), new S3Location("no-such-bucket", "runs/1"));

    assertThatThrownBy(() -> staging.commit(new Commit(4, "part", 1, "sha256:0", 1, 0)))
        .isInstanceOf(S3Exception.class)
        .hasMessage(
            "s3://no-such-bucket/runs/1/commits/4.json: the store answered 404 NoSuchBucket; check"
                + " the names of the bucket and of what is in it");
  }
}
