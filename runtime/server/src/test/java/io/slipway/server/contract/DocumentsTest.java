package io.slipway.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {
  private static final DeploymentId CHURN =
      new DeploymentId("fraud", "churn", "5b0c1c52-6c8e-4c53-9f0a-0a5a3a1d7a11");

  private static byte[] example(String name, String replaced, String replacement) throws Exception {
    String text = new String(ContractExamples.read(name), StandardCharsets.UTF_8);
    assertThat(text).contains(replaced);
    return text.replace(replaced, replacement).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theExampleOfARevisionIsRead() throws Exception {
    Revision revision = Revision.parse(ContractExamples.read("revision.json"));

    assertThat(revision)
        .isEqualTo(
            new Revision(
                CHURN,
                "churn-5c9f7d2b1a",
                new Revision.ModelReference(
                    "churn",
                    "9f86d081884c",
                    "https://models.example.org/churn/7.pmml",
                    Optional.of(
                        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                    Optional.of("PMML")),
                "CPU",
                Optional.of("churn-5c9f7d2b1a.fraud.svc")));
  }

  @Test
  void theExampleOfComparedModelsIsRead() throws Exception {
    byte[] json = ContractExamples.read("compared.json");

    assertThat(
            Comparison.read(
                json, "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
        .containsExactly(
            new Comparison(
                "c2f0a7d6b9e84135a0c3de71f24b68950d1e7c3a8b6f42905e1d7c8a3b9f6024",
                "jpmml",
                "1.7.7",
                480));
    assertThat(Comparison.read(json, "sha256:" + "0".repeat(64))).isEmpty();
  }

  @Test
  void theExampleOfATrafficDocumentIsRead() throws Exception {
    assertThat(TrafficDocument.parse(ContractExamples.read("traffic-payload.json")))
        .isEqualTo(
            new TrafficDocument(
                CHURN,
                new Position(3, 17),
                Optional.of("churn-77ab31c0de"),
                10_000,
                0,
                SplitBy.REQUEST,
                "churn-77ab31c0de"));
  }

  @Test
  void theExampleOfASplitByKeyIsRead() throws Exception {
    assertThat(TrafficDocument.parse(ContractExamples.read("traffic-payload-key.json")))
        .isEqualTo(
            new TrafficDocument(
                CHURN,
                new Position(3, 16),
                Optional.of("churn-77ab31c0de"),
                2500,
                1000,
                new SplitBy.Header("X-Customer"),
                "churn-77ab31c0de"));
  }

  @Test
  void aKeyMayBeAFieldOfTheFirstRow() throws Exception {
    byte[] byField =
        example(
            "traffic-payload-key.json", "\"header\": \"X-Customer\"", "\"field\": \"customer_id\"");
    assertThat(TrafficDocument.parse(byField).assignment())
        .isEqualTo(new SplitBy.Field("customer_id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"shadowBp\": 1000 | \"shadowBp\": 10001 | shadowBp",
        "\"shadowBp\": 1000 | \"shadowBp\": \"1000\" | shadowBp",
        "\"type\": \"Key\" | \"type\": \"Cookie\" | Cookie",
        "\"type\": \"Key\" | \"kind\": \"Key\" | type",
        "\"header\": \"X-Customer\" | \"header\": \"\" | header",
        "\"header\": \"X-Customer\" | \"header\": \"a\", \"field\": \"b\" | not both",
        "{\"type\": \"Key\", \"header\": \"X-Customer\"} | \"Key\" | assignment",
        "\"rollout\": \"churn-77ab31c0de\" | \"rollout\": 7 | rollout",
      })
  void aSplitThatMakesNoSenseIsRefused(String replaced, String replacement, String field)
      throws Exception {
    byte[] document = example("traffic-payload-key.json", replaced, replacement);
    assertThatThrownBy(() -> TrafficDocument.parse(document))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(field);
  }

  @Test
  void whatAnEarlierOperatorDoesNotSayIsNoShadowAndNoRollout() throws Exception {
    TrafficDocument earlier =
        TrafficDocument.parse(
            """
            {"deployment": {"namespace": "fraud", "name": "churn", "uid": "u"}, "epoch": 1,
             "sequence": 2, "target": "churn-77ab31c0de", "weightBp": 100}
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(earlier)
        .extracting(
            TrafficDocument::shadowBp, TrafficDocument::assignment, TrafficDocument::rollout)
        .containsExactly(0, SplitBy.REQUEST, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"epoch\": 3 | \"epoch\": -3 | epoch",
        "\"epoch\": 3 | \"epoch\": 3.5 | epoch",
        "\"epoch\": 3 | \"epoch\": \"3\" | epoch",
        "\"epoch\": 3 | \"epoch\": 99999999999999999999 | epoch",
        "\"epoch\": 3, | '' | epoch",
        "\"weightBp\": 10000 | \"weightBp\": 10001 | weightBp",
        "\"target\": \"churn-77ab31c0de\" | \"target\": \"evil.example.org\" | target",
        "\"target\": \"churn-77ab31c0de\" | \"target\": \"../x\" | target",
        "\"target\": \"churn-77ab31c0de\" | \"target\": 7 | target",
        "\"uid\": | \"other\": | uid",
        "\"epoch\": 3 | \"epoch\": 3, \"epoch\": 4 | epoch",
      })
  void aDocumentThatMakesNoSenseIsRefusedByTheNameOfTheField(
      String replaced, String replacement, String field) throws Exception {
    byte[] document = example("traffic-payload.json", replaced, replacement);
    assertThatThrownBy(() -> TrafficDocument.parse(document))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(field);
  }

  @Test
  void aFieldThatIsNotKnownIsIgnored() throws Exception {
    byte[] newer =
        example("traffic-payload.json", "\"epoch\": 3", "\"of a later release\": {}, \"epoch\": 3");
    assertThat(TrafficDocument.parse(newer).position()).isEqualTo(new Position(3, 17));
  }

  @Test
  void aDocumentWithoutATargetHasNone() throws Exception {
    byte[] none =
        example("traffic-payload.json", "\"target\": \"churn-77ab31c0de\"", "\"target\": \"\"");
    assertThat(TrafficDocument.parse(none).target()).isEmpty();
  }

  @Property
  void noBytesBringTheReadersDown(@ForAll byte[] bytes) {
    assertThat(catchThrowableOfType(DocumentException.class, () -> Revision.parse(bytes)))
        .isNotNull();
    assertThat(catchThrowableOfType(DocumentException.class, () -> SignedDocument.parse(bytes)))
        .isNotNull();
  }

  @Property
  void aPositionReadsWhatItWrites(@ForAll short epoch, @ForAll short sequence) {
    Position position = new Position(Math.abs(epoch), Math.abs(sequence));
    assertThat(Position.parse(position.toString())).contains(position);
  }

  @ParameterizedTest
  @CsvSource({"''", "3", "3.", ".17", "-3.17", "3.17.1", "3,17", "9999999999999999999.1", "a.b"})
  void aPositionThatIsNoneIsNotRead(String text) {
    assertThat(Position.parse(text)).isEmpty();
  }
}
