package io.slipway.images.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image for NVIDIA's GPUs, on a machine without one: everything but the node's driver is there,
 * and a pod says that it is missing.
 */
class CudaImageIT {

  private static final Path MODEL = Path.of("../../examples/digits-network-onnx/v1.onnx");

  @SuppressWarnings("NullAway.Init") // Filled before each test.
  private Path root;

  @TempDir private Path folder;

  @BeforeEach
  void findTheImage() throws Exception {
    root = ImageRoot.of("runtime-cuda");
    ChangedRoot.assumeRoot();
  }

  @Test
  void noLibraryOfTheImageMissesAnythingButTheDriver() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path library :
          files.filter(file -> file.toString().matches(".*/lib(cu|nv|onnx).*\\.so.*")).toList()) {
        ChangedRoot.Result linked =
            ChangedRoot.run(
                root,
                folder,
                Map.of(),
                "/lib64/ld-linux-x86-64.so.2",
                "--list",
                "/" + root.relativize(library));

        assertThat(linked.output().lines().filter(line -> line.contains("not found")))
            .as("what %s misses", library.getFileName())
            .allSatisfy(line -> assertThat(line).contains("libcuda.so.1"));
      }
    }
  }

  @Test
  void oneOnnxRuntimeIsInTheImage() throws Exception {
    try (Stream<Path> files = Files.walk(root.resolve("app"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("onnxruntime") || name.startsWith("libonnxruntime"))
          .containsExactlyInAnyOrder(
              onnxRuntimeJar(),
              "libonnxruntime.so",
              "libonnxruntime4j_jni.so",
              "libonnxruntime_providers_cuda.so",
              "libonnxruntime_providers_shared.so");
    }
  }

  @Test
  void aPodWithoutADriverEndsAndSaysSo() throws Exception {
    Path config = folder.resolve("config");
    Path source = Files.createDirectories(config.resolve("source"));
    Files.copy(MODEL, source.resolve("v1.onnx"));
    Files.writeString(
        Files.createDirectories(config.resolve("revision")).resolve("revision.json"), revision());
    for (Path place : new Path[] {folder, Files.createDirectory(folder.resolve("cache"))}) {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    ChangedRoot.Result pod =
        ChangedRoot.run(
            root,
            folder,
            Map.of(
                "LC_ALL", "en_US.UTF-8",
                "SLIPWAY_CONFIG_DIR", "/tmp/config",
                "SLIPWAY_CACHE_DIR", "/tmp/cache",
                "SLIPWAY_TERMINATION_LOG", "/tmp/termination",
                "SLIPWAY_REVISION", "digits-1",
                "SLIPWAY_HTTP_PORT", "0",
                "SLIPWAY_OPERATOR_PORT", "0",
                "SLIPWAY_GRPC_PORT", "0"),
            "/opt/java/bin/java",
            "@/app/java.args",
            "io.slipway.server.pod.Main");

    assertThat(pod.status()).as(pod.output()).isNotZero();
    assertThat(Files.readString(folder.resolve("termination")))
        .contains("ExecutionProviderUnavailable", "CUDA is asked for", "node's driver");
  }

  private String onnxRuntimeJar() throws Exception {
    try (Stream<Path> jars = Files.list(root.resolve("app/lib"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.startsWith("onnxruntime_gpu-"))
          .findFirst()
          .orElse("onnxruntime_gpu");
    }
  }

  private static String revision() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(MODEL));
    return """
        {
          "deployment": {"namespace": "vision", "name": "digits", "uid": "5b0c1c52-6c8e-4c53-9f0a-0a5a3a1d7a11"},
          "revision": "digits-1",
          "model": {
            "name": "digits",
            "version": "1",
            "uri": "configmap://digits/v1.onnx",
            "digest": "sha256:%s",
            "format": "ONNX"
          },
          "executionProvider": "CUDA",
          "peers": "digits-1.vision.svc"
        }
        """
        .formatted(HexFormat.of().formatHex(hash));
  }
}
