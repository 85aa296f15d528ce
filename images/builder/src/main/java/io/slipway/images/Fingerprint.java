package io.slipway.images;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything that an image is made from, as one hash, kept to find out whether to make it again.
 */
final class Fingerprint {

  private final Path file;

  Fingerprint(Path file) {
    this.file = file;
  }

  /** The hash of the settings, the bytes of class path and wheels, the JDK and this program. */
  static String of(Settings settings) throws IOException {
    List<String> inputs = new ArrayList<>();
    inputs.add(settings.toString());
    for (Path jar : settings.classPath()) {
      inputs.add(jar.getFileName() + " " + FileTree.sha256(jar));
    }
    if (settings.wheels().isPresent()) {
      for (Path wheel : FileTree.list(settings.wheels().get())) {
        inputs.add(wheel.getFileName() + " " + FileTree.sha256(wheel));
      }
    }
    inputs.add(FileTree.sha256(Path.of(System.getProperty("java.home"), "release")));
    inputs.add(program());
    return sha256(String.join("\n", inputs));
  }

  /** The hash of a text as hex digits. */
  static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  boolean matches(String inputs) throws IOException {
    return Files.exists(file) && Files.readString(file).equals(inputs);
  }

  void remember(String inputs) throws IOException {
    Files.writeString(file, inputs);
  }

  void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  private static String program() {
    try {
      var code = Fingerprint.class.getProtectionDomain().getCodeSource().getLocation();
      Path jar = Path.of(code.toURI());
      return Files.isRegularFile(jar) ? FileTree.sha256(jar) : "";
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
