package io.slipway.server.source;

import io.slipway.server.source.SourceException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a model is, as a {@code ModelDeployment} writes it. */
public sealed interface ModelUri {

  /** {@code configmap://name/key}: one key of a ConfigMap of the same namespace. */
  record ConfigMapKey(String name, String key) implements ModelUri {
    @Override
    public String display() {
      return "configmap://" + name + "/" + key;
    }
  }

  /** {@code pvc://claim/path}: a file of a PersistentVolumeClaim of the same namespace. */
  record ClaimFile(String claim, String path) implements ModelUri {
    @Override
    public String display() {
      return "pvc://" + claim + "/" + path;
    }
  }

  /** {@code https://} or {@code http://}. */
  record WebFile(URI uri) implements ModelUri {
    /** A query may be a signature that lets its reader in: it is left out. */
    @Override
    public String display() {
      return SafeText.of(uri);
    }
  }

  /** {@code s3://bucket/key}; the key is taken as it is, not percent-decoded. */
  record S3Object(String bucket, String key) implements ModelUri {
    @Override
    public String display() {
      return "s3://" + bucket + "/" + key;
    }
  }

  /**
   * {@code mlflow://name/version}, {@code mlflow://name/alias} or {@code mlflow://name@alias}: a
   * version of a model that an MLflow server knows.
   *
   * @param name as MLflow has it
   */
  record MlflowModel(String name, MlflowVersion version) implements ModelUri {
    @Override
    public String display() {
      String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      return switch (version) {
        case MlflowVersion.Fixed(long number) -> "mlflow://" + encoded + "/" + number;
        case MlflowVersion.Alias(String alias) -> "mlflow://" + encoded + "@" + alias;
      };
    }
  }

  /**
   * {@code oci://host/repository:tag} or {@code oci://host/repository@sha256:...}: a file in a
   * registry of OCI artifacts.
   *
   * @param host with the port, if one is written
   * @param reference a tag, or the digest of a manifest
   */
  record OciArtifact(String host, String repository, String reference) implements ModelUri {
    @Override
    public String display() {
      String separator = reference.startsWith("sha256:") ? "@" : ":";
      return "oci://" + host + "/" + repository + separator + reference;
    }
  }

  /** Which version is meant. */
  sealed interface MlflowVersion {

    /** One for ever. */
    record Fixed(long number) implements MlflowVersion {}

    /** Whichever an alias points to. */
    record Alias(String alias) implements MlflowVersion {}
  }

  /** For messages: the URI without anything secret. */
  String display();

  /**
   * @throws SourceException {@link Reason#UNSUPPORTED}, with what to write instead
   */
  static ModelUri parse(String text) throws SourceException {
    int colon = text.indexOf("://");
    if (colon < 1 || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw unsupported(text, "is not a URI; " + Parsing.KNOWN);
    }
    String rest = text.substring(colon + 3);
    return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "configmap" -> Parsing.configMap(text, rest);
      case "pvc" -> Parsing.claim(text, rest);
      case "http", "https" -> Parsing.web(text);
      case "s3" -> Parsing.s3(text, rest);
      case "mlflow" -> Parsing.mlflow(text, rest);
      case "oci" -> Parsing.oci(text, rest);
      default -> throw unsupported(text, "has a scheme that is not known here; " + Parsing.KNOWN);
    };
  }

  private static SourceException unsupported(String text, String what) {
    return new SourceException(Reason.UNSUPPORTED, SafeText.of(text) + " " + what);
  }

  /** How each scheme is read. */
  final class Parsing {
    private static final String KNOWN =
        "write configmap://name/key, pvc://claim/path, s3://bucket/key, mlflow://name/version, oci://host/repository:tag, https:// or http://";
    private static final String ONE_FILE =
        "names a folder: a model is one file here (save an ONNX model with its weights inside)";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9][-._a-zA-Z0-9]{1,254}");

    private static final Pattern MLFLOW = Pattern.compile("([^/@?#]+)([/@])([-_A-Za-z0-9]{1,255})");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    private static final Pattern OCI =
        Pattern.compile(
            "([A-Za-z0-9][-.A-Za-z0-9]*(?::[0-9]{1,5})?)"
                + "/([a-z0-9]+(?:[-._/a-z0-9]*[a-z0-9])?)"
                + "(?::([_A-Za-z0-9][-._A-Za-z0-9]{0,127}))?"
                + "(?:@(sha256:[0-9a-f]{64}))?");

    private Parsing() {}

    private static ModelUri configMap(String text, String rest) throws SourceException {
      String[] parts = rest.split("/", -1);
      if (parts.length != 2
          || !NAME.matcher(parts[0]).matches()
          || !KEY.matcher(parts[1]).matches()
          || parts[1].startsWith("..")
          || parts[1].equals(".")) {
        throw unsupported(text, "is not of the form configmap://name/key");
      }
      return new ConfigMapKey(parts[0], parts[1]);
    }

    private static ModelUri claim(String text, String rest) throws SourceException {
      int slash = rest.indexOf('/');
      if (slash < 0 || !NAME.matcher(rest.substring(0, slash)).matches()) {
        throw unsupported(text, "is not of the form pvc://claim/path");
      }
      String path = rest.substring(slash + 1);
      if (path.isEmpty() || path.endsWith("/")) {
        throw unsupported(text, ONE_FILE);
      }
      for (String segment : path.split("/", -1)) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
          throw unsupported(text, "has a path with an empty, '.' or '..' segment; leave it out");
        }
      }
      return new ClaimFile(rest.substring(0, slash), path);
    }

    private static ModelUri s3(String text, String rest) throws SourceException {
      int slash = rest.indexOf('/');
      if (slash < 0 || !BUCKET.matcher(rest.substring(0, slash)).matches()) {
        throw unsupported(text, "is not of the form s3://bucket/key");
      }
      String key = rest.substring(slash + 1);
      if (key.isEmpty() || key.endsWith("/")) {
        throw unsupported(text, ONE_FILE);
      }
      return new S3Object(rest.substring(0, slash), key);
    }

    /** Digits are a version, anything else is an alias, which MLflow itself writes behind an @. */
    private static ModelUri mlflow(String text, String rest) throws SourceException {
      Matcher parts = MLFLOW.matcher(rest);
      if (!parts.matches()) {
        throw unsupported(
            text,
            "is not of the form mlflow://name/version, mlflow://name/alias or mlflow://name@alias");
      }
      String name;
      try {
        name = URLDecoder.decode(parts.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw unsupported(text, "has a name that is not percent-encoded as it should be");
      }
      String chosen = parts.group(3);
      boolean number = parts.group(2).equals("/") && VERSION.matcher(chosen).matches();
      return new MlflowModel(
          name,
          number
              ? new MlflowVersion.Fixed(Long.parseLong(chosen))
              : new MlflowVersion.Alias(chosen));
    }

    /** Where both a tag and a digest are written, the tag is for people. */
    private static ModelUri oci(String text, String rest) throws SourceException {
      Matcher parts = OCI.matcher(rest);
      String reference = "";
      if (parts.matches() && isHost(parts.group(1))) {
        reference = parts.group(4) == null ? parts.group(3) : parts.group(4);
      }
      if (reference == null || reference.isEmpty()) {
        throw unsupported(
            text,
            "is not of the form oci://host/repository:tag or oci://host/repository@sha256:HEX");
      }
      return new OciArtifact(parts.group(1), parts.group(2), reference);
    }

    private static boolean isHost(String text) {
      try {
        return URI.create("https://" + text).getHost() != null;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static ModelUri web(String text) throws SourceException {
      URI uri;
      try {
        uri = new URI(text);
      } catch (URISyntaxException e) {
        throw unsupported(
            text, "is not a valid URL at character %d; percent-encode it".formatted(e.getIndex()));
      }
      if (uri.getHost() == null) {
        throw unsupported(text, "names no host");
      }
      if (uri.getRawUserInfo() != null) {
        throw unsupported(text, "holds a user or password; put them into credentialsSecret");
      }
      if (uri.getRawFragment() != null) {
        throw unsupported(text, "has a fragment (#); leave it out, or write %23");
      }
      return new WebFile(uri);
    }
  }
}
