package io.slipway.batch.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on a volume, and what is there no more. */
class VolumeFolderTest {
  private static final byte[] ONE = "1".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "2".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path volume = Path.of("");

  @Test
  void whatIsDeletedLeavesNoFolderAndNoLockBehind() throws IOException {
    VolumeFolder folder = new VolumeFolder(volume);
    folder.replace("daily/current.json", ONE, Optional.empty());
    folder.replace("daily/42-a/_manifest.json", ONE, Optional.empty());
    folder.store("daily/42-a/part-0.parquet", Files.write(volume.resolve("part"), TWO));
    assertThat(folder.list("daily/"))
        .containsExactly(
            "daily/42-a/_manifest.json", "daily/42-a/part-0.parquet", "daily/current.json");

    folder.delete("daily/42-a/_manifest.json");
    folder.delete("daily/42-a/part-0.parquet");

    assertThat(volume.resolve("daily/42-a")).doesNotExist();
    assertThat(folder.list("")).containsExactly("daily/current.json");
  }

  @Test
  void aFolderThatIsALinkToAnotherVolumeStays(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(volume.resolve("daily"), elsewhere);
    VolumeFolder folder = new VolumeFolder(volume);

    folder.replace("daily/current.json", ONE, Optional.empty());

    assertThat(folder.read("daily/current.json").orElseThrow().content()).isEqualTo(ONE);
    assertThat(elsewhere.resolve("current.json")).hasBinaryContent(ONE);
  }

  @Test
  void aFileThatCannotBeStoredLeavesNoFolder() {
    VolumeFolder folder = new VolumeFolder(volume);
    assertThatThrownBy(() -> folder.store("daily/42-a/part-0.parquet", volume.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(volume.resolve("daily/42-a")).doesNotExist();
  }

  @Test
  void aFileIsReplacedByWhoHasSeenTheOneThatIsThere() throws IOException {
    VolumeFolder folder = new VolumeFolder(volume);
    assertThat(folder.replace("current.json", ONE, Optional.empty())).isTrue();
    assertThat(folder.replace("current.json", TWO, Optional.empty())).isFalse();
    String seen = folder.read("current.json").orElseThrow().tag();
    assertThat(folder.replace("current.json", TWO, Optional.of(seen))).isTrue();
    assertThat(folder.replace("current.json", ONE, Optional.of(seen))).isFalse();
    assertThat(folder.read("current.json").orElseThrow().content()).isEqualTo(TWO);
    assertThat(folder.list("")).containsExactly("current.json");
  }
}
