package io.slipway.batch.database;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The JDBC drivers that there are: those of the image, and those in jars of a folder. Drivers are
 * asked themselves and never through {@link java.sql.DriverManager}, which hides those of other
 * class loaders.
 */
public final class Drivers {
  /** The environment variable that names the folder. */
  public static final String VARIABLE = "SLIPWAY_JDBC_DRIVERS";

  private static final String USUAL_FOLDER = "/opt/slipway/drivers";

  private final Path folder;
  private final List<Driver> drivers;

  private Drivers(Path folder, List<Driver> drivers) {
    this.folder = folder;
    this.drivers = drivers;
  }

  /**
   * @param environment whose {@link #VARIABLE} names the folder; without it, {@code
   *     /opt/slipway/drivers}
   */
  public static Drivers of(Map<String, String> environment)
      throws IOException, MissingDriverException {
    return in(Path.of(environment.getOrDefault(VARIABLE, USUAL_FOLDER)));
  }

  /**
   * @param folder of jars, which need not be there
   */
  static Drivers in(Path folder) throws IOException, MissingDriverException {
    // Open for as long as the process: classes are loaded from it at any time.
    URLClassLoader loader = new URLClassLoader(jars(folder), Drivers.class.getClassLoader());
    try {
      return new Drivers(
          folder,
          ServiceLoader.load(Driver.class, loader).stream()
              .map(ServiceLoader.Provider::get)
              .toList());
    } catch (ServiceConfigurationError e) {
      throw new MissingDriverException(
          "a JDBC driver in %s cannot be loaded (%s); mount its jar for Java 25, with all the jars that it needs"
              .formatted(folder, e.getMessage()));
    }
  }

  private static URL[] jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new URL[0];
    }
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Drivers::isJar).sorted().toList()) {
        jars.add(url(file));
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static boolean isJar(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL", e);
    }
  }

  /**
   * The one that takes an address.
   *
   * @param url {@code jdbc:…}
   * @param whose for the refusal: which Secret the address is of
   */
  Driver of(String url, String whose) throws MissingDriverException {
    for (Driver driver : drivers) {
      if (accepts(driver, url)) {
        return driver;
      }
    }
    throw new MissingDriverException(
        "no JDBC driver takes the url in %s: it must be jdbc: and what the database's driver expects; the image has the drivers of PostgreSQL and DuckDB, and finds others as jars in %s: mount them there by podTemplate.volumes and volumeMounts, or name another folder by %s in podTemplate.env"
            .formatted(whose, folder, VARIABLE));
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException _) {
      return false;
    }
  }
}
