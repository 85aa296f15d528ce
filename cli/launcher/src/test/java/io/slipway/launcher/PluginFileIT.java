package io.slipway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished file on a machine without Java. */
class PluginFileIT {

  private final Sandbox sandbox;

  PluginFileIT(@TempDir Path folder) throws IOException {
    sandbox = new Sandbox(folder);
  }

  @Test
  void itShowsARolloutWhereNoJavaIs() throws Exception {
    Sandbox.Result result = sandbox.run("kubectl-slipway", "status", "churn");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("churn in fraud: on its way").contains("[25%]");
  }

  @Test
  void itIsUnpackedOnceAndForNobodyElse() throws Exception {
    Path cache = sandbox.folder().resolve("home/.cache/slipway");

    assertThat(sandbox.run("kubectl-slipway", "--version").out())
        .startsWith("kubectl-slipway 0.")
        .doesNotContain("source");
    List<Path> first = list(cache);
    sandbox.run("kubectl-slipway", "--version");

    assertThat(list(cache)).isEqualTo(first).hasSize(1);
    assertThat(Files.getPosixFilePermissions(first.getFirst()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(list(sandbox.folder().resolve("tmp"))).isEmpty();
  }

  @Test
  void startsAtTheSameTimeDoEachOtherNoHarm() throws Exception {
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      starts.add(sandbox.start("kubectl-slipway", "status", "churn"));
    }
    for (Process start : starts) {
      Sandbox.Result result = Sandbox.end(start);
      assertThat(result.status()).as(result.err()).isZero();
    }

    List<Path> unpacked = list(sandbox.folder().resolve("home/.cache/slipway"));
    assertThat(unpacked).hasSize(1);
    assertThat(list(unpacked.getFirst()))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("app.aot", "java", "lib");
  }

  @Test
  void theAheadOfTimeCacheIsAcceptedWhereItIsUnpacked() throws Exception {
    Sandbox.Result result =
        sandbox
            .with("SLIPWAY_JAVA_OPTIONS", "-XX:AOTMode=on")
            .run("kubectl-slipway", "status", "churn");

    assertThat(result.status()).as(result.out() + result.err()).isZero();
  }

  @Test
  void theFileItselfNeedsOnlyBeReadAndRun() throws Exception {
    Path copy = Files.copy(Sandbox.FILE, sandbox.folder().resolve("renamed"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThat(sandbox.run(copy.toString(), "--version").status()).isZero();
  }

  @Test
  void whereTheCacheCannotBeUsedAFolderOfTheUsersOwnIs() throws Exception {
    Path noFolder = Files.createFile(sandbox.folder().resolve("file"));

    Sandbox.Result result =
        sandbox.with("XDG_CACHE_HOME", noFolder.toString()).run("kubectl-slipway", "--version");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(list(sandbox.folder().resolve("tmp")))
        .singleElement()
        .satisfies(
            folder ->
                assertThat(Files.getPosixFilePermissions(folder))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void withoutAHomeItRunsToo() throws Exception {
    assertThat(sandbox.without("HOME").run("kubectl-slipway", "--version").status()).isZero();
  }

  @Test
  void aFolderThatOthersMayWriteToIsNotTrusted() throws Exception {
    String user = sandbox.run("id", "-u").out().strip();
    Path prepared = Files.createDirectory(sandbox.folder().resolve("tmp/slipway-" + user));
    Files.setPosixFilePermissions(prepared, PosixFilePermissions.fromString("rwxrwxrwx"));

    Sandbox.Result result = sandbox.without("HOME").run("kubectl-slipway", "--version");

    assertThat(result.status()).isEqualTo(70);
    assertThat(result.err()).contains("not a private folder of yours; set XDG_CACHE_HOME");
  }

  @Test
  void aRestOfAnUnpackedFolderIsReplaced() throws Exception {
    sandbox.run("kubectl-slipway", "--version");
    Path unpacked = list(sandbox.folder().resolve("home/.cache/slipway")).getFirst();
    Files.delete(unpacked.resolve("java/bin/java"));

    assertThat(sandbox.run("kubectl-slipway", "--version").status()).isZero();
    assertThat(list(unpacked)).hasSize(3);
  }

  @Test
  void aMachineThatItIsNotForIsToldSo() throws Exception {
    Path copy = Files.copy(Sandbox.FILE, sandbox.folder().resolve("cut"));
    try (var file = Files.newByteChannel(copy, StandardOpenOption.WRITE)) {
      file.truncate(Files.size(copy) / 2);
    }

    Sandbox.Result result = sandbox.run(copy.toString(), "--version");

    assertThat(result.status()).isEqualTo(70);
    assertThat(result.err()).contains("cannot be unpacked into").contains("this is Linux-");
    assertThat(list(sandbox.folder().resolve("home/.cache/slipway"))).isEmpty();
  }

  @Test
  void javaOptionsOfTheMachineChangeNothing() throws Exception {
    Sandbox.Result result =
        sandbox
            .with("JAVA_TOOL_OPTIONS", "-Dx=y")
            .with("JDK_JAVA_OPTIONS", "--no-such-option")
            .with("CLASSPATH", "/nowhere")
            .run("kubectl-slipway", "--version");

    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void calledByItsOtherNameItCompletes() throws Exception {
    Path other = sandbox.bin().resolve("kubectl_complete-slipway");
    Files.copy(Sandbox.FILE, other);

    assertThat(sandbox.run(other.toString(), "pro").out()).isEqualTo("promote\n:4\n");
  }

  @Test
  void calledSlipwayctlItAsksARegistry() throws Exception {
    Path other = sandbox.bin().resolve("slipwayctl");
    Files.copy(Sandbox.FILE, other);

    Sandbox.Result result =
        sandbox.run(other.toString(), "versions", "churn", "--registry", "http://127.0.0.1:1");

    assertThat(result.status()).isEqualTo(5);
    assertThat(result.err()).startsWith("the registry http://127.0.0.1:1: nobody answers there.");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
