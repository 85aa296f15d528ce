package io.slipway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir private Path folder;

  @Test
  void emptyPropertiesAreAsGoodAsNone() throws Exception {
    Settings settings = parse("--registry=", "--training=", "--base=some/image:1");

    assertThat(settings.registry()).isEmpty();
    assertThat(settings.training()).isEmpty();
    assertThat(settings.base()).isEqualTo(new Base.Image("some/image:1"));
  }

  @Test
  void optionsOfTheJvmAreWords() throws Exception {
    Settings settings =
        parse("--base=x", "--jvm-options=-Xmx1g  -Xshare:off", "--start-options=-Xss1m  -Xlog");

    assertThat(settings.jvmOptions()).containsExactly("-Xmx1g", "-Xshare:off");
    assertThat(settings.startOptions()).containsExactly("-Xss1m", "-Xlog");
  }

  @Test
  void theClassPathKeepsItsOrderAndLosesFoldersOfClasses() throws Exception {
    Path second = Files.createFile(folder.resolve("b.jar"));
    Path first = Files.createFile(folder.resolve("z.jar"));
    String classPath = folder + File.pathSeparator + first + File.pathSeparator + second;

    assertThat(parse("--base=x", "--class-path", classPath).classPath())
        .containsExactly(first, second);
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    assertThatThrownBy(() -> Settings.parse(new String[] {"--name=a"}))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("--")
        .hasMessageEndingWith("is missing");
  }

  @Test
  void anArgumentOfAnotherFormIsNamed() {
    assertThatThrownBy(() -> Settings.parse(new String[] {"-v"}))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("-v");
  }

  private static Settings parse(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--name=slipway-test",
                "--version=1",
                "--main-class=io.slipway.Main",
                "--output=target",
                "--timestamp=2026-11-01T00:00:00Z",
                "--examples=examples",
                "--class-path=none.jar"));
    args.addAll(List.of(more));
    return Settings.parse(args.toArray(String[]::new));
  }
}
