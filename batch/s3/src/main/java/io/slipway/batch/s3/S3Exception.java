package io.slipway.batch.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** A store did not do what it was asked to: which place in it, why, and what to do. */
public final class S3Exception extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  private S3Exception(String message, int status, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** What the store answered; 0 if it did not. */
  public int status() {
    return status;
  }

  static S3Exception of(S3Location place, SdkException failure) {
    return failure instanceof AwsServiceException answer
        ? answered(place, answer)
        : new S3Exception(
            "%s: %s; see that the store can be reached from the pod, and try again"
                .formatted(place, words(failure)),
            0,
            failure);
  }

  private static S3Exception answered(S3Location place, AwsServiceException answer) {
    int status = answer.statusCode();
    String code =
        answer.awsErrorDetails() == null ? "" : " " + answer.awsErrorDetails().errorCode();
    String next =
        switch (status) {
          case 301, 307 -> "the bucket is in another region; set AWS_REGION";
          case 401, 403 ->
              "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may list the"
                  + " bucket, and get, put and delete objects in it";
          case 404 -> "check the names of the bucket and of what is in it";
          case 409 -> "somebody else is writing the same object; try again";
          case 501 ->
              "the store cannot do this; take a volume, or a store that knows If-None-Match";
          case 507 -> "the store is full; enlarge it, or remove what nobody needs";
          default ->
              status >= 500 || status == 429
                  ? "the store is in trouble or has too much to do; try again later"
                  : "the store does not take this request; check the address";
        };
    return new S3Exception(
        "%s: the store answered %d%s; %s".formatted(place, status, code, next), status, answer);
  }

  private static String words(SdkException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String words =
          switch (cause) {
            case UnknownHostException e -> "the store's name cannot be resolved";
            case SocketTimeoutException e -> "the store does not answer in time";
            case SSLException e ->
                "TLS fails (%s); if an own authority signed its certificate, put that into the key ca.crt of credentialsSecret"
                    .formatted(e.getMessage());
            case ConnectException e -> "the store refuses the connection";
            case IOException e -> "the connection broke (" + e.getMessage() + ")";
            default -> "";
          };
      if (!words.isEmpty()) {
        return words;
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
