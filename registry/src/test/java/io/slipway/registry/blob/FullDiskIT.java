package io.slipway.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.registry.blob.BlobException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of 4 MiB, which root can make of memory on Linux. */
class FullDiskIT {
  private static final int MIB = 1 << 20;
  private static final Bytes FIRST = Bytes.random(MIB, 1);
  private static final Bytes SECOND = Bytes.random(2 * MIB, 2);

  @TempDir Path folder = Path.of("");
  private Path disk = Path.of("");
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    String refusal = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
    mounted = refusal.isEmpty();
    assumeTrue(mounted, "skipped: a small disk cannot be made here: " + refusal);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isEmpty();
    }
  }

  /** Empty where it went well. */
  private static String run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : command[0] + " failed: " + output.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.walk(disk)) {
      return files.filter(Files::isRegularFile).filter(f -> !f.endsWith("lock")).count();
    }
  }

  private Path fill(int bytes) throws IOException {
    return Files.write(disk.resolve("filler"), new byte[bytes]);
  }

  private static Receipt send(FileBlobStore store, Bytes bytes, InputStream in) throws IOException {
    return store.append(bytes.digest(), 0, bytes.all().length, in);
  }

  private static byte[] read(FileBlobStore store, Bytes bytes) throws IOException {
    try (InputStream in = store.read(bytes.digest(), 0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItIsRead() throws Exception {
    try (FileBlobStore store = FileBlobStore.open(disk)) {
      send(store, FIRST, FIRST.from(0));
      fill(2 * MIB);

      BlobException full =
          catchThrowableOfType(
              BlobException.class, () -> send(store, SECOND, SECOND.breakingAfter(0)));

      assertThat(full.reason()).isEqualTo(Reason.NO_ROOM);
      assertThat(full)
          .hasMessageContaining("needs 2097152 more bytes and the volume of the registry has")
          .hasMessageContaining("nothing of the upload is kept")
          .hasMessageNotContaining(disk.toString());
      assertThat(read(store, FIRST)).isEqualTo(FIRST.all());
      assertThat(files()).as("the first blob and the filler").isEqualTo(2);
    }
  }

  @Test
  void aDiskThatFillsUpOnTheWayLeavesNothingHalfThere() throws Exception {
    try (FileBlobStore store = FileBlobStore.open(disk)) {
      send(store, FIRST, FIRST.from(0));

      BlobException full =
          catchThrowableOfType(
              BlobException.class, () -> send(store, SECOND, fillingTheDiskHalfWay()));

      assertThat(full.reason()).isEqualTo(Reason.NO_ROOM);
      assertThat(full)
          .hasMessageContaining("of " + SECOND.digest() + " and no more")
          .hasMessageContaining("enlarge it")
          .hasMessageNotContaining(disk.toString());
      assertThat(store.received(SECOND.digest())).isZero();
      assertThat(store.find(SECOND.digest())).isEmpty();
      assertThat(files()).as("the first blob and the filler").isEqualTo(2);
      assertThat(read(store, FIRST)).isEqualTo(FIRST.all());

      Files.delete(disk.resolve("filler"));
      assertThat(send(store, SECOND, SECOND.from(0))).isInstanceOf(Receipt.Stored.class);
    }
  }

  private InputStream fillingTheDiskHalfWay() {
    return new InputStream() {
      private final InputStream bytes = SECOND.from(0);
      private int passed;

      @Override
      public int read() throws IOException {
        return bytes.read();
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (passed < MIB && passed + length >= MIB) {
          long free = Files.getFileStore(disk).getUsableSpace();
          fill((int) free - length);
        }
        int n = bytes.read(into, from, length);
        passed += n;
        return n;
      }
    };
  }
}
