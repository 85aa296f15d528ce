package io.slipway.batch.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.database.Database.Address;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers come from the image and from a folder that somebody mounts. */
class DriversTest {
  private static final String SECRET = "the Secret of spec.input";

  @TempDir private Path folder = Path.of("");

  /** One that only the jar in the folder names. */
  public static final class ToyDriver implements Driver {
    @Override
    public Connection connect(String url, Properties info) throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException("toy of " + info.getProperty("user"));
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:toy:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }
  }

  @Test
  void theImageHasThoseOfPostgresqlAndDuckDb() throws Exception {
    for (String url : new String[] {"postgresql://h/d", "jdbc:postgresql://h/d", "duckdb:/x"}) {
      assertThat(database(url)).as(url).isNotNull();
    }
  }

  @Test
  void oneThatIsMissingIsSaidWithWhereItBelongsAndNothingOfTheAddress() {
    assertThatThrownBy(() -> database("jdbc:toy://secret-host/x"))
        .isInstanceOf(MissingDriverException.class)
        .hasMessageContaining("no JDBC driver takes the url in " + SECRET)
        .hasMessageContaining("as jars in " + folder)
        .hasMessageContaining("SLIPWAY_JDBC_DRIVERS")
        .message()
        .doesNotContain("secret-host");
    assertThat(address("jdbc:toy://secret-host/x").toString()).doesNotContain("secret");
  }

  @Test
  void aJarInTheFolderBringsItsDriver() throws Exception {
    String name = ToyDriver.class.getName().replace('.', '/') + ".class";
    try (InputStream bytes = ToyDriver.class.getClassLoader().getResourceAsStream(name)) {
      writeJar(Map.of(name, bytes.readAllBytes(), "META-INF/services/java.sql.Driver", service()));
    }
    assertThatThrownBy(() -> database("toy:x").connect()).hasMessage("toy of me");
  }

  @Test
  void aJarWhoseDriverCannotBeLoadedIsSaidToBeOne() throws Exception {
    byte[] service = "no.such.Driver".getBytes(StandardCharsets.UTF_8);
    writeJar(Map.of("META-INF/services/java.sql.Driver", service));
    assertThatThrownBy(() -> database("toy:x"))
        .isInstanceOf(MissingDriverException.class)
        .hasMessageContaining("no.such.Driver")
        .hasMessageContaining("with all the jars that it needs");
  }

  private static byte[] service() {
    return ToyDriver.class.getName().getBytes(StandardCharsets.UTF_8);
  }

  private void writeJar(Map<String, byte[]> entries) throws IOException {
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("toy.jar")))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
  }

  private Database database(String url) throws IOException, MissingDriverException {
    Drivers drivers = Drivers.of(Map.of(Drivers.VARIABLE, folder.toString()));
    return Database.of(drivers, address(url), SECRET);
  }

  private static Address address(String url) {
    return new Address(url, Optional.of("me"), Optional.empty());
  }
}
