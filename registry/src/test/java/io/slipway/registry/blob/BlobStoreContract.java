package io.slipway.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store keeps to. */
@Timeout(60)
abstract class BlobStoreContract {
  private static final Bytes MODEL = Bytes.random(700_000, 1);

  /** An empty one. */
  abstract BlobStore store() throws IOException;

  private static Receipt send(BlobStore store, Bytes bytes) throws IOException {
    return store.append(bytes.digest(), 0, bytes.all().length, bytes.from(0));
  }

  private static Reason refusal(Callable<?> what) {
    return catchThrowableOfType(BlobException.class, what::call).reason();
  }

  private static byte[] read(BlobStore store, Digest digest, long offset) throws IOException {
    try (InputStream in = store.read(digest, offset)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatCameWholeIsFoundReadAndListed() throws IOException {
    BlobStore store = store();
    Instant before = Instant.now().minus(Duration.ofSeconds(2));

    Receipt receipt = send(store, MODEL);

    Blob blob = store.find(MODEL.digest()).orElseThrow();
    assertThat(receipt).isEqualTo(new Receipt.Stored(blob));
    assertThat(blob.size()).isEqualTo(MODEL.all().length);
    assertThat(blob.storedAt()).isBetween(before, Instant.now().plus(Duration.ofSeconds(2)));
    assertThat(read(store, MODEL.digest(), 0)).isEqualTo(MODEL.all());
    try (Stream<Blob> all = store.list()) {
      assertThat(all).containsExactly(blob);
    }
    assertThat(store.received(MODEL.digest())).isZero();
  }

  @Test
  void nothingIsABlobToo() throws IOException {
    BlobStore store = store();
    Bytes nothing = Bytes.random(0, 1);

    assertThat(send(store, nothing)).isInstanceOf(Receipt.Stored.class);
    assertThat(read(store, nothing.digest(), 0)).isEmpty();
  }

  @Test
  void aReadMayBeginAnywhere() throws IOException {
    BlobStore store = store();
    send(store, MODEL);
    int size = MODEL.all().length;

    assertThat(read(store, MODEL.digest(), size - 3))
        .isEqualTo(MODEL.part(size - 3, 3).readAllBytes());
    assertThat(read(store, MODEL.digest(), size)).isEmpty();
    assertThat(refusal(() -> store.read(MODEL.digest(), size + 1))).isEqualTo(Reason.WRONG_OFFSET);
  }

  @Test
  void whatIsNotThereIsAbsent() throws IOException {
    BlobStore store = store();

    assertThat(store.find(MODEL.digest())).isEmpty();
    assertThat(store.received(MODEL.digest())).isZero();
    assertThat(store.delete(MODEL.digest())).isFalse();
    assertThat(refusal(() -> store.read(MODEL.digest(), 0))).isEqualTo(Reason.ABSENT);
    assertThat(refusal(() -> store.read(MODEL.digest(), 5))).isEqualTo(Reason.ABSENT);
  }

  @Test
  void anUploadGoesOnWhereItsSenderWasLost() throws IOException {
    BlobStore store = store();
    int size = MODEL.all().length;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.append(MODEL.digest(), 0, size, MODEL.breakingAfter(400_001)))
        .withMessage("the sender is gone");

    assertThat(store.find(MODEL.digest())).isEmpty();
    assertThat(store.received(MODEL.digest())).isEqualTo(400_001);
    assertThat(store.append(MODEL.digest(), 400_001, size, MODEL.part(400_001, 99)))
        .isEqualTo(new Receipt.Partial(400_100));
    assertThat(store.append(MODEL.digest(), 400_100, size, MODEL.from(400_100)))
        .isInstanceOf(Receipt.Stored.class);
    assertThat(read(store, MODEL.digest(), 0)).isEqualTo(MODEL.all());
  }

  @Test
  void bytesOfAnotherNameAreRefusedAndNotKept() throws IOException {
    BlobStore store = store();
    Bytes others = MODEL.withBitFlippedAt(699_999);

    Receipt receipt = store.append(MODEL.digest(), 0, others.all().length, others.from(0));

    assertThat(receipt).isEqualTo(new Receipt.Mismatch(others.digest()));
    assertThat(store.find(MODEL.digest())).isEmpty();
    assertThat(store.find(others.digest())).isEmpty();
    assertThat(store.received(MODEL.digest())).isZero();
  }

  @Test
  void aPartThatSomebodyElseSentWrongIsFoundOutAtTheEnd() throws IOException {
    BlobStore store = store();
    int size = MODEL.all().length;
    Bytes others = MODEL.withBitFlippedAt(5);
    store.append(MODEL.digest(), 0, size, others.part(0, 1000));

    assertThat(store.append(MODEL.digest(), 1000, size, MODEL.from(1000)))
        .isEqualTo(new Receipt.Mismatch(others.digest()));
    assertThat(send(store, MODEL)).isInstanceOf(Receipt.Stored.class);
  }

  @Test
  void anUploadMayBeginAnew() throws IOException {
    BlobStore store = store();
    store.append(MODEL.digest(), 0, MODEL.all().length, MODEL.part(0, 1000));

    assertThat(send(store, MODEL)).isInstanceOf(Receipt.Stored.class);
  }

  @Test
  void anUploadThatGoesOnElsewhereIsToldWhereToGoOn() throws IOException {
    BlobStore store = store();
    int size = MODEL.all().length;
    store.append(MODEL.digest(), 0, size, MODEL.part(0, 1000));

    BlobException refusal =
        catchThrowableOfType(
            BlobException.class, () -> store.append(MODEL.digest(), 900, size, MODEL.from(900)));

    assertThat(refusal.reason()).isEqualTo(Reason.WRONG_OFFSET);
    assertThat(refusal)
        .hasMessageContaining("1000 bytes are kept")
        .hasMessageContaining("not at 900");
    assertThat(store.received(MODEL.digest())).isEqualTo(1000);
  }

  @Test
  void moreBytesThanAnnouncedAreRefused() throws IOException {
    BlobStore store = store();

    assertThat(refusal(() -> store.append(MODEL.digest(), 0, 1000, MODEL.from(0))))
        .isEqualTo(Reason.TOO_LONG);
    assertThat(store.received(MODEL.digest())).isZero();
  }

  @Test
  void aPartLongerThanTheWholeIsDroppedSoThatTheNextBeginsAnew() throws IOException {
    BlobStore store = store();
    Bytes small = Bytes.random(10, 2);
    store.append(small.digest(), 0, 5000, MODEL.part(0, 1000));

    assertThat(refusal(() -> store.append(small.digest(), 1000, 10, small.part(0, 0))))
        .isEqualTo(Reason.TOO_LONG);
    assertThat(store.received(small.digest())).isZero();
  }

  @Test
  void whatIsThereIsNotReadAgain() throws IOException {
    BlobStore store = store();
    Receipt first = send(store, MODEL);
    InputStream unread = MODEL.breakingAfter(0);

    assertThat(store.append(MODEL.digest(), 0, MODEL.all().length, unread)).isEqualTo(first);
  }

  @Test
  void whoeverComesSecondWhileABlobIsUploadedIsToldSo() throws Exception {
    BlobStore store = store();
    int size = MODEL.all().length;
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    InputStream slow =
        new InputStream() {
          private final InputStream bytes = MODEL.from(0);

          @Override
          public int read() throws IOException {
            return bytes.read();
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            begun.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return bytes.read(into, from, length);
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Receipt> first = threads.submit(() -> store.append(MODEL.digest(), 0, size, slow));
      begun.await();

      assertThat(refusal(() -> send(store, MODEL))).isEqualTo(Reason.BUSY);
      goOn.countDown();
      assertThat(first.get()).isInstanceOf(Receipt.Stored.class);
    }
    assertThat(send(store, MODEL)).isInstanceOf(Receipt.Stored.class);
  }

  @Test
  void racingSendersOfOneBlobAllEndWithIt() throws Exception {
    BlobStore store = store();
    List<Bytes> blobs = IntStream.range(0, 4).mapToObj(i -> Bytes.random(90_000, i)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Receipt>> senders =
          IntStream.range(0, 24)
              .mapToObj(i -> threads.submit(() -> sendUntilStored(store, blobs.get(i % 4))))
              .toList();
      for (Future<Receipt> sender : senders) {
        assertThat(sender.get()).isInstanceOf(Receipt.Stored.class);
      }
    }
    for (Bytes blob : blobs) {
      assertThat(read(store, blob.digest(), 0)).isEqualTo(blob.all());
    }
    try (Stream<Blob> all = store.list()) {
      Set<Digest> listed = all.map(Blob::digest).collect(Collectors.toSet());
      assertThat(listed)
          .containsExactlyInAnyOrderElementsOf(blobs.stream().map(Bytes::digest).toList());
    }
  }

  private static Receipt sendUntilStored(BlobStore store, Bytes bytes) {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .ignoreExceptionsMatching(e -> e instanceof BlobException b && b.reason() == Reason.BUSY)
        .until(() -> send(store, bytes), Receipt.Stored.class::isInstance);
  }

  @Test
  void whatIsDeletedIsGoneAndMayComeAgain() throws IOException {
    BlobStore store = store();
    send(store, MODEL);

    assertThat(store.delete(MODEL.digest())).isTrue();
    assertThat(store.find(MODEL.digest())).isEmpty();
    try (Stream<Blob> all = store.list()) {
      assertThat(all).isEmpty();
    }
    assertThat(send(store, MODEL)).isInstanceOf(Receipt.Stored.class);
  }

  @Test
  void uploadsThatNobodyFinishesAreDroppedAfterATime() throws IOException {
    BlobStore store = store();
    send(store, Bytes.random(10, 3));
    store.append(MODEL.digest(), 0, MODEL.all().length, MODEL.part(0, 1000));

    assertThat(store.discardUnfinished(Instant.now().minus(Duration.ofHours(1)))).isZero();
    assertThat(store.received(MODEL.digest())).isEqualTo(1000);
    assertThat(store.discardUnfinished(Instant.now().plus(Duration.ofSeconds(2)))).isEqualTo(1);
    assertThat(store.received(MODEL.digest())).isZero();
    assertThat(store.find(Bytes.random(10, 3).digest())).isPresent();
  }

  @Test
  void aScrubOfWhatIsWellFindsNothing() throws IOException {
    BlobStore store = store();
    send(store, MODEL);

    assertThat(Scrub.of(store, Set.of(MODEL.digest())))
        .isEqualTo(new Scrub.Report(1, MODEL.all().length, List.of()));
  }

  @Test
  void aScrubFindsWhatHistoryRefersToAndIsNotThere() throws IOException {
    BlobStore store = store();

    assertThat(Scrub.of(store, Set.of(MODEL.digest())).findings())
        .containsExactly(new Scrub.Finding.Missing(MODEL.digest()));
  }
}
