package io.slipway.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.testing.program.Search;
import io.slipway.testing.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a real store, and what happens when it is lost. */
@Timeout(120)
class S3BlobStoreIT extends BlobStoreContract {
  /** The least that stores take as a part which is not the last. */
  private static final long PART_BYTES = 5L << 20;

  private static final Bytes SMALL = Bytes.random(600_000, 7);
  private static final Bytes LARGE = Bytes.random((int) PART_BYTES * 2 + 12_345, 8);
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @TempDir static Path server = Path.of("");
  private static @Nullable S3Server started;

  @TempDir Path folder = Path.of("");
  private final List<AutoCloseable> open = new ArrayList<>();
  private final String bucket = "models-" + BUCKETS.incrementAndGet();

  @BeforeAll
  static void startTheServer() throws IOException {
    switch (S3Server.search()) {
      case Search.Found(Path program) -> started = S3Server.start(program, server);
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
    }
  }

  @AfterAll
  static void stopTheServer() {
    if (started != null) {
      started.close();
    }
  }

  private static S3Server s3() {
    return Objects.requireNonNull(started);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Override
  S3BlobStore store() throws IOException {
    s3().createBucket(bucket);
    return open(s3().environment());
  }

  private S3BlobStore open(Map<String, String> environment) throws IOException {
    S3BlobStore store =
        S3BlobStore.open(
            S3Location.parse("s3://" + bucket + "/registry"), folder, environment, PART_BYTES);
    open.add(store);
    return store;
  }

  private BrokenWire wire() throws IOException {
    BrokenWire wire = new BrokenWire(s3().endpoint());
    open.add(wire);
    return wire;
  }

  private S3BlobStore over(BrokenWire wire) throws IOException {
    s3().createBucket(bucket);
    Map<String, String> environment = new HashMap<>(s3().environment());
    environment.put("AWS_ENDPOINT_URL_S3", wire.endpoint().toString());
    return open(environment);
  }

  private static Receipt send(S3BlobStore store, Bytes bytes) throws IOException {
    return store.append(bytes.digest(), 0, bytes.all().length, bytes.from(0));
  }

  private Path objectOf(Bytes bytes) {
    return s3().bucket(bucket).resolve("registry/sha256").resolve(bytes.digest().hex());
  }

  @Test
  void aLargeBlobGoesInParts() throws IOException {
    S3BlobStore store = store();

    assertThat(send(store, LARGE)).isInstanceOf(Receipt.Stored.class);

    assertThat(Files.readAllBytes(objectOf(LARGE))).isEqualTo(LARGE.all());
    assertThat(store.read(LARGE.digest(), 0).readAllBytes()).isEqualTo(LARGE.all());
    assertThat(store.discardUnfinished(Instant.now().plus(Duration.ofMinutes(1)))).isZero();
  }

  @Test
  void whatElseIsInTheBucketIsNoBlob() throws IOException {
    S3BlobStore store = store();
    send(store, SMALL);
    Files.writeString(objectOf(SMALL).resolveSibling("notes.txt"), "not ours");

    try (var all = store.list()) {
      assertThat(all.map(Blob::digest)).containsExactly(SMALL.digest());
    }
  }

  static List<Bytes> wholeAndInParts() {
    return List.of(SMALL, LARGE);
  }

  @ParameterizedTest
  @MethodSource("wholeAndInParts")
  void anObjectThatIsThereIsNotWrittenOver(Bytes bytes) throws IOException {
    send(store(), bytes);
    Files.writeString(objectOf(bytes), "as it was");
    Path file = Files.write(folder.resolve("file"), bytes.all());

    new S3Writer(
            S3Clients.open(s3().environment()),
            S3Location.parse("s3://" + bucket + "/registry"),
            PART_BYTES)
        .write(bytes.digest(), file, bytes.all().length);

    assertThat(objectOf(bytes)).hasContent("as it was");
  }

  @Test
  void bytesThatSomebodyChangedInTheBucketAreFoundOnReadAndByAScrub() throws IOException {
    S3BlobStore store = store();
    send(store, SMALL);
    Bytes others = SMALL.withBitFlippedAt(599_000);
    Files.write(objectOf(SMALL), others.all());

    assertThatExceptionOfType(TamperedBlobException.class)
        .isThrownBy(() -> store.read(SMALL.digest(), 0).readAllBytes());
    assertThat(Scrub.of(store, Set.of(SMALL.digest())).findings())
        .containsExactly(new Scrub.Finding.Tampered(SMALL.digest(), others.digest()));
  }

  @Test
  void wrongKeysAreSaidToBeWrong() throws IOException {
    s3().createBucket(bucket);
    Map<String, String> environment = new HashMap<>(s3().environment());
    environment.put("AWS_SECRET_ACCESS_KEY", "another");
    S3BlobStore store = open(environment);

    BlobException refusal =
        catchThrowableOfType(BlobException.class, () -> store.read(SMALL.digest(), 0));

    assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(refusal)
        .hasMessageContaining("s3://" + bucket)
        .hasMessageContaining("answered 403")
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
        .hasMessageNotContaining("another");
  }

  @Test
  void aBucketThatIsNotThereIsSaidToBeMissing() throws IOException {
    S3BlobStore store = open(s3().environment());

    // A server that refuses before it has read all may break the connection, of which nobody can
    // tell more than that: the next try does.
    BlobException refusal =
        Stream.generate(() -> catchThrowableOfType(BlobException.class, () -> send(store, SMALL)))
            .limit(5)
            .filter(it -> it.reason() != Reason.UNREACHABLE)
            .findFirst()
            .orElseThrow();

    assertThat(refusal.reason()).isEqualTo(Reason.MISCONFIGURED);
    assertThat(refusal)
        .hasMessageContaining("NoSuchBucket")
        .hasMessageContaining("make the bucket");
  }

  @Test
  void anUploadOutlivesAConnectionThatBreaksOnce() throws IOException {
    BrokenWire wire = wire();
    S3BlobStore store = over(wire);
    wire.cutUploads(1_000_000, 1);

    assertThat(send(store, LARGE)).isInstanceOf(Receipt.Stored.class);
    assertThat(wire.cutsLeft()).isZero();
    assertThat(Files.readAllBytes(objectOf(LARGE))).isEqualTo(LARGE.all());
  }

  @Test
  void whatCameIsKeptWhenTheStoreIsLostAndGoesThereWhenItIsBack() throws IOException {
    BrokenWire wire = wire();
    S3BlobStore store = over(wire);
    int size = LARGE.all().length;
    wire.cutUploads(1_000_000, 1_000);

    BlobException lost = catchThrowableOfType(BlobException.class, () -> send(store, LARGE));

    assertThat(lost.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(lost).hasMessageContaining("is kept here: send its end again");
    assertThat(store.received(LARGE.digest())).isEqualTo(size);
    assertThat(objectOf(LARGE)).doesNotExist();
    wire.cutUploads(Long.MAX_VALUE, 0);
    assertThat(store.append(LARGE.digest(), size, size, InputStream.nullInputStream()))
        .isInstanceOf(Receipt.Stored.class);
    assertThat(store.received(LARGE.digest())).isZero();
    assertThat(Files.readAllBytes(objectOf(LARGE))).isEqualTo(LARGE.all());
  }

  @Test
  void aReaderOfALostConnectionIsToldSoAndCanGoOn() throws IOException {
    BrokenWire wire = wire();
    S3BlobStore store = over(wire);
    send(store, LARGE);
    wire.cutDownloads(3_000_000, 1);
    byte[] read = new byte[LARGE.all().length];
    int[] count = {0};

    try (InputStream in = store.read(LARGE.digest(), 0)) {
      assertThatExceptionOfType(BlobException.class)
          .isThrownBy(
              () -> {
                for (int n = 0; n >= 0; count[0] += n) {
                  n = in.read(read, count[0], read.length - count[0]);
                }
              })
          .withMessageContaining("the connection broke after " + count[0])
          .matches(e -> e.reason() == Reason.UNREACHABLE);
    }
    assertThat(count[0]).isBetween(1, 3_000_000);
    try (InputStream in = store.read(LARGE.digest(), count[0])) {
      in.readNBytes(read, count[0], read.length - count[0]);
    }
    assertThat(read).isEqualTo(LARGE.all());
  }

  @Test
  void aStoreThatIsGoneIsSaidToBeGone() throws IOException {
    S3BlobStore store = store();
    send(store, SMALL);
    s3().stop();
    try {
      BlobException gone =
          catchThrowableOfType(BlobException.class, () -> store.find(SMALL.digest()));

      assertThat(gone.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(gone).hasMessageContaining("cannot be reached: the connection is refused");
      assertThatExceptionOfType(BlobException.class)
          .as("a scrub does not call every blob unreadable")
          .isThrownBy(() -> Scrub.of(store, Set.of(SMALL.digest())));
    } finally {
      s3().startAgain();
    }
    assertThat(store.find(SMALL.digest())).isPresent();
  }

  @Test
  void partsOfAnUploadWhoseProcessDiedAreSweptUp() throws IOException {
    S3BlobStore store = store();
    var client = S3Clients.open(s3().environment());
    client.createMultipartUpload(
        create -> create.bucket(bucket).key("registry/sha256/" + LARGE.digest().hex()));

    assertThat(store.discardUnfinished(Instant.now().minus(Duration.ofHours(1)))).isZero();
    assertThat(store.discardUnfinished(Instant.now().plus(Duration.ofMinutes(1)))).isEqualTo(1);
    assertThat(store.discardUnfinished(Instant.now().plus(Duration.ofMinutes(1)))).isZero();
  }
}
