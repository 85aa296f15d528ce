package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.server.protocol.OpenscoringCsv;
import io.slipway.server.protocol.OpenscoringJson;
import io.slipway.server.protocol.OpenscoringJson.Evaluation;
import io.slipway.server.protocol.OpenscoringJson.Evaluations;
import io.slipway.server.protocol.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is done to a request of Openscoring's: it says records, or what is wrong with it. */
class MutatedOpenscoringTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static byte[] mutated(String body, long seed) {
    return Mutation.of(body.getBytes(StandardCharsets.UTF_8), new Random(seed));
  }

  @Property(tries = 2000)
  void manyRecordsBecomeAsManyInstances(@ForAll long seed) throws IOException {
    byte[] body =
        mutated(
            "{\"id\": \"all\", \"requests\": [{\"id\": \"a\", \"arguments\": {\"age\": 4.1e1,"
                + " \"t\": [1, 2]}}, {\"arguments\": {\"city\": \"Os\\u006co\"}, \"id\": null}]}",
            seed);
    Evaluations read;
    try {
      read = OpenscoringJson.many(body, 100);
    } catch (RequestException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    JsonNode instances =
        JSON.readTree(OpenscoringJson.instances(read.evaluations())).path("instances");
    JsonNode requests = JSON.readTree(body).path("requests");
    assertThat(instances).hasSameSizeAs(requests);
    for (int i = 0; i < instances.size(); i++) {
      assertThat(instances.get(i)).isEqualTo(requests.get(i).path("arguments"));
    }
  }

  @Property(tries = 1000)
  void oneRecordBecomesOneInstance(@ForAll long seed) throws IOException {
    byte[] body = mutated("{\"id\": \"a\", \"arguments\": {\"age\": -0.5 , \"n\":7}}", seed);
    try {
      Evaluation read = OpenscoringJson.one(body);
      assertThat(JSON.readTree(read.record())).isEqualTo(JSON.readTree(body).path("arguments"));
    } catch (RequestException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 2000)
  void aTableBecomesCsvWithAsManyRows(@ForAll long seed) throws RequestException {
    OpenscoringCsv table;
    try {
      table =
          OpenscoringCsv.read(
              mutated("Id;age;city\nr-1;1.5;\"Os;lo\"\nr-2;;Rome\n", seed), Optional.empty(), 100);
    } catch (RequestException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    // Answered with its own rows it is the table again, in a form of its own.
    byte[] again = table.answer(table.rows());
    OpenscoringCsv reread = OpenscoringCsv.read(again, Optional.of(table.delimiter()), 100);
    assertThat(reread.rows()).isEqualTo(table.rows());
    assertThat(reread.ids()).isEqualTo(table.ids());
    assertThat(List.of(reread.idColumn())).isEqualTo(List.of(table.idColumn()));
  }
}
