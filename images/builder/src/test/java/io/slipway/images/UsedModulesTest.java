package io.slipway.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedModulesTest {

  @TempDir private Path folder;

  @Test
  void aTypeThatOnlyADescriptorNamesCounts() throws Exception {
    assertThat(UsedModules.of(List.of(jarOf(OnlyInADescriptor.class))))
        .containsExactly("java.base", "java.sql");
  }

  @Test
  void aClassThatUsesNothingNeedsJavaBase() throws Exception {
    assertThat(UsedModules.of(List.of(jarOf(Plain.class)))).containsExactly("java.base");
  }

  interface OnlyInADescriptor {
    void use(Connection connection);
  }

  interface Plain {}

  private Path jarOf(Class<?> type) throws IOException {
    String entry = type.getName().replace('.', '/') + ".class";
    Path file = folder.resolve("classes.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(file));
        InputStream bytes =
            Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(entry)) {
      jar.putNextEntry(new ZipEntry(entry));
      Objects.requireNonNull(bytes).transferTo(jar);
    }
    return file;
  }
}
