package io.slipway.batch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.input.InputChangedException;
import io.slipway.batch.plan.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
class S3InputTest {
  @TempDir static Path server = Path.of("");
  private static @Nullable TestStore started;

  @TempDir Path folder = Path.of("");
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

  @Test
  void aFolderIsAllThatIsInItPageByPageButForWhatEnginesKeepBesideTheirData() throws Exception {
    for (int i = 0; i < 8; i++) {
      put("data/day=%d/part ü+%d.csv".formatted(i % 2, i), "row " + i);
    }
    put("data/_SUCCESS", "");
    put("data/.crc/part", "x");
    put("data-of-others/part", "x");

    for (String key : new String[] {"data", "data/"}) {
      S3Input input = input(key);
      assertThat(input.list())
          .extracting(InputFile::name)
          .containsExactlyInAnyOrder(
              "day=0/part ü+0.csv",
              "day=1/part ü+1.csv",
              "day=0/part ü+2.csv",
              "day=1/part ü+3.csv",
              "day=0/part ü+4.csv",
              "day=1/part ü+5.csv",
              "day=0/part ü+6.csv",
              "day=1/part ü+7.csv");
      for (InputFile file : input.list()) {
        assertThat(text(input, file, 0)).startsWith("row ").hasSize(5);
      }
    }
  }

  @Test
  void aBucketAndASingleObjectCanBeInputsToo() throws Exception {
    put("a/rows.csv", "single");
    put("a/rows.csv.bak", "another");

    assertThat(input("").list()).extracting(InputFile::name).contains("a/rows.csv");
    S3Input single = input("a/rows.csv");
    assertThat(single.list()).extracting(InputFile::name).containsExactly("rows.csv");
    assertThat(text(single, single.list().getFirst(), 2)).isEqualTo("ngle");
  }

  @Test
  void anObjectOfTheNameOfItsFolderIsNotTakenForIt() throws Exception {
    put("a/part/part", "inner");
    S3Input input = input("a/part");

    assertThat(text(input, input.list().getFirst(), 0)).isEqualTo("inner");
  }

  @Test
  void readingBeginsWhereItIsAskedTo() throws Exception {
    put("data/a", "0123456789");
    S3Input input = input("data/");
    InputFile file = input.list().getFirst();

    assertThat(file.bytes()).isEqualTo(10);
    assertThat(text(input, file, 7)).isEqualTo("789");
    assertThat(text(input, file, 10)).isEmpty();
  }

  @Test
  void whatHasChangedOrIsGoneIsNotRead() throws Exception {
    put("data/a", "before");
    put("data/b", "before");
    S3Input input = input("data/");
    InputFile changed = new InputFile("a", 6, tag(input, "a"));
    InputFile gone = new InputFile("b", 6, tag(input, "b"));
    put("data/a", "behind");
    test().store().delete(bucket.resolve("data/b"));

    assertThatThrownBy(() -> text(input, changed, 0))
        .isInstanceOf(InputChangedException.class)
        .hasMessageContaining("it had the ETag");
    assertThatThrownBy(() -> text(input, gone, 0))
        .isInstanceOf(InputChangedException.class)
        .hasMessageContaining("it is gone");
  }

  private S3Input input(String key) {
    return new S3Input(test().store(), new S3Location(bucket.bucket(), key));
  }

  private static String tag(S3Input input, String name) throws IOException {
    return input.list().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow()
        .mark();
  }

  private static String text(S3Input input, InputFile file, long from) throws IOException {
    try (InputStream in = input.open(file, from)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void put(String key, String text) throws IOException {
    test().store().put(bucket.resolve(key), Files.writeString(folder.resolve("object"), text));
  }
}
