package io.slipway.batch.job;

import io.slipway.batch.input.InputChangedException;
import io.slipway.batch.parquet.InvalidParquetException;
import io.slipway.batch.query.QueryException;
import io.slipway.batch.rows.UnreadableFileException;
import io.slipway.batch.run.InvalidRunException;
import io.slipway.batch.s3.S3Exception;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.server.pod.PodException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod of a run that cannot do what it is for. The message is for people; it holds no secret. */
public final class JobException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int STORE_FULL = 507;

  /** Too slow, somebody else at the same, too many requests. */
  private static final Set<Integer> TRANSIENT = Set.of(408, 409, 429);

  /** What helps. */
  public enum Remedy {
    /** The same pod once more, later. */
    TRY_AGAIN(1),
    /** Nothing but somebody who corrects something. */
    CORRECT(42);

    private final int exitCode;

    Remedy(int exitCode) {
      this.exitCode = exitCode;
    }

    /** With which a pod ends. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final String reason;
  private final Remedy remedy;

  JobException(String reason, Remedy remedy, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.remedy = remedy;
  }

  /**
   * One that another pod cannot help.
   *
   * @param reason for programs, as the table of the contract has it
   */
  public static JobException correct(String reason, String message) {
    return new JobException(reason, Remedy.CORRECT, message, null);
  }

  static JobException tryAgain(String reason, String message) {
    return new JobException(reason, Remedy.TRY_AGAIN, message, null);
  }

  /** What it means to a run that something failed. */
  public static JobException of(Throwable failure) {
    String words = String.valueOf(failure.getMessage());
    return switch (failure) {
      case JobException e -> e;
      case InvalidRunException e -> new JobException("ConfigInvalid", Remedy.CORRECT, words, e);
      case PodException e -> new JobException(e.reason(), remedy(e), e.words(), e);
      case WarehouseException e when e.getCause() instanceof S3Exception store ->
          new JobException(reason(store), remedy(store), words, e);
      case WarehouseException e when e.getCause() instanceof AccessDeniedException refused ->
          denied(refused);
      case WarehouseException e -> new JobException(reason(e), remedy(e), words, e);
      case InputChangedException e -> new JobException("InputChanged", Remedy.CORRECT, words, e);
      case UnreadableFileException e -> new JobException("InputInvalid", Remedy.CORRECT, words, e);
      case QueryException e -> new JobException(reason(e), remedy(e), words, e);
      case S3Exception e -> new JobException(reason(e), remedy(e), words, e);
      case InvalidParquetException e -> new JobException("InputInvalid", Remedy.CORRECT, words, e);
      case AccessDeniedException e -> denied(e);
      case IOException e ->
          new JobException(
              words.contains("No space left") ? "DiskFull" : "StorageUnavailable",
              Remedy.TRY_AGAIN,
              words.isBlank() || failure.getMessage() == null ? failure.toString() : describe(e),
              e);
      default -> internal(failure);
    };
  }

  /** Waiting does not help: somebody has to give the folder to the pod. */
  private static JobException denied(AccessDeniedException e) {
    return new JobException(
        "StorageRefused",
        Remedy.CORRECT,
        ("%s: user %s may not open or make this: give the folder to that user, or the claim to the"
                + " group of the pod (fsGroup, chart value batch.fsGroup; a folder of a node and some"
                + " NFS servers know no fsGroup)")
            .formatted(e.getFile(), user()),
        e);
  }

  private static String user() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | RuntimeException e) {
      return System.getProperty("user.name");
    }
  }

  /** Java's exceptions of files say which file, and not always what is the matter. */
  private static String describe(IOException e) {
    String words = String.valueOf(e.getMessage());
    return e.getClass().getPackageName().startsWith("java.nio")
        ? "%s: %s".formatted(e.getClass().getSimpleName().replace("Exception", ""), words)
        : words;
  }

  private static JobException internal(Throwable defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    return new JobException(
        PodException.INTERNAL,
        Remedy.TRY_AGAIN,
        "a defect of the batch image, please report it: %s at %s"
            .formatted(defect, trace.length == 0 ? "an unknown place" : trace[0]),
        defect);
  }

  private static String reason(QueryException e) {
    return switch (e.kind()) {
      case INVALID -> "InputInvalid";
      case REFUSED -> "StorageRefused";
      case UNAVAILABLE -> "StorageUnavailable";
    };
  }

  private static Remedy remedy(QueryException e) {
    return e.kind() == QueryException.Kind.UNAVAILABLE ? Remedy.TRY_AGAIN : Remedy.CORRECT;
  }

  private static Remedy remedy(PodException e) {
    return switch (e.reason()) {
      case "SourceUnreachable", PodException.INTERNAL -> Remedy.TRY_AGAIN;
      default -> Remedy.CORRECT;
    };
  }

  private static String reason(S3Exception e) {
    if (e.status() == STORE_FULL) {
      return "DiskFull";
    }
    return remedy(e) == Remedy.CORRECT ? "StorageRefused" : "StorageUnavailable";
  }

  /** A store that answers that it is the caller's fault says so the next time too. */
  private static Remedy remedy(S3Exception e) {
    boolean refused = (e.status() >= 300 && e.status() < 500) || e.status() == NOT_IMPLEMENTED;
    return refused && !TRANSIENT.contains(e.status()) ? Remedy.CORRECT : Remedy.TRY_AGAIN;
  }

  private static String reason(WarehouseException e) {
    return switch (e.kind()) {
      case INVALID -> "OutputInvalid";
      case NOT_FOUND -> "SetNotFound";
      case CONFLICT -> "SetChanged";
      case BUSY -> "WarehouseBusy";
      case UNAVAILABLE -> "WarehouseUnavailable";
      case FULL -> "WarehouseFull";
      case DEFECT -> "WarehouseRefused";
    };
  }

  private static Remedy remedy(WarehouseException e) {
    return switch (e.kind()) {
      case INVALID, NOT_FOUND, DEFECT -> Remedy.CORRECT;
      case CONFLICT, BUSY, UNAVAILABLE, FULL -> Remedy.TRY_AGAIN;
    };
  }

  /** For programs, as the contract's table has it. */
  public String reason() {
    return reason;
  }

  public Remedy remedy() {
    return remedy;
  }
}
