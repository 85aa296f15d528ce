package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an S3 store and the way to it can do wrong, as sentences for those who run the registry. */
final class S3Errors {
  private static final String RIGHTS =
      "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may list the bucket, and get, put and delete objects in it";

  private S3Errors() {}

  /**
   * @param store as messages name it
   */
  static BlobException of(SdkException failure, String store) {
    return failure instanceof AwsServiceException answer
        ? answered(answer, store)
        : unanswered(failure, store);
  }

  private static BlobException answered(AwsServiceException answer, String store) {
    int status = answer.statusCode();
    String code =
        answer.awsErrorDetails() == null ? "" : " " + answer.awsErrorDetails().errorCode();
    String answered = "%s answered %d%s".formatted(store, status, code);
    return switch (status) {
      case 301, 307 ->
          new BlobException(
              Reason.MISCONFIGURED,
              answered + ": the bucket is in another region; set AWS_REGION",
              answer);
      case 401, 403 -> new BlobException(Reason.FORBIDDEN, answered + ": " + RIGHTS, answer);
      case 404 ->
          new BlobException(
              Reason.MISCONFIGURED,
              answered + ": make the bucket, or name one that is there",
              answer);
      case 409 ->
          new BlobException(
              Reason.BUSY, answered + ": somebody else is writing the same object", answer);
      case 507 ->
          new BlobException(
              Reason.NO_ROOM,
              answered + ": it is full; enlarge it, or delete versions that nobody needs",
              answer);
      case 408, 425, 429 -> new BlobException(Reason.UNREACHABLE, answered, answer);
      default ->
          new BlobException(
              status >= 500 ? Reason.UNREACHABLE : Reason.UNWRITABLE, answered, answer);
    };
  }

  private static BlobException unanswered(SdkException failure, String store) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String words =
          switch (cause) {
            case UnknownHostException e -> "the host's name cannot be resolved";
            case SocketTimeoutException e -> "it does not answer in time";
            case SSLException e -> "TLS fails (" + e.getMessage() + ")";
            case java.net.ConnectException e -> "the connection is refused";
            case java.io.IOException e -> "the connection broke (" + e.getMessage() + ")";
            default -> "";
          };
      if (!words.isEmpty()) {
        return new BlobException(
            Reason.UNREACHABLE, "%s cannot be reached: %s".formatted(store, words), failure);
      }
    }
    if (failure instanceof SdkClientException
        && String.valueOf(failure.getMessage()).contains("credentials")) {
      return new BlobException(
          Reason.MISCONFIGURED,
          "there are no keys for %s: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the pod's service account a role"
              .formatted(store),
          failure);
    }
    return new BlobException(
        Reason.UNREACHABLE,
        "%s cannot be used: %s".formatted(store, failure.getMessage()),
        failure);
  }
}
