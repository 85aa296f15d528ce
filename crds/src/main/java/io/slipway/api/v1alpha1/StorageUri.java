package io.slipway.api.v1alpha1;

import java.util.regex.Pattern;

/**
 * A folder on S3-compatible storage or on a volume, as the YAML has it: {@code s3://BUCKET/PREFIX}
 * or {@code pvc://CLAIM/PATH}.
 */
public sealed interface StorageUri {

  /** The CEL rule of a field that holds one. */
  String RULE =
      "self.matches('^(s3://[a-z0-9][-a-z0-9.]{1,61}[a-z0-9]|pvc://[a-z0-9]([-a-z0-9.]*[a-z0-9])?)"
          + "(/[-!$%&()*+,./0-9:;=@A-Z_a-z~]*)?$') && !self.contains('..')";

  /** What the API server says of others. */
  String SENTENCE =
      "must be s3://BUCKET/PREFIX or pvc://CLAIM/PATH, without '..' and without characters that a"
          + " URL has to encode";

  /** On S3-compatible storage. */
  record S3(String uri) implements StorageUri {}

  /**
   * On a volume.
   *
   * @param path below the volume's root, without a slash at its beginning; may be empty
   */
  record Claim(String name, String path) implements StorageUri {}

  /**
   * What the text means.
   *
   * @throws IllegalArgumentException for a text that the CRD refuses
   */
  static StorageUri parse(String text) {
    if (text.startsWith("s3://")) {
      return new S3(text);
    }
    var form = Pattern.compile("pvc://([^/]+)/*(.*)").matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no folder: it " + SENTENCE);
    }
    return new Claim(form.group(1), form.group(2));
  }
}
