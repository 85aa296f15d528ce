package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An answer has the header fields that are its own, each once, whatever was answered before it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JettyRepliesTest {
  private static final String TENSOR =
      "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}]%s}";

  private RunningServer server;

  @BeforeAll
  void start() {
    server =
        RunningServer.of(
            new FunctionModel(
                new Signature(
                    List.of(Field.column("x", DataType.FP64, Presence.REQUIRED)),
                    List.of(Field.column("y", DataType.FP64, Presence.REQUIRED))),
                inputs -> Batch.of(Column.ofDoubles("y", 2))));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> ask(int form) {
    return switch (form) {
      case 0 -> server.infer(TENSOR.formatted(""));
      case 1 -> server.infer(TENSOR.formatted(",\"parameters\":{\"binary_data_output\":true}"));
      case 2 -> server.predict("x\r\n1\r\n", "Content-Type", "text/csv");
      case 3 -> server.infer("{}");
      default -> server.get("/v2/models/churn/infer");
    };
  }

  private static String type(int form) {
    return switch (form) {
      case 1 -> "application/octet-stream";
      case 2 -> "text/csv; charset=utf-8";
      default -> "application/json";
    };
  }

  @Test
  void answersOfEveryFormInAnyOrderHaveTheirOwnFields() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int form = random.nextInt(5);
      // Another method is refused before anybody asks which model it is about.
      int named = form == 4 ? 0 : 1;
      // Twice in a row is what makes fields be kept.
      for (int again = 0; again <= random.nextInt(3); again++) {
        HttpResponse<String> answer = ask(form);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly(type(form));
        assertThat(answer.headers().allValues("Inference-Header-Content-Length"))
            .hasSize(form == 1 ? 1 : 0);
        assertThat(answer.headers().allValues("Allow")).hasSize(form == 4 ? 1 : 0);
        assertThat(answer.headers().allValues("Slipway-Version")).hasSize(named);
        assertThat(answer.headers().allValues("Slipway-Digest")).hasSize(named);
        assertThat(answer.headers().allValues("Content-Length")).hasSize(1);
      }
    }
  }
}
