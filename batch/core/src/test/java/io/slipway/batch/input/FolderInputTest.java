package io.slipway.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.plan.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is listed as it is, also while somebody writes into it. */
class FolderInputTest {

  @Test
  void aFileThatIsRenamedMeanwhileIsListedUnderItsNewName(@TempDir Path folder) throws IOException {
    Path written = Files.writeString(folder.resolve("rows.csv.tmp"), "a\n1\n");
    FolderInput input = new FolderInput(folder);

    assertThat(input.list(root -> renaming(written, filesOf(root))))
        .extracting(InputFile::name)
        .containsExactly("rows.csv");
  }

  /** The writer is done just when its file was found. */
  private static Stream<Path> renaming(Path written, List<Path> found) {
    return found.stream()
        .peek(
            path -> {
              if (path.equals(written)) {
                try {
                  Files.move(written, written.resolveSibling("rows.csv"));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList();
    }
  }

  @Test
  void filesThatGoAwayAgainAndAgainAreNoFolderThatIsNotThere(@TempDir Path folder) {
    FolderInput input = new FolderInput(folder);
    assertThatThrownBy(() -> input.list(root -> Stream.of(root.resolve("gone"))))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("files go away while they are listed");
    assertThatThrownBy(() -> new FolderInput(folder.resolve("nothing")).list())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFolderThatMayNotBeReadIsSaidToBeOne(@TempDir Path folder) {
    AccessDeniedException denied = new AccessDeniedException(folder + "/closed");
    Stream<Path> refused =
        Stream.generate(
            () -> {
              throw new UncheckedIOException(denied);
            });
    assertThatThrownBy(() -> new FolderInput(folder).list(root -> refused)).isSameAs(denied);
  }

  @Test
  void aLinkToNothingIsNoData(@TempDir Path folder) throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
    assertThat(new FolderInput(folder).list()).isEmpty();
  }
}
