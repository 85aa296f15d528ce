package io.slipway.testing.apiserver;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the multi-call binary {@code kube} (etcd, kube-apiserver) of the test cluster lies.
 *
 * @param file the binary itself, or the same packed as {@code kube.zst}
 */
record KubeBinary(Path file) {

  /** What {@link #find} looked for, for the line that says why tests were skipped. */
  static final String SOUGHT =
      "no kube or kube.zst in the folder that SLIPWAY_CLUSTER_BIN names, nor one built by dev/cluster";

  static Optional<KubeBinary> find(Map<String, String> environment) {
    String named = environment.getOrDefault("SLIPWAY_CLUSTER_BIN", "");
    Path folder = named.isEmpty() ? builtByDevCluster(environment) : Path.of(named);
    Path plain = folder.resolve("kube");
    if (Files.isExecutable(plain)) {
      return Optional.of(new KubeBinary(plain));
    }
    Path packed = folder.resolve("kube.zst");
    return Files.isReadable(packed) ? Optional.of(new KubeBinary(packed)) : Optional.empty();
  }

  private static Path builtByDevCluster(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    return (cache.isEmpty() ? home : Path.of(cache))
        .resolve(Path.of("slipway", "cluster", "built"));
  }

  /** The executable, unpacked into {@code folder} when it is packed. */
  Path executable(Path folder) throws IOException, InterruptedException {
    if (!file.toString().endsWith(".zst")) {
      return file;
    }
    Path unpacked = folder.resolve("kube");
    Process zstd =
        new ProcessBuilder("zstd", "-q", "-d", file.toString(), "-o", unpacked.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(zstd.getInputStream().readAllBytes(), Charset.defaultCharset());
    if (zstd.waitFor() != 0) {
      throw new IOException("zstd could not unpack " + file + ": " + said.strip());
    }
    if (!unpacked.toFile().setExecutable(true, true)) {
      throw new IOException("cannot make " + unpacked + " executable");
    }
    return unpacked;
  }
}
