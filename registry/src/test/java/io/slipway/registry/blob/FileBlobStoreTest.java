package io.slipway.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileBlobStoreTest extends BlobStoreContract {
  private static final Bytes MODEL = Bytes.random(600_000, 7);

  @TempDir Path folder = Path.of("");
  private @Nullable FileBlobStore open;

  @Override
  FileBlobStore store() throws IOException {
    FileBlobStore store = FileBlobStore.open(folder.resolve("blobs"));
    open = store;
    return store;
  }

  @AfterEach
  void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }

  private Path fileOf(Digest digest) {
    String hex = digest.hex();
    return folder
        .resolve("blobs/sha256")
        .resolve(hex.substring(0, 2))
        .resolve(hex.substring(2, 4))
        .resolve(hex);
  }

  private FileBlobStore holding(Bytes bytes) throws IOException {
    FileBlobStore store = store();
    store.append(bytes.digest(), 0, bytes.all().length, bytes.from(0));
    return store;
  }

  @Test
  void anUploadGoesOnAfterARestart() throws IOException {
    int size = MODEL.all().length;
    try (FileBlobStore before = store()) {
      before.append(MODEL.digest(), 0, size, MODEL.part(0, 1234));
    }

    FileBlobStore after = store();

    assertThat(after.received(MODEL.digest())).isEqualTo(1234);
    assertThat(after.append(MODEL.digest(), 1234, size, MODEL.from(1234)))
        .isInstanceOf(Receipt.Stored.class);
  }

  @Test
  void aFolderHasOneRegistry() throws IOException {
    store();

    assertThatExceptionOfType(BlobException.class)
        .isThrownBy(() -> FileBlobStore.open(folder.resolve("blobs")))
        .withMessageContaining("another registry uses the folder")
        .matches(e -> e.reason() == Reason.BUSY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 300_000, 599_999})
  void aReaderNeverGetsToTheEndOfBytesThatSomebodyChanged(int place) throws IOException {
    FileBlobStore store = holding(MODEL);
    Files.write(fileOf(MODEL.digest()), MODEL.withBitFlippedAt(place).all());
    byte[] read = new byte[600_000];
    int count = 0;

    try (InputStream in = store.read(MODEL.digest(), 0)) {
      while (count < 599_999) {
        count += in.read(read, count, 599_999 - count);
      }
      assertThatExceptionOfType(TamperedBlobException.class)
          .isThrownBy(in::read)
          .withMessageContaining("the stored bytes of " + MODEL.digest())
          .matches(e -> e.actual().equals(MODEL.withBitFlippedAt(place).digest()));
      assertThatExceptionOfType(TamperedBlobException.class).isThrownBy(in::read);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 599_999, 600_001})
  void bytesCutOffOrAddedAreFoundToo(int size) throws IOException {
    FileBlobStore store = holding(MODEL);
    Files.write(fileOf(MODEL.digest()), java.util.Arrays.copyOf(MODEL.all(), size));

    assertThatExceptionOfType(TamperedBlobException.class)
        .isThrownBy(() -> store.read(MODEL.digest(), 0).readAllBytes());
  }

  @Test
  void aScrubNamesWhatWasChangedAndWhatIsGone() throws IOException {
    FileBlobStore store = holding(MODEL);
    Bytes gone = Bytes.random(10, 8);
    Bytes good = Bytes.random(20, 9);
    store.append(gone.digest(), 0, 10, gone.from(0));
    store.append(good.digest(), 0, 20, good.from(0));
    Bytes others = MODEL.withBitFlippedAt(77);
    Files.write(fileOf(MODEL.digest()), others.all());
    Files.delete(fileOf(gone.digest()));

    assertThat(Scrub.of(store, Set.of(MODEL.digest(), gone.digest(), good.digest())))
        .isEqualTo(
            new Scrub.Report(
                1,
                20,
                List.of(
                    new Scrub.Finding.Tampered(MODEL.digest(), others.digest()),
                    new Scrub.Finding.Missing(gone.digest()))));
  }

  @Test
  void aLinkInABlobsPlaceIsNotFollowed() throws IOException {
    FileBlobStore store = holding(MODEL);
    Path elsewhere = Files.write(folder.resolve("elsewhere"), MODEL.all());
    Files.delete(fileOf(MODEL.digest()));
    Files.createSymbolicLink(fileOf(MODEL.digest()), elsewhere);

    assertThat(store.find(MODEL.digest())).isEmpty();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.read(MODEL.digest(), 0).close());
  }

  @Test
  void whatElseLiesInTheFolderIsNoBlob() throws IOException {
    FileBlobStore store = holding(MODEL);
    Path place = fileOf(MODEL.digest());
    Files.writeString(place.resolveSibling("notes.txt"), "not ours");
    Files.writeString(
        folder.resolve("blobs/sha256").resolve("a".repeat(64)), "not where it belongs");

    try (Stream<Blob> all = store.list()) {
      assertThat(all.map(Blob::digest)).containsExactly(MODEL.digest());
    }
  }
}
