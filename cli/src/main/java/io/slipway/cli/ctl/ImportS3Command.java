package io.slipway.cli.ctl;

import io.slipway.cli.imports.BucketTree;
import io.slipway.cli.imports.FileOrigin;
import io.slipway.cli.imports.Http;
import io.slipway.cli.imports.Origin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings models from an S3 store. */
@Command(
    name = "s3",
    description =
        "Bring the models of a bucket, or of a part of it: MODEL/VERSION/ with its files,"
            + " MODEL/VERSION.onnx or MODEL.onnx, and .pmml alike. Versions are brought in the"
            + " order of their numbers or names. May be repeated: what was brought is not fetched"
            + " again.")
final class ImportS3Command extends BringingCommand {
  private static final Pattern ADDRESS =
      Pattern.compile("s3://([a-zA-Z0-9][-._a-zA-Z0-9]+)(?:/(.*))?");

  @Parameters(index = "0", paramLabel = "URI", description = "Where, as in s3://bucket/prefix.")
  private String address = "";

  ImportS3Command(Shell shell) {
    super(shell);
  }

  @Override
  Origin origin() {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + address + "' is not of the form s3://bucket or s3://bucket/prefix");
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2).replaceAll("/+$", "");
    String folder = prefix.isEmpty() ? "" : prefix + "/";
    String bucket = parts.group(1);
    return new FileOrigin(
        "s3://" + bucket + "/" + folder,
        new BucketTree(
            S3Settings.store(shell().variables()), bucket, folder, new Http(), shell().clock()));
  }
}
