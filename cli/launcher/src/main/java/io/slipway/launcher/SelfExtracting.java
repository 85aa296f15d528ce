package io.slipway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The file: the launcher, filled in, and the archive. */
final class SelfExtracting {

  private static final int NAME_LENGTH = 16;

  private SelfExtracting() {}

  static void write(String version, Program program, Path archive, Path file)
      throws IOException, InterruptedException {
    Map<String, String> values = new TreeMap<>();
    values.put("@VERSION@", version);
    values.put("@PLATFORM@", platform());
    values.put("@NAME@", digest(archive).substring(0, NAME_LENGTH));
    values.put("@OPTIONS@", String.join(" ", Program.OPTIONS));
    values.put("@CACHE@", AheadOfTimeCache.FILE);
    values.put("@CLASSPATH@", program.classPath("$home"));
    values.put("@MAIN@", Program.MAIN);
    byte[] launcher = launcher(template(), values);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(launcher);
      Files.copy(archive, out);
    }
  }

  /** The launcher, which says where it ends: at which byte, counted from 1, the archive begins. */
  static byte[] launcher(String template, Map<String, String> values) {
    String filled = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    long offset = 0;
    byte[] launcher;
    do {
      launcher = filled.replace("@OFFSET@", Long.toString(offset)).getBytes(UTF_8);
      offset = launcher.length + 1L;
      // A number with a digit more makes the text longer, and once more is enough.
    } while (!new String(launcher, UTF_8).contains("-c +" + offset + " "));
    return launcher;
  }

  private static String template() throws IOException {
    try (InputStream template = SelfExtracting.class.getResourceAsStream("launcher.sh")) {
      if (template == null) {
        throw new IOException("launcher.sh is not on the class path");
      }
      return new String(template.readAllBytes(), UTF_8);
    }
  }

  /** As {@code uname} says it where the file is made: where it can run. */
  private static String platform() throws IOException, InterruptedException {
    Process uname = new ProcessBuilder("uname", "-sm").start();
    String said = new String(uname.getInputStream().readAllBytes(), UTF_8).strip();
    if (uname.waitFor() != 0) {
      throw new IOException("uname failed");
    }
    return said.replace(' ', '-');
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
