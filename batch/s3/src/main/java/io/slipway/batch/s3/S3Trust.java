package io.slipway.batch.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which stores are believed: those the JDK trusts, and those of a team's own authority. */
final class S3Trust {
  private S3Trust() {}

  /**
   * @param pem one or more certificates, the {@code ca.crt} of a Secret
   * @throws IllegalArgumentException if there is none in it
   */
  static TrustManager[] withAuthority(String pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager x509) {
          for (X509Certificate known : x509.getAcceptedIssuers()) {
            store.setCertificateEntry("jdk-" + store.size(), known);
          }
        }
      }
      ByteArrayInputStream text = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
      for (Certificate own : CertificateFactory.getInstance("X.509").generateCertificates(text)) {
        store.setCertificateEntry("own-" + store.size(), own);
      }
      return managers(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the key ca.crt of credentialsSecret is not a certificate in PEM form", e);
    }
  }

  /** Trust managers for a store; for the JDK's own one where it is null. */
  @SuppressWarnings("NullAway") // null is the factory's own way to ask for the JDK's store
  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
