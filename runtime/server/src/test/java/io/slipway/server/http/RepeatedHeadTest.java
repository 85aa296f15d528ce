package io.slipway.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes mean the same, but for how long the body is. */
class RepeatedHeadTest {
  private static final String LINE = "POST /v1/models/churn:predict HTTP/1.1\r\n";
  private static final String HEAD =
      LINE + "Host: churn\r\nContent-Length: 3\r\nContent-Type: text/csv\r\n\r\n";

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  /** As it is known once Jetty has parsed it. */
  private static Optional<RepeatedHead> known(String raw) {
    HttpFields.Mutable fields = HttpFields.build();
    raw.lines()
        .skip(1)
        .filter(line -> line.contains(":"))
        .forEach(
            line -> fields.add(line.split(":")[0], line.substring(line.indexOf(':') + 1).trim()));
    PredictionPath path = PredictionPath.of("/v1/models/churn:predict").orElseThrow();
    Head head = new Head("POST", "/v1/models/churn:predict", RequestHeaders.of(fields));
    return RepeatedHead.head(bytes(raw))
        .flatMap(
            bytes ->
                RepeatedHead.of(bytes, fields, new RepeatedHead.Meaning(head, Protocol.CSV, path)));
  }

  private static Optional<String> body(String message) {
    return known(HEAD)
        .orElseThrow()
        .body(behindOthers(message))
        .map(body -> ISO_8859_1.decode(body).toString());
  }

  private static boolean mayBegin(String message) {
    return known(HEAD).orElseThrow().mayBegin(behindOthers(message));
  }

  private static ByteBuffer behindOthers(String message) {
    return bytes("before" + message).position("before".length());
  }

  @Test
  void theBodyOfAMessageWithTheSameHeadIsFoundHoweverLongItIs() {
    assertThat(body(HEAD + "a,b")).contains("a,b");
    assertThat(body(HEAD.replace("3", "0"))).contains("");
    assertThat(body(HEAD.replace("3", "0004") + "a,bc")).contains("a,bc");
    assertThat(body(HEAD.replace("3", "11") + "a\r\n1\r\n22\r\n3")).contains("a\r\n1\r\n22\r\n3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+3", " 3", "3 ", "0x3", "3;", "9999999999", "99999999999999"})
  void whatIsNoLengthOfThisBodyIsNotTaken(String length) {
    assertThat(body(HEAD.replace(" 3", " " + length) + "a,b")).isEmpty();
  }

  @Test
  void aMessageThatIsNotAllThereOrNotAloneIsNotTaken() {
    String message = HEAD + "a,b";

    for (int i = 0; i < message.length(); i++) {
      String part = message.substring(0, i);
      assertThat(body(part)).as(part).isEmpty();
      assertThat(mayBegin(part)).as(part).isTrue();
    }
    assertThat(body(message + "P")).isEmpty();
    assertThat(body(message + message)).isEmpty();
    assertThat(mayBegin(message + message)).isTrue();
  }

  @Test
  void anyOtherByteIsAnotherHead() {
    String message = HEAD + "a,b";
    int digit = HEAD.indexOf("3");

    for (int i = 0; i < HEAD.length(); i++) {
      if (i != digit) {
        StringBuilder other = new StringBuilder(message);
        other.setCharAt(i, (char) (message.charAt(i) ^ 1));
        assertThat(body(other.toString())).as(other.toString()).isEmpty();
        String soFar = other.substring(0, i + 1);
        assertThat(mayBegin(soFar)).as(soFar).isFalse();
      }
    }
  }

  @Test
  void aFieldMoreIsAnotherHead() {
    String more = HEAD.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");

    assertThat(body(more + "a,b")).isEmpty();
    assertThat(body(LINE + "X: 1\r\n" + HEAD.substring(LINE.length()) + "a,b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close",
        "Connection: keep-alive, Upgrade",
        "Expect: 100-continue",
        "Upgrade: h2c",
        "TE: trailers",
        "Trailer: X",
        "Transfer-Encoding: chunked",
        "Content-Length: 3",
        "content-length: 4",
      })
  void whatAsksForMoreThanToReadSoManyBytesIsNeverExpected(String field) {
    assertThat(known(HEAD.replace("\r\n\r\n", "\r\n" + field + "\r\n\r\n"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: keep-alive",
        "connection: Keep-Alive",
        "Inference-Header-Content-Length: 9",
        "X-Content-Length: 9",
        "X: content-length: 9",
      })
  void theUsualFieldsAreExpected(String field) {
    assertThat(known(HEAD.replace("\r\n\r\n", "\r\n" + field + "\r\n\r\n"))).isPresent();
  }

  @Test
  void withoutALengthNothingIsExpected() {
    assertThat(known(LINE + "Host: churn\r\n\r\n")).isEmpty();
    // Jetty has read another than the line says at first sight.
    HttpFields other = HttpFields.build().add("Content-Length", "7");
    assertThat(
            RepeatedHead.of(HEAD.getBytes(ISO_8859_1), other, known(HEAD).orElseThrow().meaning()))
        .isEmpty();
  }

  @Test
  void aHeadEndsAtItsFirstEmptyLine() {
    assertThat(RepeatedHead.head(bytes(HEAD + "a,b\r\n\r\n")))
        .hasValueSatisfying(head -> assertThat(head).isEqualTo(HEAD.getBytes(ISO_8859_1)));
    assertThat(RepeatedHead.head(bytes(HEAD.substring(0, HEAD.length() - 1)))).isEmpty();
    assertThat(RepeatedHead.head(bytes(""))).isEmpty();
  }

  /** Whoever takes such a line for the end of the head would see another request in it. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\n\n", "\n\r\n", "\r", "\r\r\n", "\r\n\n"})
  void aHeadWithLinesThatEndOtherwiseIsNone(String end) {
    assertThat(RepeatedHead.head(bytes(LINE + "Host: churn" + end + HEAD))).isEmpty();
  }
}
