package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.blob.BlobException;
import io.slipway.registry.blob.TamperedBlobException;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.StoreException;
import java.io.EOFException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What went wrong, as an answer: the object, the cause and the next step. */
final class Problems {
  private static final Map<String, String> LATER = Map.of("Retry-After", "2");

  private Problems() {}

  /** Empty for a defect of ours. */
  static Optional<Refusal> refusal(Exception failure) {
    return switch (failure) {
      case Refusal refusal -> Optional.of(refusal);
      case InvalidException invalid -> Optional.of(invalid(invalid));
      case StoreException store -> store(store);
      case TamperedBlobException tampered ->
          Optional.of(
              new Refusal(
                  Reason.TAMPERED,
                  "blobs/" + tampered.expected(),
                  "its stored bytes are not the ones that were stored",
                  "have it discarded with POST /v1/storage:scrub?tampered=discard, and push the file again"));
      case BlobException blob -> Optional.of(blob(blob));
      case EOFException broken ->
          Optional.of(
              new Refusal(
                  Reason.INVALID,
                  "the upload",
                  "it ended before its end",
                  "ask how much is there, and go on from there"));
      default -> Optional.empty();
    };
  }

  private static Refusal invalid(InvalidException invalid) {
    String words = invalid.words();
    int colon = words.indexOf(": ");
    String object = colon < 0 ? "the request" : words.substring(0, colon);
    String rest = colon < 0 ? words : words.substring(colon + 2);
    int semicolon = rest.indexOf("; ");
    return semicolon < 0
        ? new Refusal(Reason.INVALID, object, rest, "correct it and ask again")
        : new Refusal(
            Reason.INVALID, object, rest.substring(0, semicolon), rest.substring(semicolon + 2));
  }

  private static Optional<Refusal> store(StoreException store) {
    return switch (store.kind()) {
      case CONFLICT ->
          Optional.of(
              new Refusal(
                  Reason.CONFLICT,
                  "the request",
                  "somebody else wrote the same at the same time",
                  "look again and repeat it"));
      case UNAVAILABLE ->
          Optional.of(
              new Refusal(
                  Reason.UNAVAILABLE,
                  "the registry",
                  "its database cannot be reached or is busy; nothing was done",
                  "try again in a moment"));
      case FULL ->
          Optional.of(
              new Refusal(
                  Reason.NO_ROOM,
                  "the registry",
                  "its database has no room left; nothing was done",
                  "have its volume enlarged, then try again"));
      case DEFECT -> Optional.empty();
    };
  }

  private static Refusal blob(BlobException blob) {
    String words = String.valueOf(blob.getMessage());
    return switch (blob.reason()) {
      case ABSENT -> new Refusal(Reason.NOT_FOUND, "the blob", words, "push the file again");
      case WRONG_OFFSET ->
          new Refusal(
              Reason.CONFLICT, "the upload", words, "ask how much is there, and go on from there");
      case TOO_LONG ->
          new Refusal(Reason.INVALID, "the upload", words, "send as many bytes as are announced");
      case BUSY ->
          new Refusal(
              Reason.UNAVAILABLE, "the upload", words, "wait a moment, and go on where it is then");
      case NO_ROOM ->
          new Refusal(
              Reason.NO_ROOM,
              "the registry",
              words,
              "have its volume enlarged or old versions deleted; what came of the upload is kept");
      case UNWRITABLE, UNREACHABLE, FORBIDDEN, MISCONFIGURED ->
          new Refusal(Reason.UNAVAILABLE, "the registry", words, "try again later");
    };
  }

  static Answer answer(Refusal refusal) {
    ObjectNode body = Views.object();
    body.put("error", String.valueOf(refusal.getMessage()));
    body.put("reason", name(refusal.reason()));
    body.put("object", refusal.object());
    body.put("cause", refusal.why());
    body.put("next", refusal.next());
    refusal.details().forEach((name, value) -> put(body, name, value));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    switch (refusal.reason()) {
      case UNAUTHENTICATED -> headers.put("WWW-Authenticate", "Bearer realm=\"slipway\"");
      case UNAVAILABLE -> headers.putAll(LATER);
      default -> {}
    }
    return new Answer.Document(status(refusal.reason()), body, headers);
  }

  private static void put(ObjectNode body, String name, Object value) {
    switch (value) {
      case Number number -> body.put(name, number.longValue());
      case List<?> list -> {
        ArrayNode array = body.putArray(name);
        list.forEach(element -> array.add(String.valueOf(element)));
      }
      default -> body.put(name, value.toString());
    }
  }

  /** As programs compare it: {@code DigestMismatch}. */
  private static String name(Reason reason) {
    StringBuilder name = new StringBuilder();
    for (String word : reason.name().split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  static int status(Reason reason) {
    return switch (reason) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case GONE -> 410;
      case MOVED -> 412;
      case TOO_LARGE -> 413;
      case DIGEST_MISMATCH -> 422;
      case PRECONDITION_MISSING -> 428;
      case TAMPERED -> 500;
      case UNAVAILABLE -> 503;
      case NO_ROOM -> 507;
    };
  }
}
