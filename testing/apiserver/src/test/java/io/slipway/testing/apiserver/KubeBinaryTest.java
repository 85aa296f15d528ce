package io.slipway.testing.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeBinaryTest {

  @TempDir Path folder;

  @Test
  void anUnpackedBinaryIsPreferredToAPackedOne() throws IOException {
    Files.createFile(folder.resolve("kube.zst"));
    Path plain = Files.createFile(folder.resolve("kube"));
    assertThat(plain.toFile().setExecutable(true)).isTrue();

    assertThat(KubeBinary.find(Map.of("SLIPWAY_CLUSTER_BIN", folder.toString())))
        .contains(new KubeBinary(plain));
  }

  @Test
  void aPackedBinaryIsFound() throws IOException {
    Path packed = Files.createFile(folder.resolve("kube.zst"));

    assertThat(KubeBinary.find(Map.of("SLIPWAY_CLUSTER_BIN", folder.toString())))
        .contains(new KubeBinary(packed));
  }

  @Test
  void withoutTheVariableTheCacheOfDevClusterIsLookedAt() throws IOException {
    Path built = Files.createDirectories(folder.resolve("slipway/cluster/built"));
    Path plain = Files.createFile(built.resolve("kube"));
    assertThat(plain.toFile().setExecutable(true)).isTrue();

    assertThat(KubeBinary.find(Map.of("XDG_CACHE_HOME", folder.toString())))
        .contains(new KubeBinary(plain));
  }

  @Test
  void anEmptyFolderHasNone() {
    assertThat(KubeBinary.find(Map.of("SLIPWAY_CLUSTER_BIN", folder.toString()))).isEmpty();
  }
}
