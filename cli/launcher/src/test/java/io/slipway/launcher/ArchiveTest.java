package io.slipway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");

  private final Path folder;
  private final Path tree;

  ArchiveTest(@TempDir Path folder) {
    this.folder = folder;
    this.tree = folder.resolve("tree");
  }

  @BeforeEach
  void someFiles() throws IOException {
    Files.createDirectories(tree.resolve("bin"));
    Files.writeString(tree.resolve("bin/run"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        tree.resolve("bin/run"), PosixFilePermissions.fromString("rwxr-x---"));
    Files.write(tree.resolve("data"), new byte[1000]);
    Files.write(tree.resolve("block"), new byte[512]);
    Files.createFile(tree.resolve("empty"));
  }

  @Test
  void tarUnpacksWhatWasPacked() throws Exception {
    Path archive = folder.resolve("a.tar.gz");
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));

    Archive.write(tree, TIME, archive);

    run("tar", "-xzf", archive.toString(), "-C", unpacked.toString());
    run("diff", "-r", tree.toString(), unpacked.toString());
    assertThat(Files.getPosixFilePermissions(unpacked.resolve("bin/run")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Files.isExecutable(unpacked.resolve("data"))).isFalse();
    assertThat(Files.getLastModifiedTime(unpacked.resolve("data")).toInstant()).isEqualTo(TIME);
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws Exception {
    Archive.write(tree, TIME, folder.resolve("a"));
    Files.writeString(tree.resolve("data"), "");
    Files.write(tree.resolve("data"), new byte[1000]);
    Archive.write(tree, TIME, folder.resolve("b"));

    assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("b"))).isEqualTo(-1);
  }

  @Test
  void whatItCannotHoldIsRefused() throws Exception {
    Files.createSymbolicLink(tree.resolve("link"), tree.resolve("data"));

    assertThatThrownBy(() -> Archive.write(tree, TIME, folder.resolve("a")))
        .hasMessageContaining("link is a link");
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
