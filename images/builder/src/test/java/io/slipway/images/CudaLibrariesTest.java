package io.slipway.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {

  private static final Path PLACE = Path.of("/lib/x86_64-linux-gnu");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // Filled before each test.
  private Path root;

  @SuppressWarnings("NullAway.Init")
  private Path wheels;

  @BeforeEach
  void prepare() throws IOException {
    root = folder.resolve("root");
    wheels = Files.createDirectory(folder.resolve("wheels"));
  }

  @Test
  void librariesLieWhereTheLoaderLooksAndLicencesWithThem() throws Exception {
    wheel(
        "nvidia_cublas_cu12-12.9.3.13-py3-none-manylinux_2_27_x86_64.whl",
        "nvidia/cublas/lib/libcublas.so.12",
        "nvidia/cublas/lib/libnvblas.so.12",
        "nvidia/cublas/include/cublas.h",
        "nvidia/cublas/lib/libcublas_static.a",
        "nvidia_cublas_cu12-12.9.3.13.dist-info/licenses/License.txt",
        "nvidia_cublas_cu12-12.9.3.13.dist-info/METADATA");

    List<Layer> layers = CudaLibraries.copy(root, PLACE, wheels);

    assertThat(layers).hasSize(1);
    assertThat(layers.getFirst().paths().stream().map(layers.getFirst()::inImage))
        .containsExactlyInAnyOrder(
            PLACE + "/libcublas.so.12", "/usr/share/doc/nvidia_cublas_cu12/copyright");
  }

  @Test
  void eachWheelIsALayer() throws Exception {
    wheel("nvidia_curand_cu12-1-py3-none-any.whl", "nvidia/curand/lib/libcurand.so.10");
    wheel("nvidia_cufft_cu12-1-py3-none-any.whl", "nvidia/cufft/lib/libcufft.so.11");

    assertThat(CudaLibraries.copy(root, PLACE, wheels))
        .extracting(Layer::name)
        .containsExactly("nvidia_cufft_cu12", "nvidia_curand_cu12");
  }

  @Test
  void aFolderWithoutWheelsIsAMistake() {
    assertThatThrownBy(() -> CudaLibraries.copy(root, PLACE, wheels))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("holds no wheels");
  }

  private void wheel(String name, String... entries) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(wheels.resolve(name)))) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes(UTF_8));
      }
    }
  }
}
