package io.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority of one's own, which has signed the certificate of one host.
 *
 * @param certificate of the authority, PEM
 * @param keyStore the host's key and certificate, PKCS #12 with the password {@code changeit}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Authority(String certificate, byte[] keyStore) {

  static Authority of(String host) {
    try {
      Path folder = Files.createTempDirectory("authority");
      Path store = folder.resolve("keystore.p12");
      Path certificate = folder.resolve("ca.crt");
      keytool(store, "-genkeypair", "-alias", "ca", "-dname", "CN=Models", "-ext", "bc:c");
      keytool(
          store,
          "-genkeypair",
          "-alias",
          "host",
          "-signer",
          "ca",
          "-dname",
          "CN=" + host,
          "-ext",
          "san=dns:" + host);
      keytool(store, "-exportcert", "-rfc", "-alias", "ca", "-file", certificate.toString());
      keytool(store, "-delete", "-alias", "ca");
      return new Authority(Files.readString(certificate), Files.readAllBytes(store));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keytool(Path store, String what, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add(what);
    if (what.equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    }
    command.addAll(List.of("-keystore", store.toString(), "-storepass", "changeit"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while keytool ran", e);
    }
  }
}
