package io.slipway.operator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

  @Test
  void aLineIsOneObjectWithTheResourceAndTheEventsOwnKeys() throws IOException {
    var logger = new LoggerContext().getLogger("io.slipway.operator.kube.Applier");
    var event =
        new LoggingEvent(
            "caller",
            logger,
            Level.WARN,
            "Refused: {}",
            new IllegalStateException("two\nlines"),
            new Object[] {"quota \"pods\""});
    event.setMDCPropertyMap(
        Map.of(
            "resource.namespace", "fraud", "resource.name", "churn", "resource.uid", "left out"));
    event.addKeyValuePair(new KeyValuePair("object", "Service churn"));

    String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);

    assertThat(line.strip()).doesNotContain("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("message").asText()).isEqualTo("Refused: quota \"pods\"");
    assertThat(json.path("namespace").asText()).isEqualTo("fraud");
    assertThat(json.path("name").asText()).isEqualTo("churn");
    assertThat(json.path("object").asText()).isEqualTo("Service churn");
    assertThat(json.path("exception").asText()).contains("two\nlines");
    assertThat(json.has("uid")).isFalse();
  }
}
