package io.slipway.testing.client;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a request without query was signed with a key, as AWS Signature Version 4 has it. What an
 * S3 store refuses is refused here too: another path, another host, a header that was changed.
 *
 * @param keyId the public half of the key
 * @param secret the other half
 */
record S3Signature(String keyId, String secret) {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)/(?<scope>(?<day>\\d{8})/[^/]+/s3/aws4_request),"
              + " ?SignedHeaders=(?<headers>[a-z0-9;-]+), ?Signature=(?<signature>[0-9a-f]{64})");

  private static final List<String> ALWAYS_SIGNED =
      List.of("host", "x-amz-content-sha256", "x-amz-date");

  /**
   * @param authorization the header of that name
   */
  boolean isOf(HttpExchange exchange, String authorization) {
    Matcher said = AUTHORIZATION.matcher(authorization);
    if (!said.matches() || !said.group("id").equals(keyId)) {
      return false;
    }
    List<String> names = Arrays.asList(said.group("headers").split(";"));
    Map<String, String> headers = new TreeMap<>();
    names.forEach(name -> headers.put(name, header(exchange, name)));
    String date = headers.getOrDefault("x-amz-date", "");
    return names.containsAll(ALWAYS_SIGNED)
        && date.startsWith(said.group("day"))
        && said.group("signature").equals(signature(exchange, headers, said.group("scope"), date));
  }

  private String signature(
      HttpExchange exchange, Map<String, String> headers, String scope, String date) {
    String request =
        String.join(
            "\n",
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            "",
            headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining()),
            String.join(";", headers.keySet()),
            headers.get("x-amz-content-sha256"));
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope, hex(sha256(request)));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return hex(hmac(key, toSign));
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "").strip();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
