package io.slipway.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its key from PEM files, such as a Secret of the type {@code kubernetes.io/tls}.
 * Read anew when they change: certificates are renewed without a restart.
 */
public final class Tls {
  private static final Logger log = LoggerFactory.getLogger(Tls.class);
  private static final char[] NO_PASSWORD = {};
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private final Path certificate;
  private final Path key;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private FileTime read;

  /**
   * @param certificate the chain, the server's own first
   * @param key in the form PKCS #8
   */
  public Tls(Path certificate, Path key) throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.read = modified();
    factory.setKeyStorePassword("");
    factory.setKeyStore(keyStore());
  }

  SslContextFactory.Server contextFactory() {
    return factory;
  }

  /** Looks whether the files have changed, and goes by the new ones from then on. */
  public synchronized void refresh() {
    try {
      FileTime now = modified();
      if (!now.equals(read)) {
        KeyStore store = keyStore();
        factory.reload(changed -> changed.setKeyStore(store));
        read = now;
        log.info("the certificate was read anew");
      }
    } catch (Exception e) {
      log.atError().setCause(e).log("the new certificate cannot be read; the one before it holds");
    }
  }

  private FileTime modified() throws IOException {
    FileTime one = Files.getLastModifiedTime(certificate);
    FileTime other = Files.getLastModifiedTime(key);
    return one.compareTo(other) > 0 ? one : other;
  }

  private KeyStore keyStore() throws IOException {
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
              .toArray(Certificate[]::new);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", privateKey(), NO_PASSWORD, chain);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s and %s are not a certificate and its key in PEM".formatted(certificate, key), e);
    }
  }

  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(key));
    if (!pem.find()) {
      throw new IOException(
          "%s holds no key in the form PKCS #8: convert it with openssl pkcs8 -topk8 -nocrypt"
              .formatted(key));
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Of another kind: the next may fit.
      }
    }
    throw new IOException(key + " holds a key that is neither RSA nor of an elliptic curve");
  }
}
