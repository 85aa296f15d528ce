package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class RequestHeadersTest {

  @Test
  void namesAreFoundWithoutRegardToCase() {
    RequestHeaders headers = RequestHeaders.of(Map.of("Content-Type", List.of("text/csv")));

    assertThat(headers.firstValue("content-TYPE")).hasValue("text/csv");
    assertThat(headers.has("CONTENT-type")).isTrue();
    assertThat(headers.firstValue("content")).isEmpty();
    assertThat(headers.map()).containsKey("content-type");
  }

  @Test
  void fieldsOfOneNameAreKeptInTheirOrderHoweverTheyAreWritten() {
    HttpFields.Mutable fields = HttpFields.build();
    fields.add("X-Forwarded-For", "a");
    fields.add("x-forwarded-for", "b");
    RequestHeaders headers = RequestHeaders.of(fields);

    assertThat(headers.firstValue("X-FORWARDED-FOR")).hasValue("a");
    assertThat(headers.map()).hasSize(1).containsEntry("X-Forwarded-For", List.of("a", "b"));
  }

  @Test
  void whatTheServerDoesWithItsFieldsAfterwardsIsNotSeen() {
    HttpFields.Mutable fields = HttpFields.build();
    fields.add("Accept", "text/csv");
    RequestHeaders headers = RequestHeaders.of(fields);
    fields.clear();

    assertThat(headers.firstValue("Accept")).hasValue("text/csv");
  }
}
