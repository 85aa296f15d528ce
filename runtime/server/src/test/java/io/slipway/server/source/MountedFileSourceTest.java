package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.source.SourceException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedFileSourceTest {
  @TempDir Path folder;
  private Path mount = Path.of("");

  @BeforeEach
  void mountAVolume() throws Exception {
    mount = Files.createDirectory(folder.resolve("source"));
    Files.writeString(folder.resolve("secret"), "not the volume's");
  }

  private String read(String path) throws Exception {
    try (Source.Content content = source(path).open(Optional.empty())) {
      return new String(content.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private SourceException refusal(String path) {
    return catchThrowableOfType(
        SourceException.class, () -> source(path).open(Optional.empty()).close());
  }

  private MountedFileSource source(String path) {
    return new MountedFileSource("pvc://models/" + path, mount, path);
  }

  @Test
  void linksWithinTheVolumeAreFollowedAsAConfigMapHasThem() throws Exception {
    Files.createDirectory(mount.resolve("..2026_11_01"));
    Files.writeString(mount.resolve("..2026_11_01/churn.pmml"), "<PMML/>");
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11_01"));
    Files.createSymbolicLink(mount.resolve("churn.pmml"), Path.of("..data/churn.pmml"));

    assertThat(read("churn.pmml")).isEqualTo("<PMML/>");
  }

  @Test
  void linksOutOfTheVolumeAreNot() throws Exception {
    Files.createSymbolicLink(mount.resolve("relative"), Path.of("../secret"));
    Files.createSymbolicLink(mount.resolve("absolute"), folder.resolve("secret"));
    Files.createSymbolicLink(mount.resolve("above"), Path.of(".."));

    for (String path : new String[] {"relative", "absolute", "above/secret", "../secret"}) {
      assertThat(refusal(path).reason()).as(path).isEqualTo(Reason.FORBIDDEN);
    }
    assertThat(refusal(folder.resolve("secret").toString()).reason()).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    Files.writeString(mount.resolve("file"), "x");
    Files.createSymbolicLink(mount.resolve("dangling"), Path.of("nowhere"));

    for (String path : new String[] {"absent", "file/below", "dangling", "no\0name"}) {
      assertThat(refusal(path).reason()).as(path).isEqualTo(Reason.NOT_FOUND);
    }
  }

  @Test
  void aFolderIsNotAModel() throws Exception {
    Files.createDirectory(mount.resolve("saved_model"));
    assertThat(refusal("saved_model"))
        .hasMessageContaining("one file")
        .extracting(SourceException::reason)
        .isEqualTo(Reason.UNSUPPORTED);
  }
}
