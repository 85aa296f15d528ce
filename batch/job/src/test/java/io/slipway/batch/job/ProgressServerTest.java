package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.plan.Slice;
import io.slipway.batch.plan.Split;
import io.slipway.batch.validation.RowCounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far a pod has come can be asked for while it scores. */
class ProgressServerTest {
  private static final Path EXAMPLE = Path.of("../../docs/reference/contract/batch-status.json");

  @Test
  void theLatestProgressIsToldAsTheContractSays() throws Exception {
    Progress begin = Progress.begin(new Split(3, List.of(new Slice("a", 0, 67_108_864))));
    try (ProgressServer server = new ProgressServer(0, begin)) {
      assertThat(RunBed.JSON.readTree(get(server, "/status")).required("bytesDone").intValue())
          .isZero();
      server.tell(begin.at(33_554_432, new RowCounts(52_428, 1)));
      assertThat(RunBed.JSON.readTree(get(server, "/status")))
          .isEqualTo(RunBed.JSON.readTree(Files.readAllBytes(EXAMPLE)));
      assertThat(get(server, "/live")).isEqualTo("live");
      assertThat(get(server, "/metrics"))
          .contains("\nslipway_batch_rows_total 52428\n", "\nslipway_batch_errors_total 1\n");
    }
  }

  private static String get(ProgressServer server, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
