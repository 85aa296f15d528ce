package io.slipway.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltImageTest {

  @TempDir private Path folder;

  @Test
  void whatIsSavedIsFoundAgain() throws Exception {
    Path tar = Files.createFile(folder.resolve("image.tar"));
    var image = new BuiltImage("slipway/image:1", Optional.of(tar), Optional.empty(), 7);
    image.save(folder);

    assertThat(BuiltImage.in(folder)).hasValue(image);
  }

  @Test
  void anImageWhoseArchiveIsGoneIsNotThere() throws Exception {
    new BuiltImage("slipway/image:1", Optional.of(folder.resolve("image.tar")), Optional.empty(), 7)
        .save(folder);

    assertThat(BuiltImage.in(folder)).isEmpty();
  }

  @Test
  void aPushedImageNeedsNoArchive() throws Exception {
    var image =
        new BuiltImage("registry.example/image:1", Optional.empty(), Optional.of("sha256:1"), 7);
    image.save(folder);

    assertThat(BuiltImage.in(folder)).hasValue(image);
  }
}
