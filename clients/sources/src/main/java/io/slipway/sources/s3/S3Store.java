package io.slipway.sources.s3;

import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import io.slipway.sources.Web;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An S3 store, and as whom it is asked.
 *
 * @param endpoint of a store of one's own; empty for AWS
 * @param region for example {@code eu-central-1}
 * @param keys that sign; empty to ask as anybody
 */
public record S3Store(Optional<String> endpoint, String region, Optional<AwsKeys> keys) {

  /** What AWS's own tools take where nothing is said. */
  public static final String DEFAULT_REGION = "us-east-1";

  private static final int PAGES = 1000;
  private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9][-._a-zA-Z0-9]{1,254}");

  /** The GET of an object, whose signature holds for some minutes. */
  public Get object(String bucket, String key, Instant now) throws SourceProblem {
    return signed(uri(bucket, SignatureV4.encode(key), ""), now);
  }

  /**
   * All objects whose key begins with a prefix, in the order of their keys.
   *
   * @param web that sends the requests
   */
  public List<StoredObject> list(String bucket, String prefix, Web web, InstantSource clock)
      throws SourceProblem {
    List<StoredObject> entries = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (int page = 0; page < PAGES; page++) {
      S3Listing listing = S3Listing.read(page(bucket, prefix, next, web, clock.instant()));
      entries.addAll(listing.entries());
      next = listing.next();
      if (next.isEmpty()) {
        return entries;
      }
    }
    throw new SourceProblem(
        Kind.UNSUPPORTED,
        "s3://%s/%s has more than a million objects: name a longer prefix"
            .formatted(bucket, prefix));
  }

  private String page(String bucket, String prefix, Optional<String> next, Web web, Instant now)
      throws SourceProblem {
    String query =
        next.map(token -> "continuation-token=" + query(token) + "&").orElse("")
            + "encoding-type=url&list-type=2&prefix="
            + query(prefix);
    Web.Answer answer = web.ask(signed(uri(bucket, "", "?" + query), now));
    if (answer.status() == 200) {
      return answer.body();
    }
    throw refused(
        "s3://" + bucket + "/" + prefix, answer.status(), S3Listing.errorCode(answer.body()));
  }

  private static SourceProblem refused(String what, int status, String code) {
    String answered = "%s answered %d%s".formatted(what, status, code);
    return switch (status) {
      case 401, 403 ->
          new SourceProblem(
              Kind.FORBIDDEN, answered + ": check the keys, and that they may list the bucket");
      case 404 -> new SourceProblem(Kind.NOT_FOUND, answered + ": check the bucket's name");
      case 301, 307, 308 ->
          new SourceProblem(
              Kind.FORBIDDEN, answered + ": the bucket is in another region; set AWS_REGION to it");
      default ->
          status >= 500 || status == 429
              ? new SourceProblem(Kind.UNREACHABLE, answered + ": try again later")
              : new SourceProblem(
                  Kind.FORBIDDEN, answered + ": it does not take this request; check the address");
    };
  }

  private Get signed(URI uri, Instant now) {
    if (keys.isEmpty()) {
      return new Get(uri, Map.of());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amz-content-sha256", SignatureV4.EMPTY_PAYLOAD);
    headers.put("x-amz-date", SignatureV4.timestamp(now));
    keys.get().sessionToken().ifPresent(token -> headers.put("x-amz-security-token", token));
    headers.put(
        "Authorization",
        new SignatureV4(keys.get(), region, "s3").authorization("GET", uri, headers, now));
    return new Get(uri, headers);
  }

  /**
   * An endpoint of one's own gets the bucket in the path, which works without a name for each
   * bucket in DNS; so does a bucket with a dot, which no wildcard certificate covers.
   */
  private URI uri(String bucket, String path, String query) throws SourceProblem {
    // Others may have written it: as part of a host it must not lead to another one.
    if (!BUCKET.matcher(bucket).matches()) {
      throw new SourceProblem(
          Kind.CONFIGURATION,
          "a bucket is named by letters, digits, '-', '_' and '.', and not " + bucket);
    }
    String text;
    if (endpoint.isPresent()) {
      text = endpoint.get().replaceFirst("/+$", "") + "/" + bucket + "/" + path + query;
    } else if (bucket.contains(".")) {
      text = "https://s3.%s.amazonaws.com/%s/%s".formatted(region, bucket, path + query);
    } else {
      text = "https://%s.s3.%s.amazonaws.com/%s".formatted(bucket, region, path + query);
    }
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, where the other ways to be wrong are said too.
    }
    throw new SourceProblem(
        Kind.CONFIGURATION,
        "AWS_ENDPOINT_URL_S3, AWS_REGION and the bucket %s make no URL: the endpoint is to be https://host:port"
            .formatted(bucket));
  }

  /** In a query the slash is encoded too. */
  private static String query(String value) {
    return SignatureV4.encode(value).replace("/", "%2F");
  }
}
