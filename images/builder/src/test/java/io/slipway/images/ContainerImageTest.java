package io.slipway.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerImageTest {

  @TempDir private Path folder;

  @Test
  void whatIsInTheImageMakesTheTag() throws Exception {
    write("app/slipway.jar", "one");
    String before = tag();
    write("app/slipway.jar", "two");

    assertThat(tag()).isNotEqualTo(before).startsWith("1-");
  }

  @Test
  void whereItLiesMakesTheTagToo() throws Exception {
    write("app/slipway.jar", "one");
    String before = tag();
    Files.move(folder.resolve("app/slipway.jar"), folder.resolve("app/other.jar"));

    assertThat(tag()).isNotEqualTo(before);
  }

  @Test
  void twoTrainingRunsThatDifferGiveOneTag() throws Exception {
    write("app/slipway.jar", "one");
    String untrained = tag();
    write("app/app.aot", "a run");
    String trained = tag();
    write("app/app.aot", "another run");

    assertThat(tag()).isEqualTo(trained).isNotEqualTo(untrained);
  }

  @Test
  void theDigestOfAPushedImageIsThatOfItsManifest() throws Exception {
    write("root/app/slipway.jar", "one");
    Path root = folder.resolve("root");
    try (var registry = MemoryRegistry.start(folder)) {
      Settings settings =
          TestSettings.pushing(folder.resolve("output"), registry.host() + "/slipway");
      var image =
          ContainerImage.write(settings, List.of(new Layer("all", root, FileTree.list(root))));

      String tag = image.reference().substring(image.reference().lastIndexOf(':') + 1);
      Path manifest = Files.write(folder.resolve("manifest"), registry.manifest(tag));
      assertThat(image.tar()).isEmpty();
      assertThat(image.digest()).hasValue("sha256:" + FileTree.sha256(manifest));
    }
  }

  private String tag() throws IOException {
    return ContainerImage.tag(
        TestSettings.of(folder), List.of(new Layer("all", folder, FileTree.list(folder))));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
